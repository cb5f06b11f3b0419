package io.meshwright.jobs.sales;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshwright.contract.ProductName;
import io.meshwright.pipeline.SampleInputs;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The operational systems of sales, played by TPC-H: orders as Avro, customers as CSV with a
 * header, and the lines of each order as Parquet.
 *
 * <p>The tables are made inside Spark's tasks, row by row, so their size is bounded by the disk and
 * not by the heap. At scale 1 there are 1.5 million orders, 150 thousand customers and about 5.8
 * million lines.
 */
public final class TpchSource implements SampleInputs {

  static final String ORDERS = "s3://operational/sales/orders/";
  static final String CUSTOMERS = "s3://operational/sales/customers/";
  static final String ORDER_LINES = "s3://operational/sales/order_lines/";

  /** Says what the three hold; written when all are there and removed before any is touched. */
  static final String MARKER = "s3://operational/sales/_sample.json";

  private static final double LEAST_SCALE = 0.001;
  private static final int MOST_PARTS = 512;

  @Override
  public ProductName product() {
    return ProductName.of("sales", "sales_orders_analytical");
  }

  /**
   * {@inheritDoc}
   *
   * <p>Inputs of another scale or number of days are replaced.
   *
   * @throws IllegalArgumentException if {@code scale} is below 0.001 or {@code days} below 1
   * @throws UncheckedIOException if the file system cannot be read or written
   */
  @Override
  public void write(SparkSession spark, UnaryOperator<String> storage, double scale, int days) {
    requireSize(scale, days);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path marker = new Path(storage.apply(MARKER));
    String sample = describe(scale, days);
    try {
      FileSystem fileSystem = marker.getFileSystem(hadoop);
      if (isWritten(fileSystem, marker, sample, storage)) {
        return;
      }

      fileSystem.delete(marker, false);
      writeInputs(spark, storage, scale, days);
      try (FSDataOutputStream out = fileSystem.create(marker, true)) {
        out.write(sample.getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the sample inputs at " + marker, e);
    }
  }

  private static void requireSize(double scale, int days) {
    if (!(scale >= LEAST_SCALE)) {
      throw new IllegalArgumentException(
          "Invalid scale '%s': expected at least %s, which is 1 500 orders"
              .formatted(scale, LEAST_SCALE));
    }
    if (days < 1) {
      throw new IllegalArgumentException("Invalid days '%d': expected at least 1".formatted(days));
    }
  }

  private static boolean isWritten(
      FileSystem fileSystem, Path marker, String sample, UnaryOperator<String> storage)
      throws IOException {
    if (!fileSystem.exists(marker)) {
      return false;
    }
    for (String input : List.of(ORDERS, CUSTOMERS, ORDER_LINES)) {
      if (!fileSystem.exists(new Path(storage.apply(input)))) {
        return false;
      }
    }
    try (FSDataInputStream in = fileSystem.open(marker)) {
      return new String(in.readAllBytes(), UTF_8).equals(sample);
    }
  }

  private static void writeInputs(
      SparkSession spark, UnaryOperator<String> storage, double scale, int days) {
    int parts = parts(scale);
    rows(spark, parts, TpchRows.ORDERS, part -> TpchRows.orders(scale, days, part, parts))
        .selectExpr(
            "order_id",
            "customer_id",
            "date_from_unix_date(order_day) AS order_date",
            "total_amount",
            "status")
        .write()
        .mode(SaveMode.Overwrite)
        .format("avro")
        .save(storage.apply(ORDERS));
    rows(spark, parts, TpchRows.CUSTOMERS, part -> TpchRows.customers(scale, part, parts))
        .write()
        .mode(SaveMode.Overwrite)
        .option("header", true)
        .csv(storage.apply(CUSTOMERS));
    rows(spark, parts, TpchRows.ORDER_LINES, part -> TpchRows.orderLines(scale, part, parts))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(storage.apply(ORDER_LINES));
  }

  /** One task, and so one file, for each part; TPC-H counts its parts from 1. */
  private static Dataset<Row> rows(
      SparkSession spark, int parts, StructType schema, PartFunction part) {
    return spark
        .range(1, parts + 1L, 1, parts)
        .flatMap(
            (FlatMapFunction<Long, Row>) number -> part.rows(number.intValue()),
            Encoders.row(schema));
  }

  private static int parts(double scale) {
    return (int) Math.min(Math.max(2, Math.ceil(scale * 2)), MOST_PARTS);
  }

  private static String describe(double scale, int days) {
    return String.format(
        Locale.ROOT,
        "{\"source\": \"TPC-H\", \"layout\": 1, \"scale\": %s, \"days\": %d}%n",
        scale,
        days);
  }

  /** Makes the rows of one part, in the task that asks for them. */
  @FunctionalInterface
  private interface PartFunction extends Serializable {
    Iterator<Row> rows(int part);
  }
}
