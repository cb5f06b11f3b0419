package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ExitCode;
import io.meshwright.pipeline.KilledRun.Moment;
import io.meshwright.pipeline.KilledRun.Work;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Corrected rows leave quarantine for the published table, once, and only if they keep the
 * contract.
 */
class RequeueTest {

  private static final String DAY = "2024-01-14";

  /** Orders 1 to 20, of which the last three are bad within the rule's tolerance. */
  private static final String ORDERS =
      Orders.rows(1, 17, DAY, 5) + " UNION ALL " + Orders.rows(18, 20, DAY, -1);

  /** Makes every amount of quarantine positive. */
  static final RequeueRequest REQUEST =
      new RequeueRequest(
          Workspace.DAY, QuarantineSelection.ALL, set("amount = CAST(-amount AS DECIMAL(12,2))"));

  @TempDir Path folder;

  private Workspace workspace;

  @Test
  void publishesThreeCorrectedRowsAndEmptiesQuarantine() {
    assertRequeues("gate", "full");
  }

  @ParameterizedTest
  @CsvSource({
    "gate, slice",
    "gate, append",
    "gate, 'merge, keys: [order_id]'",
    "checkpoint, append",
  })
  void requeuesInEveryOtherWriteMode(String publisher, String write) {
    FullTests.assumeAsked("One kind of write is like another");
    assertRequeues(publisher, write);
  }

  @Test
  void publishesOnceWhenKilledBeforeQuarantineIsEmpty() {
    FullTests.assumeAsked("Each kill costs a JVM");
    workspace = published("gate", "full");

    KilledRun.start(folder, "gate", Moment.COMMITTED, Work.REQUEUE);

    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 20));
    assertThat(workspace.quarantined(Orders.NAME).count()).isEqualTo(3);
    RunReport again = requeue(REQUEST);
    assertThat(again.outcome()).isEqualTo(Outcome.ALREADY_PUBLISHED);
    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 20));
    assertThat(workspace.quarantined(Orders.NAME).count()).isZero();
    assertRecordedOnce(again.identity().runId());
  }

  @Test
  void startsAgainWhenKilledBeforeTheCommit() {
    FullTests.assumeAsked("Each kill costs a JVM");
    workspace = published("gate", "full");

    KilledRun.start(folder, "gate", Moment.COMMITTING, Work.REQUEUE);

    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 17));
    assertThat(requeue(REQUEST).outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 20));
    assertThat(workspace.quarantined(Orders.NAME).count()).isZero();
  }

  /** The file is corrected twice: at first one row is still bad, and one takes a published key. */
  @Test
  void leavesRowsThatStillBreakARuleWithTheirNewReasons() throws IOException {
    workspace = published("gate", "full");
    Path file = export();
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0))
        .matches(
            "\\{\"mesh_id\":\"[0-9a-f]{16}\",\"mesh_rules\":\\[\"amount_min\"],"
                + "\"order_id\":\"\\d+\",\"order_date\":\"2024-01-14\",\"amount\":-1.00}");
    write(file, line -> line.contains("\"19\"") ? line : line.replace("-1.00", "7"));
    write(file, line -> line.replace("\"20\"", "\"1\""));

    RunReport first = requeue(from(file));

    assertThat(first.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(first.rows()).isEqualTo(new RunReport.Rows(3, 1, 2));
    assertThat(results(first))
        .containsExactly(
            "primary_key tolerated: 1 of 3 rows break it",
            "amount_min tolerated: 1 of 3 rows break it",
            "as_many_as_orders passed: query gave 0");
    assertThat(first.explanations())
        .extracting(found -> found.rule() + " " + found.examples())
        .containsExactly(
            "primary_key [{\"order_id\":\"20\",\"order_date\":\"2024-01-14\",\"amount\":-1.00}]",
            "amount_min [{\"order_id\":\"19\",\"amount\":-1.00,\"order_date\":\"2024-01-14\"}]");
    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 18));
    assertThat(reasons(first))
        .containsExactly(
            "19 amount_min -1.00 " + first.identity().runId(),
            "20 primary_key 1 " + first.identity().runId());

    write(
        file,
        line -> line.replace("-1.00", "7").replace("\"order_id\":\"1\"", "\"order_id\":\"20\""));
    workspace.later(60);
    RunReport second = requeue(from(file));

    assertThat(second.rows()).isEqualTo(new RunReport.Rows(2, 2, 0));
    assertThat(second.notes())
        .contains(
            "Not in quarantine: 1 of the rows in the file. They were requeued or purged before, or are"
                + " of a run that ended otherwise than --outcome says");
    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 20));
    assertThat(workspace.quarantined(Orders.NAME).count()).isZero();
    assertThatThrownBy(() -> requeue(from(file)))
        .isInstanceOfSatisfying(
            StageFailedException.class,
            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNMEASURED))
        .hasMessageStartingWith(
            "No row of %s is in the quarantine of sales.orders%n".formatted(file));
  }

  @Test
  void publishesNothingThatWouldBreakAPromiseAboutTheWholeTable() {
    workspace =
        Orders.workspace(folder, "gate", "full")
            .input("orders", ORDERS)
            .write(
                "products/orders/data_product.yaml",
                Orders.contract("1.0.0", "full")
                    .replace(
                        "quality_checks:\n",
                        """
                        quality_checks:
                            - {name: at_most_19, query: SELECT COUNT(*) FROM self, threshold: 19}
                        """));
    workspace.run(Orders.NAME);
    List<String> before = workspace.tableFiles(Orders.NAME);

    RunReport report =
        workspace.later(60).pipeline(Orders.NAME).requeue(workspace.spark(), REQUEST);

    assertThat(report.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(results(report)).contains("at_most_19 failed: query gave 20");
    assertThat(workspace.tableFiles(Orders.NAME)).isEqualTo(before);
    assertThat(workspace.quarantined(Orders.NAME).count()).isEqualTo(3);
  }

  @Test
  void refusesAProductThatIsNotPublished() {
    workspace = Orders.workspace(folder, "gate", "full");

    assertThatThrownBy(() -> requeue(REQUEST))
        .isInstanceOf(StageFailedException.class)
        .hasMessage(
            """
            Cannot requeue rows of sales.orders: it is not published yet
                fix: run it first: a requeue adds rows to what is published""");
  }

  private void assertRequeues(String publisher, String write) {
    workspace = published(publisher, write);
    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 17));

    RunReport report = requeue(REQUEST);

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(report.rows()).isEqualTo(new RunReport.Rows(3, 3, 0));
    assertThat(report.identity().runId()).matches("requeue-[0-9a-f]{16}");
    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 20));
    assertThat(workspace.quarantined(Orders.NAME).count()).isZero();
    assertRecordedOnce(report.identity().runId());
    assertThat(requeue(REQUEST).outcome()).isEqualTo(Outcome.KEPT);
    assertThat(workspace.later(60).run(Orders.NAME).outcome()).isEqualTo(Outcome.ALREADY_PUBLISHED);
    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 20));
  }

  private void assertRecordedOnce(String runId) {
    assertThat(workspace.path("mesh/_mesh/runs/" + runId + ".json")).exists();
    assertThat(
            workspace
                .spark()
                .read()
                .format("delta")
                .load(workspace.path("mesh/_mesh/system/runs").toString())
                .where("run_id = '" + runId + "'")
                .count())
        .isOne();
  }

  /** Rows of quarantine that a requeue left there, and why. */
  private List<String> reasons(RunReport report) {
    return workspace
        .quarantined(Orders.NAME)
        .selectExpr("row.order_id", "inline(violations)")
        .selectExpr("concat_ws(' ', order_id, rule, value, run_id) AS reason")
        .where("reason LIKE '%" + report.identity().runId() + "'")
        .orderBy("reason")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private static List<String> results(RunReport report) {
    return report.rules().stream()
        .map(result -> result.rule().name() + " " + result.verdict() + ": " + result.actual())
        .toList();
  }

  private static RequeueRequest from(Path file) {
    return new RequeueRequest(Workspace.DAY, QuarantineSelection.ALL, new Correction.Edits(file));
  }

  private static Correction set(String... assignments) {
    return new Correction.Sql(
        Optional.empty(), List.of(assignments).stream().map(Correction.Assignment::parse).toList());
  }

  private Workspace published(String publisher, String write) {
    Workspace made = Orders.workspace(folder, publisher, write).input("orders", ORDERS);
    made.run(Orders.NAME);
    return made.later(60);
  }

  private RunReport requeue(RequeueRequest request) {
    return workspace.pipeline(Orders.NAME).requeue(workspace.spark(), request);
  }

  private Path export() throws IOException {
    StringWriter text = new StringWriter();
    workspace
        .pipeline(Orders.NAME)
        .quarantine(workspace.spark())
        .export(QuarantineSelection.ALL, text);
    workspace.write("edits.jsonl", text.toString());
    return workspace.path("edits.jsonl");
  }

  private static void write(Path file, UnaryOperator<String> edit) throws IOException {
    Files.write(file, Files.readAllLines(file).stream().map(edit).toList());
  }
}
