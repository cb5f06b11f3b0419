package io.meshwright.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The product {@code sales.orders} in the smallest form that has a key, a rule and partitions. */
final class Orders {

  static final String NAME = "orders";

  private Orders() {}

  /** A workspace with the product in a write mode, such as {@code full} or {@code slice}. */
  static Workspace workspace(Path folder, String publisher, String write) {
    return new Workspace(folder, publisher)
        .write("products/orders/transform.sql", "SELECT * FROM orders")
        .write("products/orders/data_product.yaml", contract("1.0.0", write));
  }

  static String contract(String version, String write) {
    return """
        name: orders
        domain: sales
        version: %s
        owner: {team: sales}
        schema:
          type: delta
          location: s3://lake/published/orders/
          partitioned_by: [order_date]
          fields:
            - {name: order_id, type: string, is_primary_key: true}
            - {name: order_date, type: date}
            - name: amount
              type: decimal(12,2)
              constraints:
                - min: 0
                  tolerance: 20%%
        sla:
          quality_checks:
            - name: as_many_as_orders
              query: SELECT COUNT(*) FROM self s LEFT ANTI JOIN orders o ON s.order_id = o.order_id
              threshold: 0
        inputs:
          - {name: orders, format: parquet, path: s3://lake/raw/orders}
        transform: {sql: transform.sql}
        write: {mode: %s}
        """
        .formatted(version, write);
  }

  /** Orders of one day with the numbers from {@code first} to {@code last}, of {@code amount}. */
  static String rows(int first, int last, String day, int amount) {
    return ("SELECT CAST(id AS STRING) AS order_id, DATE'%s' AS order_date,"
            + " CAST(%d AS DECIMAL(12,2)) AS amount FROM range(%d, %d)")
        .formatted(day, amount, first, last + 1);
  }

  /** The numbers of the published orders, sorted. */
  static List<Integer> ids(Workspace workspace) {
    return workspace.published(NAME).selectExpr("CAST(order_id AS INT)").collectAsList().stream()
        .map(row -> row.getInt(0))
        .sorted()
        .toList();
  }

  static List<Integer> numbers(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }
}
