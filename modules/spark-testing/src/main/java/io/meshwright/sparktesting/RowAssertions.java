package io.meshwright.sparktesting;

import com.holdenkarau.spark.testing.JavaDataFrameSuiteBase;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Compares whole DataFrames with spark-testing-base, whose failure shows the rows that differ. */
public final class RowAssertions {

  private static final JavaDataFrameSuiteBase SUITE = new JavaDataFrameSuiteBase();

  private RowAssertions() {}

  /** Asserts that both have the same columns, in order, and the same rows, in any order. */
  public static void assertSameRows(Dataset<Row> expected, Dataset<Row> actual) {
    SUITE.assertDataFrameNoOrderEquals(expected, actual);
  }
}
