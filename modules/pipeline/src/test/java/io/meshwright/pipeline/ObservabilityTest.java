package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.ExitCode;
import io.meshwright.quality.AlertResult;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run measures and says beside its rules, from the contract to the system tables. */
class ObservabilityTest {

  private static final String ALERTS =
      """
          alerts:
            - {type: freshness, condition: age_hours > 26, severity: critical}
            - {type: volume, condition: row_count_change > 50%, severity: warning}
            - {type: quality, condition: quality_check_failed, severity: critical}
            - {type: drift, condition: schema_drift, severity: error}
            - {type: drift, condition: value_distribution_psi.amount > 0.25}
            - {type: volume, condition: row_count_anomaly}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"gate", "checkpoint"})
  void measuresWhatTheContractAsksFor(String publisher) {
    Workspace workspace =
        watched(
                publisher,
                """
                    metrics:
                      - row_count
                      - avg_order_value
                      - null_percentage_by_column
                      - distinct_count.order_id
                      - value_distribution.amount
                      - schema_drift
                      - {name: total, expression: sum(amount)}
                """)
            .input(
                "orders",
                Orders.rows(1, 10, "2024-01-14", 5)
                    + " UNION ALL SELECT '99', DATE'2024-01-14', -5");

    RunReport report = workspace.run(Orders.NAME);

    assertThat(report.metrics())
        .extracting(ObservabilityTest::line)
        .containsExactly(
            "row_count 10.0",
            "total 50.0",
            "avg_order_value 5.0",
            "null_percentage_by_column.order_id 0.0",
            "null_percentage_by_column.order_date 0.0",
            "null_percentage_by_column.amount 0.0",
            "distinct_count.order_id 10.0",
            "value_distribution.amount 10.0");
    assertThat(report.notes())
        .containsExactly("Not measured: schema_drift (no earlier run tells the inputs' columns)");
    assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(system(workspace, "metrics").where("name = 'value_distribution'").collectAsList())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.<String>getAs("column_name")).isEqualTo("amount");
              assertThat(row.<String>getAs("outcome")).isEqualTo("published");
              assertThat(row.<java.sql.Date>getAs("logical_date")).hasToString("2024-01-14");
              assertThat(row.<String>getAs("distribution")).startsWith("{\"quantiles\":[5.0,");
            });
  }

  @Test
  void judgesItsAlertsByTheRunBefore() {
    Workspace workspace =
        watched("gate", ALERTS).input("orders", Orders.rows(1, 100, "2024-01-14", 5));
    RunReport first = workspace.run(Orders.NAME);
    workspace
        .later(3600)
        .input(
            "orders",
            Orders.rows(1, 40, "2024-01-14", 9)
                .replace("AS DECIMAL(12,2)", "AS DECIMAL(10,2)")
                .replace(" FROM", ", 'x' AS note FROM"));

    RunReport second =
        workspace
            .write(
                "products/orders/transform.sql", "SELECT order_id, order_date, amount FROM orders")
            .run(Orders.NAME);

    assertThat(first.alerts())
        .extracting(ObservabilityTest::line)
        .containsExactly(
            "age_hours > 26: published data is 0 h old, ok",
            "row_count_change > 50%: learning: no earlier run to compare with, learning",
            "quality_check_failed: 3 rules hold, ok",
            "schema_drift: learning: no earlier run tells the inputs' columns, learning",
            "value_distribution_psi.amount > 0.25: amount learning: no earlier run to compare with,"
                + " learning",
            "row_count_anomaly: learning from 0 of 8 earlier runs, learning");
    assertThat(second.alerts())
        .extracting(ObservabilityTest::line)
        .containsExactly(
            "age_hours > 26: published data is 0 h old, ok",
            "row_count_change > 50%: 40 after 100 (-60%), fires",
            "quality_check_failed: 3 rules hold, ok",
            "schema_drift: orders.amount became decimal(10,2), was decimal(12,2);"
                + " orders.note (string) was added, fires",
            "value_distribution_psi.amount > 0.25: amount PSI 18.42, fires",
            "row_count_anomaly: learning from 1 of 8 earlier runs, learning");
    assertThat(second.notes())
        .containsExactly(
            "Since run %s, input column orders.amount became decimal(10,2), was decimal(12,2)"
                .formatted(first.identity().runId()),
            "Since run %s, input column orders.note (string) was added"
                .formatted(first.identity().runId()));
    assertThat(second.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(
            system(workspace, "alerts")
                .where("run_id = '" + second.identity().runId() + "' AND state = 'fires'")
                .select("type", "condition", "severity", "actual")
                .orderBy("type", "condition")
                .toJSON()
                .collectAsList())
        .containsExactly(
            "{\"type\":\"drift\",\"condition\":\"schema_drift\",\"severity\":\"error\",\"actual\":"
                + "\"orders.amount became decimal(10,2), was decimal(12,2); orders.note (string)"
                + " was added\"}",
            "{\"type\":\"drift\",\"condition\":\"value_distribution_psi.amount > 0.25\",\"severity\":"
                + "\"warning\",\"actual\":\"amount PSI 18.42\"}",
            "{\"type\":\"volume\",\"condition\":\"row_count_change > 50%\",\"severity\":\"warning\","
                + "\"actual\":\"40 after 100 (-60%)\"}");
  }

  @Test
  void tellsOfOldDataWhenARunIsRejected() {
    Workspace workspace =
        watched("gate", ALERTS).input("orders", Orders.rows(1, 10, "2024-01-14", 5));
    workspace.run(Orders.NAME);
    workspace.later(27 * 3600).input("orders", Orders.rows(1, 10, "2024-01-14", -5));

    RunReport rejected = workspace.run(Orders.NAME);

    assertThat(rejected.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(rejected.alerts())
        .extracting(ObservabilityTest::line)
        .startsWith(
            "age_hours > 26: published data is 27 h old, fires",
            "row_count_change > 50%: 0 after 10 (-100%), fires",
            "quality_check_failed: 1 of 3 rules failed: amount_min, fires");
  }

  @Test
  void doesNotLetAnAlertPassThatNobodyCanJudge() {
    Workspace workspace =
        watched("gate", "    alerts: [{type: quality, condition: mean.weight > 3}]\n")
            .input(
                "orders",
                Orders.rows(1, 10, "2024-01-14", 5)
                    .replace(" FROM", ", CAST(NULL AS DOUBLE) AS weight FROM"));

    RunReport report = workspace.run(Orders.NAME);

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(report.exitCode()).isEqualTo(ExitCode.UNMEASURED);
    assertThat(report.problems())
        .containsExactly(
            new Problem(
                "Alert 'mean.weight > 3' could not be judged: mean.weight: no row has a value",
                "measure what it is about on rows that have it, or take the alert out"));
    assertThat(
            new RunRecords(workspace.spark(), workspace.environment())
                .exists(report.identity().runId()))
        .isTrue();
  }

  @Test
  void namesEveryMetricAndAlertThatCannotBeMeasuredBeforeItStarts() {
    Workspace workspace =
        watched(
                "gate",
                """
                    metrics: [{name: avg_prize, expression: avg(prize)}]
                    alerts: [{type: volume, condition: rows > 5}]
                """)
            .input("orders", Orders.rows(1, 10, "2024-01-14", 5));

    RunReport report = workspace.run(Orders.NAME);

    assertThat(report.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(report.problems())
        .extracting(Problem::problem)
        .containsExactly("alert 'rows > 5' is about 'rows', which is not measured");
    assertThat(workspace.tableFiles(Orders.NAME)).isEmpty();
  }

  @Test
  void readsAndExtendsAMetricsTableOfAnEarlierVersion() {
    Workspace workspace =
        watched("gate", ALERTS).input("orders", Orders.rows(1, 10, "2024-01-14", 5));
    workspace
        .spark()
        .sql(
            "SELECT CAST(id AS STRING) AS run_id, 'sales.orders' AS product, '1.0.0' AS"
                + " contract_version, TIMESTAMP'2024-01-01 02:00:00Z' + make_dt_interval(id) AS"
                + " started_at, 'row_count' AS name, CAST(NULL AS STRING) AS column_name,"
                + " 1000D AS value FROM range(12)")
        .write()
        .format("delta")
        .save(SystemTables.pathOf(workspace.environment(), "metrics"));

    RunReport report = workspace.run(Orders.NAME);

    assertThat(line(report.alerts().get(5)))
        .isEqualTo("row_count_anomaly: 10 where 930 to 1,070 is usual, from 12 runs, fires");
    assertThat(
            system(workspace, "metrics")
                .where("name = 'row_count'")
                .groupBy("outcome")
                .count()
                .orderBy("outcome")
                .toJSON()
                .collectAsList())
        .containsExactly("{\"count\":12}", "{\"outcome\":\"published\",\"count\":1}");
  }

  private Workspace watched(String publisher, String observability) {
    Workspace workspace = Orders.workspace(folder.resolve(publisher), publisher, "full");
    String contract =
        Orders.contract("1.0.0", "full")
            .replace(
                "sla:\n",
                "    - {name: weight, type: double}\nobservability:\n"
                    + observability.indent(0)
                    + "sla:\n");
    return workspace.write(
        "products/orders/data_product.yaml",
        observability.contains("weight")
            ? contract
            : contract.replace("    - {name: weight, type: double}\n", ""));
  }

  private static Dataset<Row> system(Workspace workspace, String table) {
    return workspace
        .spark()
        .read()
        .format("delta")
        .load(SystemTables.pathOf(workspace.environment(), table));
  }

  private static String line(AlertResult result) {
    return "%s: %s, %s".formatted(result.alert().condition(), result.actual(), result.state());
  }

  private static String line(RunReport.Measured metric) {
    return metric.name()
        + metric.column().map(column -> "." + column).orElse("")
        + " "
        + metric.value();
  }
}
