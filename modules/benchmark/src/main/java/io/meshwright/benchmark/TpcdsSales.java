package io.meshwright.benchmark;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.meshwright.contract.Assertion;
import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * The store sales of TPC-DS, each with its item and its customer: many columns, and 2.9 million
 * rows at scale 1. Of their 63 columns 60 are here, without the keys that would stand there twice
 * and a login that nobody has.
 */
final class TpcdsSales implements SampleTable {

  private static final List<SampleColumn> SALES =
      SampleColumn.parse(
          """
          ss_sold_date_sk long, ss_sold_time_sk long, ss_item_sk long, ss_customer_sk long,
          ss_cdemo_sk long, ss_hdemo_sk long, ss_addr_sk long, ss_store_sk long, ss_promo_sk long,
          ss_ticket_number long, ss_quantity integer, ss_wholesale_cost decimal(7,2),
          ss_list_price decimal(7,2), ss_sales_price decimal(7,2),
          ss_ext_discount_amt decimal(7,2), ss_ext_sales_price decimal(7,2),
          ss_ext_wholesale_cost decimal(7,2), ss_ext_list_price decimal(7,2),
          ss_ext_tax decimal(7,2), ss_coupon_amt decimal(7,2), ss_net_paid decimal(7,2),
          ss_net_paid_inc_tax decimal(7,2), ss_net_profit decimal(7,2)
          """);

  private static final List<SampleColumn> ITEM =
      SampleColumn.parse(
          """
          i_item_sk long, i_item_id string, i_rec_start_date date, i_rec_end_date date,
          i_item_desc string, i_current_price decimal(7,2), i_wholesale_cost decimal(7,2),
          i_brand_id integer, i_brand string, i_class_id integer, i_class string,
          i_category_id integer, i_category string, i_manufact_id integer, i_manufact string,
          i_size string, i_formulation string, i_color string, i_units string, i_container string,
          i_manager_id integer, i_product_name string
          """);

  private static final List<SampleColumn> CUSTOMER =
      SampleColumn.parse(
          """
          c_customer_sk long, c_customer_id string, c_current_cdemo_sk long,
          c_current_hdemo_sk long, c_current_addr_sk long, c_first_shipto_date_sk long,
          c_first_sales_date_sk long, c_salutation string, c_first_name string,
          c_last_name string, c_preferred_cust_flag string, c_birth_day integer,
          c_birth_month integer, c_birth_year integer, c_birth_country string, c_login string,
          c_email_address string, c_last_review_date_sk long
          """);

  private static final List<SampleColumn> COLUMNS =
      Stream.of(SALES, ITEM, CUSTOMER)
          .flatMap(List::stream)
          .filter(
              column -> !List.of("i_item_sk", "c_customer_sk", "c_login").contains(column.name()))
          .toList();

  /** Tickets at scale 1. The generator makes no less than a twentieth; fewer are cut off here. */
  private static final long TICKETS = 240_000;

  @Override
  public String name() {
    return "wide";
  }

  @Override
  public String title() {
    return "TPC-DS store_sales with item and customer";
  }

  @Override
  public List<SampleColumn> columns() {
    return COLUMNS;
  }

  @Override
  public List<String> key() {
    return List.of("ss_item_sk", "ss_ticket_number");
  }

  @Override
  public ForeignKey foreignKey() {
    return new ForeignKey("ss_customer_sk", "c_customer_sk");
  }

  @Override
  public List<Assertion.Comparison> comparisons() {
    return List.of(
        SampleTable.atMost("ss_sales_price", "ss_list_price"),
        SampleTable.atMost("ss_wholesale_cost", "ss_list_price"),
        SampleTable.atMost("ss_ext_sales_price", "ss_ext_list_price"),
        SampleTable.atMost("ss_ext_wholesale_cost", "ss_ext_list_price"),
        SampleTable.atMost("ss_net_paid", "ss_net_paid_inc_tax"),
        SampleTable.atMost("ss_coupon_amt", "ss_ext_sales_price"),
        SampleTable.atMost("ss_net_profit", "ss_net_paid"),
        SampleTable.atMost("i_rec_start_date", "i_rec_end_date"));
  }

  @Override
  public Dataset<Row> rows(SparkSession spark, double scale) {
    Dataset<Row> sales = table(spark, Table.STORE_SALES, SALES, scale);
    Dataset<Row> items = table(spark, Table.ITEM, ITEM, scale);
    Dataset<Row> buyers = customers(spark, scale);
    return sales
        .where(col("ss_ticket_number").leq(Math.round(TICKETS * scale)))
        .join(broadcast(items), col("ss_item_sk").equalTo(col("i_item_sk")), "left_outer")
        .join(broadcast(buyers), col("ss_customer_sk").equalTo(col("c_customer_sk")), "left_outer")
        .selectExpr(COLUMNS.stream().map(SampleColumn::name).toArray(String[]::new));
  }

  @Override
  public Dataset<Row> targets(SparkSession spark, double scale) {
    return customers(spark, scale).select(foreignKey().target());
  }

  private static Dataset<Row> customers(SparkSession spark, double scale) {
    return table(spark, Table.CUSTOMER, CUSTOMER, scale);
  }

  /** The generator gives every value as text, and null as null. */
  private static Dataset<Row> table(
      SparkSession spark, Table table, List<SampleColumn> columns, double scale) {
    String texts = columns.stream().map(column -> column.name() + " STRING").collect(joining(", "));
    return Parts.of(scale)
        .rows(
            spark,
            texts,
            (part, parts) ->
                StreamSupport.stream(results(table, scale, part, parts).spliterator(), false)
                    .map(rows -> RowFactory.create(rows.get(0).toArray()))
                    .iterator())
        .selectExpr(
            columns.stream()
                .map(column -> "CAST(%1$s AS %2$s) AS %1$s".formatted(column.name(), column.type()))
                .toArray(String[]::new));
  }

  private static Results results(Table table, double scale, int part, int parts) {
    return Results.constructResults(
        table,
        Session.getDefaultSession()
            .withScale(scale)
            .withParallelism(parts)
            .withChunkNumber(part)
            .withTable(table));
  }
}
