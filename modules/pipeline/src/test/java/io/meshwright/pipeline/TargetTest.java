package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table a product is published as: how it is created, and what is found in its place. */
class TargetTest {

  private static final String GOOD =
      "SELECT CAST(id AS STRING) AS order_id, DATE'2024-01-14' AS order_date,"
          + " 'ada@example.org' AS email, CAST(id AS DECIMAL(12,2)) AS amount, true AS gift, array('new') AS tags FROM range(1, 6)";

  private static final String BAD = GOOD.replace("CAST(id AS DEC", "CAST(-id AS DEC");

  private static final String CONTRACT =
      """
      name: orders
      domain: sales
      version: 2.1.0
      owner: {team: sales}
      description: All orders, one row each.
      access:
        read:
          - domain: finance
      schema:
        type: delta
        location: s3://lake/published/orders/
        partitioned_by: [order_date]
        fields:
          - {name: order_id, type: string, is_primary_key: true, description: "The shop's number"}
          - {name: order_date, type: date}
          - {name: email, type: string, is_pii: true, pii_category: contact}
          - name: amount
            type: decimal(12,2)
            constraints:
              - min: 0
          - {name: order_year, type: int, generated: year(order_date)}
          - {name: gift, type: boolean}
          - {name: tags, type: array<string>}
      inputs:
        - {name: orders, format: parquet, path: s3://lake/raw/orders}
      transform: {sql: transform.sql}
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
  void createsTheTableThatTheContractPromises() throws Exception {
    workspace.input("orders", GOOD);

    RunReport report = workspace.run("orders");

    assertThat(report.problems()).isEmpty();
    assertThat(location()).hasToString(folder.resolve("lake/published/orders/v2").toString());
    assertThat(Arrays.stream(workspace.published("orders").schema().fields()).map(TargetTest::line))
        .containsExactly(
            "order_id string not null, The shop's number",
            "order_date date",
            "email string",
            "amount decimal(12,2)",
            "order_year int",
            "gift boolean",
            "tags array<string>");
    Row detail = table().detail().select("description", "partitionColumns", "properties").head();
    assertThat(detail.getString(0)).isEqualTo("All orders, one row each.");
    assertThat(detail.<String>getList(1)).containsExactly("order_date");
    assertThat(detail.<String, String>getJavaMap(2))
        .containsAllEntriesOf(
            Map.of(
                "mesh.contract.name",
                "sales.orders",
                "mesh.contract.version",
                "2.1.0",
                "mesh.contract.hash",
                ContractWriter.hash(workspace.pipeline("orders").contract()),
                "mesh.contract.read",
                "domain: finance",
                "delta.dataSkippingStatsColumns",
                "`order_id`,`amount`,`order_year`"))
        .containsKey("delta.constraints.amount_min");
    assertThat(log(0)).contains("delta.generationExpression").contains("year(order_date)");
    assertThat(workspace.published("orders").select("order_year").distinct().collectAsList())
        .extracting(row -> row.getInt(0))
        .containsExactly(2024);
  }

  @Test
  void keepsPersonalDataOutOfTheLog() throws Exception {
    workspace.input("orders", GOOD);

    workspace.run("orders");

    assertThat(log(1)).contains("numRecords").doesNotContain("ada@example.org");
  }

  @Test
  void holdsEveryOtherWriterToTheContract() {
    workspace.input("orders", GOOD);
    workspace.run("orders");

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    workspace
                        .spark()
                        .sql("UPDATE delta.`%s` SET amount = -1".formatted(location()))))
        .hasStackTraceContaining("CHECK constraint amount_min");
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    workspace
                        .spark()
                        .sql("UPDATE delta.`%s` SET order_id = NULL".formatted(location()))))
        .hasStackTraceContaining("NOT NULL constraint violated for column: order_id");
  }

  @Test
  void leavesNoTableBehindWhenItsFirstRunIsRejected() {
    workspace.input("orders", BAD);

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(report.table().versionBefore()).isEmpty();
    assertThat(location()).doesNotExist();
    assertThat(workspace.later(60).input("orders", GOOD).run("orders").outcome())
        .isEqualTo(Outcome.PUBLISHED);
  }

  @Test
  void saysWhereItCannotWrite() {
    workspace
        .input("orders", GOOD)
        .write("lake/published/orders", "a file, where a folder should be");

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(report.problems()).hasSize(1);
    assertThat(report.problems().get(0).toString())
        .contains(location().toString())
        .contains("mesh.storage");
  }

  @Test
  void touchesNoFilesThatAreNoTable() {
    workspace.input("orders", GOOD).write("lake/published/orders/v2/accounts.csv", "1,2");

    RunReport report = workspace.run("orders");

    assertThat(report.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(report.problems())
        .extracting(Problem::toString)
        .containsExactly(
            """
            Cannot publish to '%s': there are files, but no Delta table
                fix: move the files away, or give the contract another location\
            """
                .formatted(location()));
    assertThat(workspace.tableFiles("orders")).containsExactly("accounts.csv 3");
  }

  /** A backfill starts the first runs of several days at once. */
  @Test
  void waitsForARunThatIsCreatingTheTable() throws Exception {
    workspace.input("orders", GOOD);
    workspace.run("orders");
    Path other = folder.resolve("lake/published/orders/other");
    Path log = Files.createDirectories(other.resolve("_delta_log"));
    TargetTable table =
        new TargetTable(
            workspace.spark(), workspace.pipeline("orders").contract(), other.toString(), Map.of());

    CompletableFuture<Boolean> created = CompletableFuture.supplyAsync(table::createIfMissing);
    String first = "_delta_log/00000000000000000000.json";
    TimeUnit.MILLISECONDS.sleep(300);
    Files.copy(location().resolve(first), log.resolve("first.tmp"));
    Files.move(log.resolve("first.tmp"), other.resolve(first));

    assertThat(created).succeedsWithin(1, TimeUnit.MINUTES);
    assertThat(table.history().latest()).contains(0L);
    assertThat(table.read().count()).isZero();
  }

  @Test
  void namesEveryDifferenceBetweenTableAndContract() {
    workspace
        .spark()
        .sql(
            """
            CREATE TABLE delta.`%s` (
              order_id STRING,
              order_date DATE,
              amount DOUBLE,
              order_year INT,
              note STRING)
            USING delta
            PARTITIONED BY (order_year)
            TBLPROPERTIES (
              'delta.constraints.amount_min' = 'amount > 7',
              'delta.constraints.mine' = 'length(note) > 0')
            """
                .formatted(location()));
    workspace
        .spark()
        .sql(
            "INSERT INTO delta.`%s` VALUES ('1', DATE'2024-01-14', 9, 2024, 'x')"
                .formatted(location()));
    List<String> before = workspace.tableFiles("orders");
    workspace.input("orders", GOOD);

    RunReport report = workspace.run("orders");

    String table = "the published table of sales.orders ";
    assertThat(report.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(report.problems())
        .extracting(problem -> problem.toString().lines().findFirst().orElseThrow())
        .containsExactly(
            table + "has 'order_id' as string, the contract says string not null",
            table + "has no column 'email' (STRING)",
            table + "has 'amount' as double, the contract says decimal(12,2)",
            table + "has no column 'gift' (BOOLEAN)",
            table + "has no column 'tags' (ARRAY<STRING>)",
            table + "has a column 'note' that the contract does not have",
            table + "is partitioned by [order_year], the contract says [order_date]",
            table + "enforces 'amount_min', which the contract does not say: amount > 7",
            table + "enforces 'mine', which the contract does not say: length(note) > 0");
    assertThat(workspace.tableFiles("orders")).isEqualTo(before);
  }

  @Test
  void publishesAgainAfterARollback() {
    workspace.input("orders", GOOD);
    RunReport good = workspace.run("orders");
    workspace.later(60).input("orders", GOOD.replace("range(1, 6)", "range(1, 9)"));
    RunReport withdrawn = workspace.run("orders");
    table().restoreToVersion(good.table().versionAfter().orElseThrow());

    RunReport same = workspace.later(60).run("orders");
    long rowsOfSame = workspace.published("orders").count();
    RunReport again =
        workspace.later(60).run("orders", new RunRequest(Workspace.DAY, Optional.empty(), 2));

    assertThat(same.outcome()).isEqualTo(Outcome.ALREADY_PUBLISHED);
    assertThat(rowsOfSame).isEqualTo(5);
    assertThat(again.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(again.identity().runId()).isEqualTo(withdrawn.identity().runId() + "-2");
    assertThat(workspace.published("orders").count()).isEqualTo(8);
  }

  @Test
  void takesAnAttemptOfANamedRunForAnotherRun() {
    workspace.input("orders", GOOD);
    workspace.run("orders", new RunRequest(Workspace.DAY, Optional.of("nightly"), 1));

    RunReport again =
        workspace.later(60).run("orders", new RunRequest(Workspace.DAY, Optional.of("nightly"), 2));

    assertThat(again.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(again.identity().runId()).isEqualTo("nightly-2");
  }

  @Test
  void publishesAndSaysSoWhenItCannotKeepRecords() {
    workspace.input("orders", GOOD).write("mesh/_mesh", "a file, where a folder should be");

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(report.exitCode()).isEqualTo(ExitCode.UNEXPECTED);
    assertThat(report.problems())
        .extracting(Problem::toString)
        .anyMatch(
            problem -> problem.startsWith("The run was published, but could not be recorded"));
    assertThat(workspace.published("orders").count()).isEqualTo(5);
  }

  private Path location() {
    return Path.of(workspace.pipeline("orders").location());
  }

  private DeltaTable table() {
    return DeltaTable.forPath(workspace.spark(), location().toString());
  }

  private String log(int version) throws Exception {
    return Files.readString(location().resolve("_delta_log/%020d.json".formatted(version)));
  }

  private static String line(StructField field) {
    return field.name()
        + " "
        + field.dataType().catalogString()
        + (field.nullable() ? "" : " not null")
        + (field.getComment().isDefined() ? ", " + field.getComment().get() : "");
  }
}
