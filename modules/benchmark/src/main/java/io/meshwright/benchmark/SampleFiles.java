package io.meshwright.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The Parquet files of a sample table.
 *
 * @param rows the folder of its rows
 * @param targets the folder of the table that its foreign key points at
 */
record SampleFiles(Path rows, Path targets, long rowCount) {

  /** Writes the files below {@code folder} unless they are there: they are always the same. */
  static SampleFiles make(SparkSession spark, SampleTable table, double scale, Path folder) {
    Path rows = folder.toAbsolutePath().resolve("rows");
    Path targets = folder.toAbsolutePath().resolve("targets");
    if (!isComplete(rows)) {
      write(table.rows(spark, scale), rows);
    }
    if (!isComplete(targets)) {
      write(table.targets(spark, scale), targets);
    }
    return new SampleFiles(rows, targets, spark.read().parquet(rows.toString()).count());
  }

  /** Spark writes the marker last. */
  private static boolean isComplete(Path folder) {
    return Files.exists(folder.resolve("_SUCCESS"));
  }

  private static void write(Dataset<Row> rows, Path folder) {
    rows.write().mode(SaveMode.Overwrite).parquet(folder.toString());
  }
}
