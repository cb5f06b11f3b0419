package io.meshwright.benchmark;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** In how many parts, and so files, a generated table of some scale is made; counted from 1. */
record Parts(int number) {

  private static final int FEWEST = 2;
  private static final int MOST = 512;

  static Parts of(double scale) {
    return new Parts((int) Math.min(Math.max(FEWEST, Math.ceil(scale * FEWEST)), MOST));
  }

  /** Makes the rows of one part, in the task that asks for them. */
  @FunctionalInterface
  interface Generator extends Serializable {
    Iterator<Row> rows(int part, int parts);
  }

  /** The rows of all parts, made by one task a part. */
  Dataset<Row> rows(SparkSession spark, String ddl, Generator generator) {
    int parts = number;
    FlatMapFunction<Long, Row> make = part -> generator.rows(part.intValue(), parts);
    return spark
        .range(1, parts + 1L, 1, parts)
        .flatMap(make, Encoders.row(StructType.fromDDL(ddl)));
  }
}
