package io.meshwright.jobs.sales;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.pipeline.SampleInputs;
import io.meshwright.sparktesting.RowAssertions;
import io.meshwright.sparktesting.SparkExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkExtension.class)
class TpchSourceTest {

  private static final double SCALE = 0.001;

  @TempDir private static Path sample;

  @BeforeAll
  static void writeSample(SparkSession spark) {
    write(spark, sample, SCALE, 60);
  }

  @Test
  void writesTpchsCounts(SparkSession spark) {
    assertThat(orders(spark, sample).count()).isEqualTo(1_500);
    assertThat(customers(spark, sample).count()).isEqualTo(150);
    assertThat(orders(spark, sample).select("order_id").distinct().count()).isEqualTo(1_500);
  }

  @Test
  void writesTheColumnsThatTheTransformReads(SparkSession spark) {
    assertThat(orders(spark, sample).schema().toDDL())
        .isEqualTo(
            "order_id STRING,customer_id STRING,order_date DATE,total_amount DECIMAL(12,2),"
                + "status STRING");
    assertThat(customers(spark, sample).schema().toDDL())
        .isEqualTo("customer_id STRING,name STRING,segment STRING");
    assertThat(orderLines(spark, sample).schema().toDDL())
        .isEqualTo(
            "order_id STRING,line_number INT,product_id STRING,quantity INT,price DECIMAL(12,2)");
  }

  @Test
  void givesOrdersEveryStatusOfTheContract(SparkSession spark) {
    List<String> statuses =
        orders(spark, sample).select("status").distinct().as(Encoders.STRING()).collectAsList();

    assertThat(statuses).containsExactlyInAnyOrder("pending", "completed", "cancelled", "refunded");
  }

  @Test
  void spreadsOrdersOverTheDaysThatEndOnTheLast(SparkSession spark) {
    Dataset<Row> orders = orders(spark, sample);

    assertThat(orders.agg(min("order_date"), max("order_date")).head())
        .isEqualTo(RowFactory.create(Date.valueOf("2023-11-16"), Date.valueOf("2024-01-14")));
    assertThat(orders.select("order_date").distinct().count()).isEqualTo(60);
  }

  @Test
  void knowsTheCustomerOfEveryOrderAndTheOrderOfEveryLine(SparkSession spark) {
    Dataset<Row> orders = orders(spark, sample);

    assertThat(
            orders
                .join(customers(spark, sample), new String[] {"customer_id"}, "left_anti")
                .count())
        .isZero();
    assertThat(
            orderLines(spark, sample).join(orders, new String[] {"order_id"}, "left_anti").count())
        .isZero();
  }

  @Test
  void leavesNoLinesToCancelledOrdersOnly(SparkSession spark) {
    Dataset<Row> withoutLines =
        orders(spark, sample)
            .join(orderLines(spark, sample), new String[] {"order_id"}, "left_anti");

    RowAssertions.assertSameRows(
        orders(spark, sample).where(col("status").equalTo("cancelled")).select("order_id"),
        withoutLines.select("order_id"));
  }

  @Test
  void makesTheSameRowsHoweverManyPartsThereAre() {
    List<Row> whole = collect(Stream.of(1).map(part -> TpchRows.orderLines(SCALE, part, 1)));
    List<Row> parts = collect(Stream.of(1, 2, 3).map(part -> TpchRows.orderLines(SCALE, part, 3)));

    assertThat(whole).hasSizeGreaterThan(5_000);
    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void writesWhereTheContractReads() throws IOException {
    String contract;
    try (InputStream in =
        TpchSource.class.getResourceAsStream("/sales_orders_analytical/data_product.yaml")) {
      contract = new String(in.readAllBytes(), UTF_8);
    }

    assertThat(contract)
        .contains("path: " + TpchSource.ORDERS)
        .contains("path: " + TpchSource.CUSTOMERS)
        .contains("path: " + TpchSource.ORDER_LINES);
  }

  @Test
  void leavesASampleOfTheSameSizeAlone(SparkSession spark, @TempDir Path directory)
      throws IOException {
    write(spark, directory, SCALE, 2);
    List<Path> before = files(directory);

    write(spark, directory, SCALE, 2);

    assertThat(files(directory)).isEqualTo(before);
  }

  @Test
  void replacesASampleOfAnotherSize(SparkSession spark, @TempDir Path directory) {
    write(spark, directory, SCALE, 2);

    write(spark, directory, SCALE, 3);

    assertThat(orders(spark, directory).count()).isEqualTo(1_500);
    assertThat(orders(spark, directory).select("order_date").distinct().count()).isEqualTo(3);
  }

  @Test
  void replacesASampleThatWasNotFinished(SparkSession spark, @TempDir Path directory)
      throws IOException {
    write(spark, directory, SCALE, 2);
    Files.delete(directory.resolve("operational/sales/_sample.json"));
    List<Path> before = files(directory);

    write(spark, directory, SCALE, 2);

    assertThat(files(directory)).doesNotContainAnyElementsOf(before);
    assertThat(orders(spark, directory).count()).isEqualTo(1_500);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0001, 60, 'Invalid scale ''1.0E-4'': expected at least 0.001, which is 1 500 orders'",
    "NaN,    60, 'Invalid scale ''NaN'': expected at least 0.001, which is 1 500 orders'",
    "0.001,  0,  'Invalid days ''0'': expected at least 1'",
  })
  void rejectsASizeThatMakesNoSample(
      double scale, int days, String message, @TempDir Path directory) {
    assertThatThrownBy(() -> write(SparkExtension.session(), directory, scale, days))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void isFoundForItsProduct() {
    assertThat(ServiceLoader.load(SampleInputs.class))
        .extracting(inputs -> inputs.product().toString())
        .containsExactly("sales.sales_orders_analytical");
  }

  private static void write(SparkSession spark, Path directory, double scale, int days) {
    new TpchSource().write(spark, location -> path(directory, location), scale, days);
  }

  private static Dataset<Row> orders(SparkSession spark, Path directory) {
    return spark.read().format("avro").load(path(directory, TpchSource.ORDERS));
  }

  private static Dataset<Row> customers(SparkSession spark, Path directory) {
    return spark.read().option("header", true).csv(path(directory, TpchSource.CUSTOMERS));
  }

  private static Dataset<Row> orderLines(SparkSession spark, Path directory) {
    return spark.read().parquet(path(directory, TpchSource.ORDER_LINES));
  }

  private static String path(Path directory, String location) {
    return location.replace("s3:/", directory.toString());
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .sorted()
          .toList();
    }
  }

  private static List<Row> collect(Stream<Iterator<Row>> parts) {
    List<Row> rows = new ArrayList<>();
    parts.forEach(part -> part.forEachRemaining(rows::add));
    return rows;
  }
}
