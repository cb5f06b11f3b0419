package io.meshwright.benchmark;

import static org.apache.spark.sql.functions.expr;

import io.meshwright.contract.Assertion;
import io.trino.tpch.CustomerGenerator;
import io.trino.tpch.Distributions;
import io.trino.tpch.Order;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.TextPool;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * The orders of TPC-H: few columns, and 1.5 million rows at scale 1. The comment is left out, and a
 * priority that is the same in every row.
 */
final class TpchOrders implements SampleTable {

  private static final List<SampleColumn> COLUMNS =
      SampleColumn.parse(
          """
          o_orderkey long, o_custkey long, o_orderstatus string, o_totalprice decimal(12,2),
          o_orderdate date, o_orderpriority string, o_clerk string
          """);

  /** No comment is read, and the standard pool of texts takes 300 MB and seconds to fill. */
  private static final int SMALLEST_POOL = 64 * 1024;

  @Override
  public String name() {
    return "orders";
  }

  @Override
  public String title() {
    return "TPC-H orders";
  }

  @Override
  public List<SampleColumn> columns() {
    return COLUMNS;
  }

  @Override
  public List<String> key() {
    return List.of("o_orderkey");
  }

  @Override
  public ForeignKey foreignKey() {
    return new ForeignKey("o_custkey", "c_custkey");
  }

  @Override
  public List<Assertion.Comparison> comparisons() {
    return List.of(
        SampleTable.atMost("o_orderpriority", "o_clerk"),
        SampleTable.atMost("o_clerk", "o_orderstatus"),
        SampleTable.atMost("o_orderpriority", "o_orderstatus"));
  }

  @Override
  public Dataset<Row> rows(SparkSession spark, double scale) {
    return Parts.of(scale)
        .rows(
            spark,
            "o_orderkey LONG, o_custkey LONG, o_orderstatus STRING, o_totalprice DECIMAL(12,2),"
                + " o_orderday INT, o_orderpriority STRING, o_clerk STRING",
            (part, parts) ->
                StreamSupport.stream(
                        new OrderGenerator(scale, part, parts, distributions(), pool())
                            .spliterator(),
                        false)
                    .map(TpchOrders::row)
                    .iterator())
        .withColumn("o_orderdate", expr("date_from_unix_date(o_orderday)"))
        .selectExpr(COLUMNS.stream().map(SampleColumn::name).toArray(String[]::new));
  }

  @Override
  public Dataset<Row> targets(SparkSession spark, double scale) {
    return Parts.of(scale)
        .rows(
            spark,
            "c_custkey LONG",
            (part, parts) ->
                StreamSupport.stream(
                        new CustomerGenerator(scale, part, parts, distributions(), pool())
                            .spliterator(),
                        false)
                    .map(customer -> RowFactory.create(customer.getCustomerKey()))
                    .iterator());
  }

  private static Row row(Order order) {
    return RowFactory.create(
        order.getOrderKey(),
        order.getCustomerKey(),
        String.valueOf(order.getOrderStatus()),
        BigDecimal.valueOf(order.getTotalPriceInCents(), 2),
        order.getOrderDate(),
        order.getOrderPriority(),
        order.getClerk());
  }

  private static Distributions distributions() {
    return Distributions.getDefaultDistributions();
  }

  private static TextPool pool() {
    return new TextPool(SMALLEST_POOL, distributions());
  }
}
