package io.meshwright.benchmark;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Condition;
import io.meshwright.contract.FieldType;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A table of a standard benchmark that rules are measured on: made here, the same every time. */
interface SampleTable {

  /** One word. */
  String name();

  /** What it is, for a heading. */
  String title();

  List<SampleColumn> columns();

  /** The columns that together identify a row. */
  List<String> key();

  ForeignKey foreignKey();

  /** What holds between two columns of every row. */
  List<Assertion.Comparison> comparisons();

  /** The rows, with exactly {@link #columns}. Making them costs more than writing them. */
  Dataset<Row> rows(SparkSession spark, double scale);

  /** The table that {@link #foreignKey} points at: its key column. */
  Dataset<Row> targets(SparkSession spark, double scale);

  /** That {@code lesser} is never more than {@code greater}. */
  static Assertion.Comparison atMost(String lesser, String greater) {
    return new Assertion.Comparison(lesser, Condition.Operator.AT_MOST, greater);
  }

  /**
   * The type of a column.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  default FieldType typeOf(String column) {
    return columns().stream()
        .filter(known -> known.name().equals(column))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("No column '%s' in %s".formatted(column, name())))
        .type();
  }
}
