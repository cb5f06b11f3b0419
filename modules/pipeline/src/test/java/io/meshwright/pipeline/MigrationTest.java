package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A published table moves to a newer contract of its major, in place. */
class MigrationTest {

  private static final String NAME = "orders";

  private static final String FIELDS =
      """
          - {name: order_id, type: string, is_primary_key: true, description: The number}
          - {name: items, type: byte, constraints: [{min: 1}]}
          - {name: email, type: string, is_pii: true, pii_category: contact}
          - {name: amount, type: "decimal(12,2)", constraints: [{min: 0}, {max: 500}]}
      """;

  /** A new column in the middle, a wider type, a value required, a tighter limit, other words. */
  private static final String LATER =
      """
          - {name: order_id, type: string, is_primary_key: true, description: The shop's number}
          - {name: items, type: integer, constraints: [{min: 1}]}
          - {name: segment, type: string, description: What they are worth, constraints: [{in: [a, b]}]}
          - {name: email, type: string, is_pii: true, pii_category: contact, constraints: [not_null]}
          - {name: amount, type: "decimal(12,2)", constraints: [{min: 0}, {max: 100}]}
      """;

  private static final List<String> STEPS =
      List.of(
          "allow wider types (readers then need Delta 3.2 or newer)",
          "drop constraint amount_max",
          "drop constraint items_min",
          "widen items to int",
          "add column segment",
          "add constraint mesh_required_email",
          "add constraint amount_max",
          "add constraint items_min",
          "add constraint segment_in",
          "describe order_id",
          "set delta.dataSkippingStatsColumns",
          "say that it holds sales.orders 2.1.0");

  private static final String ROWS =
      "SELECT CAST(id AS STRING) AS order_id, CAST(1 AS TINYINT) AS items,"
          + " concat(id, '@example.org') AS email, CAST(id * 10 AS DECIMAL(12,2)) AS amount"
          + " FROM range(1, 11)";

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void publishTheFirstVersion() {
    workspace =
        new Workspace(folder, "gate")
            .write("products/orders/transform.sql", "SELECT * FROM orders");
    contract("2.0.0", FIELDS);
    workspace.input(NAME, ROWS);
    assertThat(workspace.run(NAME).problems()).isEmpty();
  }

  @Test
  void isHeldToThePolicies() {
    workspace
        .set("mesh.policies", folder.resolve("policies").toString())
        .write(
            "policies/policy.yaml",
            """
            governance:
              global_policies:
                - name: pii_handling
                  mandatory: true
                  policy: |
                    - Mark PII fields in schema
            """);
    contract("2.1.0", LATER.replace(", pii_category: contact", ""));
    List<String> before = workspace.tableFiles(NAME);

    assertThatThrownBy(() -> migrate(step -> {}))
        .isInstanceOfSatisfying(
            StageFailedException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.DENIED);
              assertThat(e.problems())
                  .singleElement()
                  .extracting(Problem::problem, InstanceOfAssertFactories.STRING)
                  .contains("Policy pii_handling/pii_category denies it");
            });
    assertThat(workspace.tableFiles(NAME)).isEqualTo(before);
  }

  @Test
  void publishesTheNextMinorIntoTheSameTable() {
    String segment = "    - {name: customer_segment, type: string}\n";
    contract("2.1.0", FIELDS + segment);
    workspace.later(60).input(NAME, ROWS.replace("FROM", ", 'a' AS customer_segment FROM"));

    RunReport refused = workspace.run(NAME);
    MigrationPlan done = migrate(step -> {});
    List<String> old = workspace.rows(NAME);
    boolean isNull =
        workspace.published(NAME).where("customer_segment IS NULL").count() == old.size();
    RunReport report = workspace.run(NAME);

    assertThat(refused.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(refused.problems())
        .containsExactly(
            new Problem(
                "the published table of sales.orders has no column 'customer_segment' (STRING)",
                "mesh migrate sales.orders --apply; without --apply it shows what it would do"));
    assertThat(done.steps())
        .extracting(MigrationStep::name)
        .containsExactly(
            "add column customer_segment",
            "set delta.dataSkippingStatsColumns",
            "say that it holds sales.orders 2.1.0");
    assertThat(old).hasSize(10);
    assertThat(isNull).isTrue();
    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(report.table().location()).isEqualTo(refused.table().location()).endsWith("/v2");
    assertThat(workspace.published(NAME).where("customer_segment = 'a'").count()).isEqualTo(10);
  }

  @Test
  void endsInTheSameStateWhereverItIsKilled() {
    contract("2.1.0", LATER);
    List<String> rows = workspace.rows(NAME);
    List<String> first = new ArrayList<>();

    assertThatThrownBy(() -> migrate(killedAfter("drop constraint items_min", first)))
        .hasMessage("killed");
    List<String> second = new ArrayList<>();
    assertThatThrownBy(() -> migrate(killedAfter("add constraint amount_max", second)))
        .hasMessage("killed");
    List<String> third = new ArrayList<>();
    migrate(step -> third.add(step.name()));
    MigrationPlan nothing = Migration.of(workspace.spark(), workspace.pipeline(NAME)).plan();

    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    all.addAll(third);
    assertThat(all).containsExactlyElementsOf(STEPS);
    assertThat(nothing.isNothingToDo()).isTrue();
    assertThat(workspace.rows(NAME)).isEqualTo(rows);
    TableState state = TableState.of(table());
    assertThat(state.columns().toDDL())
        .isEqualTo(
            "order_id STRING NOT NULL COMMENT 'The shop\\'s number',items INT,"
                + "segment STRING COMMENT 'What they are worth',email STRING,amount DECIMAL(12,2)");
    assertThat(state.constraints().keySet())
        .containsExactly(
            "amount_max", "amount_min", "items_min", "mesh_required_email", "segment_in");
    assertThat(state.properties())
        .containsEntry("mesh.contract.version", "2.1.0")
        .containsEntry("delta.dataSkippingStatsColumns", "`order_id`,`items`,`segment`,`amount`");
    assertThat(
            table().history(STEPS.size()).select("userMetadata").collectAsList().stream()
                .map(row -> RunMetadata.read(row.getString(0)).path(Migration.STEP).asText()))
        .containsExactlyElementsOf(STEPS.stream().sorted((a, b) -> order(b) - order(a)).toList());
    workspace
        .later(60)
        .input(
            NAME,
            ROWS.replace("CAST(1 AS TINYINT)", "70000").replace("FROM", ", 'b' AS segment FROM"));
    assertThat(workspace.run(NAME).problems()).isEmpty();
  }

  @Test
  void doesNothingWherePublishedRowsBreakWhatTheTableIsToEnforce() {
    contract(
        "2.1.0",
        LATER
            .replace("{max: 100}", "{max: 80}")
            .replace("constraints: [not_null]", "constraints: [{pattern: '[1-9]@.*'}]"));
    List<String> files = workspace.tableFiles(NAME);

    MigrationPlan plan = migrate(step -> {});

    assertThat(plan.isRefused()).isTrue();
    assertThat(plan.refusals())
        .extracting(Problem::problem)
        .containsExactly(
            "the published table of sales.orders has rows that break 'email_pattern' (email matches"
                + " [1-9]@.*): 1 of 10, such as"
                + " {\"order_id\":\"10\",\"email\":\"***\",\"items\":1,\"amount\":100.00}",
            "the published table of sales.orders has rows that break 'amount_max' (amount <= 80): 2"
                + " of 10, such as"
                + " {\"order_id\":\"10\",\"amount\":100.00,\"items\":1,\"email\":\"***\"},"
                + " {\"order_id\":\"9\",\"amount\":90.00,\"items\":1,\"email\":\"***\"}");
    assertThat(workspace.tableFiles(NAME)).isEqualTo(files);
  }

  @Test
  void leavesALaterVersionAndAnUnpublishedProductAlone() {
    contract("2.0.0-beta.1", FIELDS);
    MigrationPlan back = Migration.of(workspace.spark(), workspace.pipeline(NAME)).plan();
    contract("3.0.0", FIELDS);
    MigrationPlan none = Migration.of(workspace.spark(), workspace.pipeline(NAME)).plan();

    assertThat(back.refusals())
        .containsExactly(
            new Problem(
                "the published table of sales.orders holds version 2.0.0, and the contract is"
                    + " 2.0.0-beta.1",
                "migrate with the contract of 2.0.0 or a later one: a table does not go back"));
    assertThat(none.isNothingToDo()).isTrue();
    assertThat(none.isPublished()).isFalse();
  }

  private static int order(String step) {
    return STEPS.indexOf(step);
  }

  private static Consumer<MigrationStep> killedAfter(String name, List<String> done) {
    return step -> {
      done.add(step.name());
      if (step.name().equals(name)) {
        throw new IllegalStateException("killed");
      }
    };
  }

  private MigrationPlan migrate(Consumer<MigrationStep> done) {
    return Migration.of(workspace.spark(), workspace.pipeline(NAME)).apply(done);
  }

  private DeltaTable table() {
    return DeltaTable.forPath(workspace.spark(), workspace.pipeline(NAME).location());
  }

  private void contract(String version, String fields) {
    workspace.write(
        "products/orders/data_product.yaml",
        """
        name: orders
        domain: sales
        version: %s
        owner: {team: sales}
        schema:
          type: delta
          location: s3://lake/published/orders/
          fields:
        %sinputs:
          - {name: orders, format: parquet, path: s3://lake/raw/orders}
        transform: {sql: transform.sql}
        """
            .formatted(version, fields));
  }
}
