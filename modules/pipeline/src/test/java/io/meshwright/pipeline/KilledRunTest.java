package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import io.meshwright.pipeline.KilledRun.Moment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that is killed leaves the table as it was, and is simply started again. */
class KilledRunTest {

  private static final String DAY = "2024-01-14";

  /** Orders 1 to 10. */
  private static final String FIRST = Orders.rows(1, 10, DAY, 5);

  /** Orders 6 to 15, of which one is bad within its tolerance. */
  private static final String SECOND =
      Orders.rows(6, 14, DAY, 7) + " UNION ALL " + Orders.rows(15, 15, DAY, -1);

  @TempDir Path folder;

  private Workspace workspace;

  /** What a reader sees of the table. */
  private record Seen(long version, List<String> files, List<String> rows) {}

  @Test
  void startsAgainAfterAKillBehindItsCommit() {
    survives("gate", "full", Moment.COMMITTED);
  }

  @ParameterizedTest
  @CsvSource({
    "gate, EXTRACTING",
    "gate, TRANSFORMING",
    "gate, VALIDATING",
    "gate, WRITING",
    "gate, COMMITTING",
    "checkpoint, EXTRACTING",
    "checkpoint, TRANSFORMING",
    "checkpoint, VALIDATING",
    "checkpoint, COMMITTING",
    "checkpoint, COMMITTED",
  })
  void startsAgainAfterAKillInEveryOtherStage(String publisher, Moment moment) {
    FullTests.assumeAsked("Each kill costs a JVM");
    survives(publisher, "full", moment);
  }

  @ParameterizedTest
  @CsvSource({
    "slice, WRITING",
    "slice, COMMITTED",
    "append, WRITING",
    "append, COMMITTED",
    "'merge, keys: [order_id]', COMMITTING",
    "'merge, keys: [order_id]', COMMITTED",
  })
  void startsAgainInEveryOtherWriteMode(String write, Moment moment) {
    FullTests.assumeAsked("Each kill costs a JVM");
    survives("gate", write, moment);
  }

  @ParameterizedTest
  @EnumSource(
      value = Moment.class,
      names = {"VALIDATING", "WRITING", "COMMITTING", "COMMITTED"})
  void startsAgainWhenItsFirstRunWasKilled(Moment moment) {
    FullTests.assumeAsked("Each kill costs a JVM");
    workspace = Orders.workspace(folder, "gate", "full").input("orders", FIRST);

    KilledRun.start(folder, "gate", moment);
    RunReport again = workspace.later(120).run(Orders.NAME);

    assertThat(again.outcome())
        .isEqualTo(moment == Moment.COMMITTED ? Outcome.ALREADY_PUBLISHED : Outcome.PUBLISHED);
    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 10));
    assertThat(commitsOf(again.identity().runId())).isOne();
    assertRecordedOnce(again.identity().runId());
  }

  /** Killed between the rows of the system tables and {@code run.json}, which comes last. */
  @Test
  void recordsARunOnceWhenOnlyItsReportIsMissing() throws Exception {
    workspace = Orders.workspace(folder, "gate", "full").input("orders", FIRST);
    RunReport published = workspace.run(Orders.NAME);
    Files.delete(report(published.identity().runId()));

    RunReport again = workspace.later(120).run(Orders.NAME);

    assertThat(again.outcome()).isEqualTo(Outcome.ALREADY_PUBLISHED);
    assertRecordedOnce(published.identity().runId());
    assertThat(system("runs").select("outcome").head().getString(0)).isEqualTo("published");
    assertThat(system("rule_results").where("rule = 'primary_key'").count()).isOne();
  }

  /** Killed between the commit and the statement that says which contract the table now holds. */
  @Test
  void stampsTheContractThatAKilledRunDidNot() {
    workspace = Orders.workspace(folder, "gate", "full").input("orders", FIRST);
    workspace.run(Orders.NAME);
    workspace.write("products/orders/data_product.yaml", Orders.contract("1.1.0", "full"));
    RunListener death =
        new RunListener() {
          @Override
          public void committed() {
            throw new Death();
          }
        };
    Pipeline dying = workspace.later(60).pipeline(Orders.NAME).listening(death);
    assertThatThrownBy(() -> dying.run(workspace.spark(), RunRequest.of(Workspace.DAY)))
        .isInstanceOf(Death.class);
    assertThat(contractVersion()).isEqualTo("1.0.0");

    workspace.later(120).run(Orders.NAME);

    assertThat(contractVersion()).isEqualTo("1.1.0");
  }

  private String contractVersion() {
    return table()
        .detail()
        .select("properties")
        .head()
        .<String, String>getJavaMap(0)
        .get("mesh.contract.version");
  }

  private void survives(String publisher, String write, Moment moment) {
    workspace = Orders.workspace(folder, publisher, write).input("orders", FIRST);
    workspace.run(Orders.NAME);
    Seen before = seen();
    workspace.input("orders", write.equals("append") ? Orders.rows(11, 15, DAY, 7) : SECOND);

    KilledRun.start(folder, publisher, moment);

    if (moment != Moment.COMMITTED) {
      assertThat(seen()).isEqualTo(before);
    }
    RunReport again = workspace.later(120).run(Orders.NAME);
    String runId = again.identity().runId();
    assertThat(again.outcome())
        .isEqualTo(moment == Moment.COMMITTED ? Outcome.ALREADY_PUBLISHED : Outcome.PUBLISHED);
    assertThat(Orders.ids(workspace))
        .isEqualTo(
            switch (write) {
              case "full", "slice" -> Orders.numbers(6, 14);
              case "append" -> Orders.numbers(1, 15);
              default -> Orders.numbers(1, 14);
            });
    assertThat(commitsOf(runId)).isOne();
    assertRecordedOnce(runId);
    if (!write.equals("append")) {
      assertThat(workspace.quarantined(Orders.NAME).selectExpr("row.order_id").collectAsList())
          .extracting(row -> row.getString(0))
          .containsExactly("15");
    }

    Seen after = seen();
    assertThat(workspace.later(60).run(Orders.NAME).outcome()).isEqualTo(Outcome.ALREADY_PUBLISHED);
    assertThat(seen()).isEqualTo(after);
    assertRecordedOnce(runId);
  }

  private Seen seen() {
    long version = table().history(1).select("version").head().getLong(0);
    List<String> files =
        Arrays.stream(workspace.published(Orders.NAME).inputFiles()).sorted().toList();
    return new Seen(version, files, workspace.rows(Orders.NAME));
  }

  private long commitsOf(String runId) {
    return table().history().where("userMetadata LIKE '%" + runId + "%'").count();
  }

  private void assertRecordedOnce(String runId) {
    assertThat(report(runId)).exists();
    assertThat(system("runs").where("run_id = '" + runId + "'").count()).isOne();
  }

  private Path report(String runId) {
    return workspace.path("mesh/_mesh/runs/" + runId + ".json");
  }

  private Dataset<Row> system(String name) {
    return workspace
        .spark()
        .read()
        .format("delta")
        .load(workspace.path("mesh/_mesh/system/" + name).toString());
  }

  private DeltaTable table() {
    return DeltaTable.forPath(workspace.spark(), location());
  }

  private String location() {
    return workspace.pipeline(Orders.NAME).location();
  }
}
