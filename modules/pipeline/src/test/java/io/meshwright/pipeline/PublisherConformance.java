package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.ExitCode;
import io.meshwright.quality.RuleResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link Publisher} must do. A publisher's own test extends this and names it; verdicts,
 * rows and reports are the same for all.
 */
abstract class PublisherConformance {

  private static final String TEN_GOOD_ORDERS =
      "SELECT CAST(id AS STRING) AS order_id, DATE'2024-01-14' AS order_date,"
          + " CAST(id * 10 AS DECIMAL(12,2)) AS amount, 'open' AS status FROM range(1, 11)";

  @TempDir Path folder;

  private Workspace workspace;

  /** The value of {@code mesh.publisher} that chooses this publisher. */
  abstract String publisher();

  @BeforeEach
  void setUp() {
    workspace = new Workspace(folder, publisher());
    workspace.write("products/orders/transform.sql", "SELECT * FROM orders");
    contract("0%", "");
  }

  @Test
  void publishesRowsThatKeepEveryPromise() {
    workspace.input("orders", TEN_GOOD_ORDERS);

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(report.rows()).isEqualTo(new RunReport.Rows(10, 10, 0));
    assertThat(report.rules())
        .extracting(PublisherConformance::line)
        .containsExactly(
            "primary_key | order_id unique and not null | 0 of 10 rows break it | key pass | passed",
            "amount_min | amount >= 0 | 0 of 10 rows break it | in flight | passed",
            "status_in | status in (open, closed) | 0 of 10 rows break it | in flight | passed",
            "no_zero | query <= 0 | query gave 0 | in flight | passed",
            "as_many_as_orders | query <= 0 | query gave 0 | query | passed",
            "sla_completeness | all cells complete >= 99% | 100% complete (40 of 40 cells) | in flight | passed");
    assertThat(report.table().versionAfter()).isPresent();
    assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(workspace.published("orders").count()).isEqualTo(10);
  }

  @Test
  void setsAsideRowsWithinTheToleranceAndSaysWhy() {
    contract("20%", "");
    workspace.input("orders", withBadRows(2));

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(report.rows()).isEqualTo(new RunReport.Rows(10, 8, 2));
    assertThat(report.rules())
        .extracting(PublisherConformance::line)
        .contains(
            "status_in | status in (open, closed), tolerating 20% | 2 of 10 rows break it (20%) | in flight | tolerated");
    assertThat(workspace.published("orders").count()).isEqualTo(8);
    assertThat(
            workspace
                .quarantined("orders")
                .selectExpr("row.order_id", "violations", "outcome", "run_id")
                .toJSON()
                .collectAsList())
        .containsExactlyInAnyOrder(
            quarantined("1", report.identity().runId()),
            quarantined("2", report.identity().runId()));
  }

  @Test
  void publishesNothingBeyondTheTolerance() {
    workspace.input("orders", TEN_GOOD_ORDERS);
    workspace.run("orders");
    List<String> before = workspace.tableFiles("orders");
    workspace.later(60).input("orders", withBadRows(3));

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(report.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(report.rows()).isEqualTo(new RunReport.Rows(10, 0, 3));
    assertThat(workspace.tableFiles("orders")).isEqualTo(before);
    assertThat(workspace.quarantined("orders").select("outcome").distinct().collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("rejected");
  }

  @Test
  void publishesNothingWhenAKeyIsShared() {
    workspace.input(
        "orders", TEN_GOOD_ORDERS + " UNION ALL SELECT '7', DATE'2024-01-14', 1, 'open'");

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(line(report.rules().get(0)))
        .isEqualTo(
            "primary_key | order_id unique and not null | 2 of 11 rows break it (18.19%) | key pass | failed");
    assertThat(report.rows()).isEqualTo(new RunReport.Rows(11, 0, 2));
    assertThat(workspace.tableFiles("orders")).isEmpty();
  }

  @Test
  void publishesNothingWhenAKeyIsNull() {
    workspace.input(
        "orders", TEN_GOOD_ORDERS + " UNION ALL SELECT NULL, DATE'2024-01-14', 1, 'open'");

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(report.rows()).isEqualTo(new RunReport.Rows(11, 0, 1));
    assertThat(line(report.rules().get(0)))
        .isEqualTo(
            "primary_key | order_id unique and not null | 1 of 11 rows break it (9.1%) | key pass | failed");
  }

  @Test
  void doesNothingTheSecondTime() {
    workspace.input("orders", TEN_GOOD_ORDERS);
    RunReport first = workspace.run("orders");
    List<String> before = workspace.tableFiles("orders");

    RunReport second = workspace.later(60).run("orders");

    assertThat(second.outcome()).isEqualTo(Outcome.ALREADY_PUBLISHED);
    assertThat(second.identity()).isEqualTo(first.identity());
    assertThat(workspace.tableFiles("orders")).isEqualTo(before);
  }

  @Test
  void showsWarningsAndPublishesAllTheSame() {
    contract("0%", "severity: warning");
    workspace.input("orders", withBadRows(4));

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(report.rows()).isEqualTo(new RunReport.Rows(10, 10, 0));
    assertThat(report.rules())
        .extracting(PublisherConformance::line)
        .contains(
            "status_in | status in (open, closed) | 4 of 10 rows break it (40%) | in flight | failed");
  }

  @Test
  void takesAnEmptyResultForAMistakeUnlessTold() {
    workspace.input("orders", TEN_GOOD_ORDERS + " WHERE false");

    RunReport failed = workspace.run("orders");
    RunReport kept =
        workspace
            .write(
                "products/orders/data_product.yaml", contractText("0%", "", "full, on_empty: keep"))
            .later(1)
            .run("orders");
    RunReport cleared =
        workspace
            .write(
                "products/orders/data_product.yaml",
                contractText("0%", "", "full, on_empty: clear"))
            .later(1)
            .run("orders");

    assertThat(failed.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(kept.outcome()).isEqualTo(Outcome.KEPT);
    assertThat(kept.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(cleared.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(workspace.published("orders").count()).isZero();
  }

  @Test
  void replacesOnlyTheSliceOfItsDay() {
    workspace.write("products/orders/data_product.yaml", contractText("0%", "", "slice"));
    workspace.input("orders", TEN_GOOD_ORDERS);
    workspace.run("orders");
    workspace
        .later(60)
        .input(
            "orders",
            TEN_GOOD_ORDERS
                .replace("2024-01-14", "2024-01-15")
                .replace("CAST(id AS", "CAST(id + 100 AS"));

    RunReport report = workspace.run("orders", RunRequest.of(Workspace.DAY.plusDays(1)));
    RunReport again =
        workspace.later(60).input("orders", TEN_GOOD_ORDERS + " LIMIT 4").run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(again.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(
            workspace
                .published("orders")
                .groupBy("order_date")
                .count()
                .orderBy("order_date")
                .toJSON()
                .collectAsList())
        .containsExactly(
            "{\"order_date\":\"2024-01-14\",\"count\":4}",
            "{\"order_date\":\"2024-01-15\",\"count\":10}");
  }

  @Test
  void refusesAKeyThatAnotherSliceHas() {
    workspace.write("products/orders/data_product.yaml", contractText("0%", "", "slice"));
    workspace.input("orders", TEN_GOOD_ORDERS);
    workspace.run("orders");
    workspace.later(60).input("orders", TEN_GOOD_ORDERS.replace("2024-01-14", "2024-01-15"));

    RunReport report = workspace.run("orders", RunRequest.of(Workspace.DAY.plusDays(1)));

    assertThat(report.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(report.rules().get(0).violations()).isEqualTo(10);
  }

  @Test
  void addsRowsButNoKeyTwice() {
    workspace.write("products/orders/data_product.yaml", contractText("0%", "", "append"));
    workspace.input("orders", TEN_GOOD_ORDERS);
    workspace.run("orders");
    workspace.later(60).input("orders", TEN_GOOD_ORDERS.replace("CAST(id AS", "CAST(id + 100 AS"));
    RunReport added = workspace.run("orders");
    workspace.later(60).input("orders", TEN_GOOD_ORDERS.replace("CAST(id AS", "CAST(id + 109 AS"));

    RunReport refused = workspace.run("orders");

    assertThat(added.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(refused.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(refused.rules().get(0).violations()).isEqualTo(1);
    assertThat(workspace.published("orders").count()).isEqualTo(20);
  }

  @Test
  void mergesByKey() {
    workspace.write(
        "products/orders/data_product.yaml", contractText("0%", "", "merge, keys: [order_id]"));
    workspace.input("orders", TEN_GOOD_ORDERS);
    workspace.run("orders");
    workspace
        .later(60)
        .input(
            "orders",
            TEN_GOOD_ORDERS.replace("range(1, 11)", "range(9, 13)").replace("'open'", "'closed'"));

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(
            workspace
                .published("orders")
                .groupBy("status")
                .count()
                .orderBy("status")
                .toJSON()
                .collectAsList())
        .containsExactly(
            "{\"status\":\"closed\",\"count\":4}", "{\"status\":\"open\",\"count\":8}");
  }

  private void contract(String tolerance, String more) {
    workspace.write("products/orders/data_product.yaml", contractText(tolerance, more, "full"));
  }

  private static String contractText(String tolerance, String more, String write) {
    String options = more.isEmpty() ? "tolerance: " + tolerance : more;
    return """
        name: orders
        domain: sales
        version: 1.0.0
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
            - name: status
              type: string
              constraints:
                - in: [open, closed]
                  %s
        sla:
          completeness: {min_threshold: 99%%}
          quality_checks:
            - name: no_zero
              query: SELECT COUNT(*) FROM self WHERE amount = 0
              threshold: 0
            - name: as_many_as_orders
              query: SELECT COUNT(*) FROM self s LEFT JOIN source o ON s.order_id = o.order_id WHERE o.order_id IS NULL
              threshold: 0
              tables: {source: orders}
        inputs:
          - {name: orders, format: parquet, path: s3://lake/raw/orders}
        transform: {sql: transform.sql}
        write: {mode: %s}
        """
        .formatted(options, write);
  }

  private static String withBadRows(int bad) {
    return TEN_GOOD_ORDERS.replace(
        "'open' AS status", "IF(id <= " + bad + ", 'lost', 'open') AS status");
  }

  private static String quarantined(String orderId, String runId) {
    return ("{'order_id':'%s','violations':[{'rule':'status_in','column':'status','value':'lost',"
            + "'message':'expected status in (open, closed), tolerating 20%%',"
            + "'contract_version':'1.0.0','run_id':'%s'}],'outcome':'published','run_id':'%s'}")
        .formatted(orderId, runId, runId)
        .replace('\'', '"');
  }

  private static String line(RuleResult result) {
    return String.join(
        " | ",
        List.of(
            result.rule().name(),
            result.expected(),
            result.actual(),
            result.method().toString(),
            result.verdict().toString()));
  }
}
