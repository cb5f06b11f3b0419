package io.meshwright.jobs.sales;

import io.trino.tpch.Customer;
import io.trino.tpch.CustomerGenerator;
import io.trino.tpch.Distributions;
import io.trino.tpch.GenerateUtils;
import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import io.trino.tpch.Order;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.TextPool;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * TPC-H's orders, customers and line items as the sales domain's rows.
 *
 * <p>Every part of a table can be made by itself, and all parts together are the same rows however
 * many parts there are. Rows are made one at a time, as the iterator is read.
 */
final class TpchRows {

  /**
   * The day is counted from 1970-01-01: which Java type stands for a date in a row depends on the
   * settings of the session.
   */
  static final StructType ORDERS =
      StructType.fromDDL(
          "order_id STRING, customer_id STRING, order_day INT, total_amount DECIMAL(12,2),"
              + " status STRING");

  static final StructType CUSTOMERS =
      StructType.fromDDL("customer_id STRING, name STRING, segment STRING");

  static final StructType ORDER_LINES =
      StructType.fromDDL(
          "order_id STRING, line_number INT, product_id STRING, quantity INT, price DECIMAL(12,2)");

  /** The day of the newest order. */
  private static final LocalDate LAST_DAY = LocalDate.parse("2024-01-14");

  private static final int FIRST_TPCH_DAY =
      GenerateUtils.toEpochDate(GenerateUtils.MIN_GENERATE_DATE);

  /** One order in this many was cancelled, and one in this many refunded if it had shipped. */
  private static final int ODD_ORDERS = 25;

  private TpchRows() {}

  static Iterator<Row> orders(double scale, int days, int part, int parts) {
    int firstDay = Math.toIntExact(LAST_DAY.toEpochDay()) - days + 1;
    return stream(new OrderGenerator(scale, part, parts, distributions(), Comments.POOL))
        .map(order -> row(order, firstDay, days))
        .iterator();
  }

  static Iterator<Row> customers(double scale, int part, int parts) {
    return stream(new CustomerGenerator(scale, part, parts, distributions(), Comments.POOL))
        .map(TpchRows::row)
        .iterator();
  }

  /** The lines of every order but the cancelled ones, which keep none. */
  static Iterator<Row> orderLines(double scale, int part, int parts) {
    return stream(new LineItemGenerator(scale, part, parts, distributions(), Comments.POOL))
        .filter(line -> !isCancelled(line.getOrderKey()))
        .map(TpchRows::row)
        .iterator();
  }

  private static Row row(Order order, int firstDay, int days) {
    // TPC-H spreads its orders evenly over 2 406 days; folded, every day gets its share.
    int day = (order.getOrderDate() - FIRST_TPCH_DAY) % days;
    return RowFactory.create(
        Long.toString(order.getOrderKey()),
        Long.toString(order.getCustomerKey()),
        firstDay + day,
        dollars(order.getTotalPriceInCents()),
        status(order));
  }

  private static Row row(Customer customer) {
    return RowFactory.create(
        Long.toString(customer.getCustomerKey()),
        customer.getName(),
        customer.getMarketSegment().toLowerCase(Locale.ROOT));
  }

  private static Row row(LineItem line) {
    return RowFactory.create(
        Long.toString(line.getOrderKey()),
        line.getLineNumber(),
        Long.toString(line.getPartKey()),
        Math.toIntExact(line.getQuantity()),
        dollars(line.getExtendedPriceInCents()));
  }

  /** TPC-H knows shipped (F), open (O) and partly shipped (P) orders; the rest is our pick. */
  private static String status(Order order) {
    if (isCancelled(order.getOrderKey())) {
      return "cancelled";
    }
    if (order.getOrderStatus() != 'F') {
      return "pending";
    }
    return order.getOrderKey() % ODD_ORDERS == 1 ? "refunded" : "completed";
  }

  private static boolean isCancelled(long orderKey) {
    return orderKey % ODD_ORDERS == 0;
  }

  private static BigDecimal dollars(long cents) {
    return BigDecimal.valueOf(cents, 2);
  }

  private static Distributions distributions() {
    return Distributions.getDefaultDistributions();
  }

  private static <T> Stream<T> stream(Iterable<T> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }

  /**
   * Where TPC-H cuts its comments from. We read none of them, and the standard pool is 300 MB that
   * take seconds to write, in every JVM.
   */
  private static final class Comments {
    private static final TextPool POOL = new TextPool(64 * 1024, distributions());
  }
}
