package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of a whole table that is published slice by slice. */
class SliceMetricsTest {

  private static final String CONTRACT =
      """
      name: orders
      domain: sales
      version: 1.0.0
      owner: {team: sales}
      schema:
        type: delta
        location: s3://lake/published/orders/
        partitioned_by: [order_date]
        fields:
          - {name: order_id, type: string}
          - {name: order_date, type: date}
          - name: amount
            type: decimal(12,2)
            constraints:
              - {min: 0, tolerance: 20%}
      observability:
        metrics: [row_count, null_rate.amount, distinct_count.order_id, mean.amount, stddev.amount, min.amount, max.amount]
      inputs:
        - {name: orders, format: parquet, path: s3://lake/raw/orders}
      transform: {sql: transform.sql}
      write: {mode: slice}
      """;

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void setUp() {
    workspace =
        new Workspace(folder, "gate")
            .write("products/orders/transform.sql", "SELECT * FROM orders")
            .write("products/orders/data_product.yaml", CONTRACT);
  }

  @Test
  void mergesStatesOfSlicesToWhatAScanOfTheTableGives() {
    publish("2024-01-13", "SELECT id, if(id % 3 = 0, NULL, id) AS amount FROM range(1, 40)");
    publish("2024-01-14", "SELECT id, id * 2 AS amount FROM range(30, 90)");
    RunReport third = publish("2024-01-15", "SELECT id, 7 - id AS amount FROM range(1, 8)");

    RunReport replaced = publish("2024-01-14", "SELECT id, NULL AS amount FROM range(100, 110)");

    assertThat(third.rows()).isEqualTo(new RunReport.Rows(7, 7, 0));
    assertThat(tableMetrics(replaced)).isEqualTo(recomputed());
    assertThat(tableMetrics(replaced).get(0)).isEqualTo("table_row_count 56");
  }

  @Test
  void makesStatesAnewWhereSomebodyElseChangedRows() {
    publish("2024-01-13", "SELECT id, id AS amount FROM range(1, 40)");
    publish("2024-01-14", "SELECT id, id AS amount FROM range(30, 90)");
    DeltaTable.forPath(workspace.spark(), workspace.pipeline("orders").location())
        .delete("order_date = DATE'2024-01-13'");

    RunReport report = publish("2024-01-15", "SELECT id, id AS amount FROM range(1, 4)");

    assertThat(tableMetrics(report)).isEqualTo(recomputed());
    assertThat(tableMetrics(report).get(0)).isEqualTo("table_row_count 63");
  }

  @Test
  void readsNoSliceThatStays() {
    publish("2024-01-13", "SELECT id, id AS amount FROM range(1, 40)");
    // Whoever reads the slice that stays would fail.
    for (String file : workspace.tableFiles("orders")) {
      if (file.contains(".parquet ") && !file.startsWith("_delta_log")) {
        workspace.write(
            Path.of(workspace.pipeline("orders").location())
                .resolve(file.substring(0, file.lastIndexOf(' ')))
                .toString(),
            "no Parquet");
      }
    }

    RunReport report = publish("2024-01-14", "SELECT id, id AS amount FROM range(1, 4)");

    assertThat(tableMetrics(report).get(0)).isEqualTo("table_row_count 42");
  }

  private RunReport publish(String day, String rows) {
    workspace.input(
        "orders",
        "SELECT CAST(id AS STRING) AS order_id, DATE'%s' AS order_date,".formatted(day)
            + " CAST(amount AS DECIMAL(12,2)) AS amount FROM ("
            + rows
            + ")");
    RunReport report = workspace.later(60).run("orders", RunRequest.of(LocalDate.parse(day)));
    assertThat(report.outcome()).as("%s", report.problems()).isEqualTo(Outcome.PUBLISHED);
    return report;
  }

  private static List<String> tableMetrics(RunReport report) {
    return report.metrics().stream()
        .filter(metric -> metric.name().startsWith("table_"))
        .map(metric -> metric.name() + " " + shown(metric.value()))
        .toList();
  }

  private List<String> recomputed() {
    Row row =
        workspace
            .published("orders")
            .selectExpr(
                "double(count(*))",
                "1 - count(amount) / count(*)",
                "double(approx_count_distinct(order_id, 0.05))",
                "avg(double(amount))",
                "stddev_pop(amount)",
                "double(min(amount))",
                "double(max(amount))")
            .head();
    List<String> names =
        List.of("row_count", "null_rate", "distinct_count", "mean", "stddev", "min", "max");
    List<String> metrics = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      metrics.add("table_" + names.get(i) + " " + shown(row.getDouble(i)));
    }
    return metrics;
  }

  /** To nine digits: sums of parts are rounded otherwise than the sum of all. */
  private static String shown(double value) {
    return new java.math.BigDecimal(value)
        .round(new java.math.MathContext(9))
        .stripTrailingZeros()
        .toPlainString();
  }
}
