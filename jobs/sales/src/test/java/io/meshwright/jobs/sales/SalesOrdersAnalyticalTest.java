package io.meshwright.jobs.sales;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.sparktesting.RowAssertions;
import io.meshwright.sparktesting.SparkExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What transform.sql makes of the product's inputs. */
@ExtendWith(SparkExtension.class)
class SalesOrdersAnalyticalTest {

  private static final String TRANSFORM = read("/sales_orders_analytical/transform.sql");

  @BeforeEach
  void giveInputs(SparkSession spark) {
    view(
        spark,
        "orders",
        """
        SELECT * FROM VALUES
          ('o1', 'c1', DATE'2024-01-01', CAST(10.50 AS DECIMAL(12,2)), 'completed'),
          ('o2', 'c1', DATE'2024-01-02', CAST(0.00 AS DECIMAL(12,2)), 'cancelled'),
          ('o3', 'c9', DATE'2024-01-03', CAST(99.99 AS DECIMAL(12,2)), 'pending')
        AS orders(order_id, customer_id, order_date, total_amount, status)
        """);
    view(
        spark,
        "customers",
        """
        SELECT * FROM VALUES ('c1', 'Ada', 'machinery'), ('c2', 'Bo', 'building')
        AS customers(id, name, segment)
        """);
    view(
        spark,
        "order_lines",
        """
        SELECT * FROM VALUES
          ('o1', 1, 'p1', 2, CAST(4.00 AS DECIMAL(12,2))),
          ('o1', 2, 'p2', 1, CAST(2.50 AS DECIMAL(12,2))),
          ('o3', 1, 'p1', 1, CAST(99.99 AS DECIMAL(12,2))),
          ('o7', 1, 'p1', 1, CAST(1.00 AS DECIMAL(12,2)))
        AS order_lines(order_id, line_number, product_id, quantity, price)
        """);
  }

  @Test
  void keepsEveryOrderWithItsSegmentAndProducts(SparkSession spark) {
    Dataset<Row> rows = spark.sql(TRANSFORM);

    RowAssertions.assertSameRows(
        spark.sql(
            """
            SELECT * FROM VALUES
              ('o1', 'c1', DATE'2024-01-01', CAST(10.50 AS DECIMAL(12,2)), 'completed',
                'machinery', 2),
              ('o2', 'c1', DATE'2024-01-02', CAST(0.00 AS DECIMAL(12,2)), 'cancelled',
                'machinery', 0),
              ('o3', 'c9', DATE'2024-01-03', CAST(99.99 AS DECIMAL(12,2)), 'pending',
                NULL, 1)
            AS expected(order_id, customer_id, order_date, total_amount, status,
              customer_segment, product_count)
            """),
        rows);
  }

  @Test
  void givesTheColumnsOfTheContractInOrder(SparkSession spark) {
    assertThat(spark.sql(TRANSFORM).dtypes())
        .extracting(column -> column._1() + " " + column._2())
        .containsExactly(
            "order_id StringType",
            "customer_id StringType",
            "order_date DateType",
            "total_amount DecimalType(12,2)",
            "status StringType",
            "customer_segment StringType",
            "product_count IntegerType");
  }

  private static void view(SparkSession spark, String name, String sql) {
    spark.sql(sql).createOrReplaceTempView(name);
  }

  private static String read(String resource) {
    try (InputStream in = SalesOrdersAnalyticalTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
