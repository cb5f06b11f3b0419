package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.evolution.ContractDiff;
import io.meshwright.contract.evolution.Verdict;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published rows say whether they keep what a new version promises. */
class DiffProofTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2024-01-15T02:00:00Z"), ZoneOffset.UTC);

  private static final String OLD =
      """
          - {name: order_id, type: integer, is_primary_key: true}
          - {name: status, type: string, constraints: [{in: [open, paid, lost]}]}
          - {name: email, type: string, is_pii: true, pii_category: contact}
          - {name: amount, type: "decimal(12,2)", constraints: [{max: 9000, tolerance: 50%}]}
          - {name: note, type: string}
          - {name: code, type: integer}
      """;

  /** What holds: amount_min, and 9000 as before without a tolerance. The rest has faults. */
  private static final String NEW =
      """
          - {name: order_id, type: integer, is_primary_key: true}
          - {name: status, type: string, constraints: [{in: [open, paid]}]}
          - {name: email, type: string, constraints: [not_null]}
          - name: amount
            type: decimal(12,2)
            constraints: [{min: 0}, {max: 9000, tolerance: 10%}, {max: 2900, name: usual, where: "status = 'paid'"}]
          - {name: note, type: string, constraints: [unique]}
          - {name: code, type: string, constraints: [{pattern: '[0-9]+'}]}
          - {name: segment, type: string, constraints: [not_null]}
      """;

  private static final String CHECKS =
      """
      sla:
        completeness: {min_threshold: 99%}
        quality_checks:
          - {name: few, row_count: {max: 3000}}
          - {name: lost, query: SELECT COUNT(*) FROM orders WHERE status = 'lost', threshold: 2}
          - {name: delivered, query: SELECT COUNT(*) FROM orders o LEFT ANTI JOIN raw r ON o.order_id = r.order_id, threshold: 0}
      inputs: [{name: raw, format: parquet, path: s3://lake/raw/orders}]
      """;

  /** 3000 orders: 3 lost, 5 without an address, 2 pairs of equal notes. */
  private static final String ROWS =
      """
      SELECT CAST(id AS INT) AS order_id,
        CASE WHEN id % 1000 = 7 THEN 'lost' WHEN id % 2 = 0 THEN 'paid' ELSE 'open' END AS status,
        IF(id % 600 = 1, NULL, concat(id, '@example.org')) AS email,
        CAST(id AS DECIMAL(12,2)) AS amount,
        CASE WHEN id IN (10, 11) THEN 'x' WHEN id IN (20, 21) THEN 'y' ELSE CAST(id AS STRING) END AS note,
        CAST(id AS INT) AS code
      FROM range(1, 3001)
      """;

  /** The same questions in plain SQL: rows that break each rule. */
  private static final Map<String, String> ORACLE =
      Map.of(
          "status_in", "SELECT COUNT(*) FROM t WHERE status NOT IN ('open', 'paid')",
          "email_not_null", "SELECT COUNT(*) FROM t WHERE email IS NULL",
          "amount_min", "SELECT COUNT(*) FROM t WHERE amount < 0",
          "usual", "SELECT COUNT(*) FROM t WHERE status = 'paid' AND amount > 2900",
          "amount_max", "SELECT COUNT(*) FROM t WHERE amount > 9000",
          "segment_not_null", "SELECT COUNT(*) FROM t",
          "note_unique",
              "SELECT SUM(n) FROM (SELECT COUNT(*) AS n FROM t GROUP BY note HAVING COUNT(*) > 1)");

  @TempDir Path folder;

  private Workspace workspace;
  private ContractDiff diff;

  @BeforeEach
  void publish() {
    workspace = new Workspace(folder, "gate");
    diff = ContractDiff.between(contract("1.0.0", OLD, ""), contract("1.1.0", NEW, CHECKS));
    workspace
        .spark()
        .sql(ROWS)
        .repartition(4)
        .write()
        .format("delta")
        .save(workspace.path("lake/published/orders/v1").toString());
  }

  @Test
  void countsInOneScanWhatPlainSqlCounts() throws Exception {
    StartedJobs jobs = StartedJobs.listen(workspace);

    DiffProof proof = prove(Optional.empty());

    Map<String, Integer> started = jobs.stop(workspace);
    Map<String, Proof> proofs = new LinkedHashMap<>();
    proof
        .answers()
        .forEach(answer -> answer.proofs().forEach(one -> proofs.put(one.rule().name(), one)));
    workspace
        .spark()
        .read()
        .format("delta")
        .load(workspace.path("lake/published/orders/v1").toString())
        .createOrReplaceTempView("t");
    ORACLE.forEach(
        (rule, sql) ->
            assertThat(proofs.get(rule).violations())
                .as(rule)
                .isEqualTo(workspace.spark().sql(sql).head().getLong(0)));
    assertThat(proofs.values())
        .extracting(one -> "%s %s: %s".formatted(one.rule().name(), one.outcome(), one.actual()))
        .containsExactly(
            "status_in BROKEN: 3 of 3000 rows break it",
            "email_not_null BROKEN: 5 of 3000 rows break it",
            "amount_max KEPT: 0 of 3000 rows break it",
            "amount_min KEPT: 0 of 3000 rows break it",
            "usual BROKEN: 50 of 1500 rows break it",
            "note_unique BROKEN: 4 of 3000 rows break it",
            "code_pattern UNMEASURED: code is int in the table and string in the contract: only a"
                + " run tells what its values become",
            "segment_not_null BROKEN: 3000 of 3000 rows break it",
            "sla_completeness UNMEASURED: code is int in the table and string in the contract: only"
                + " a run tells what its values become",
            "few KEPT: 3000 rows",
            "lost BROKEN: query gave 3",
            "delivered UNMEASURED: it looks at the input raw, which only a run reads");
    assertThat(proofs.get("status_in").examples())
        .containsExactly(
            "{\"order_id\":7,\"status\":\"lost\",\"email\":\"***\",\"amount\":7.00,\"note\":\"7\"}",
            "{\"order_id\":1007,\"status\":\"lost\",\"email\":\"***\",\"amount\":1007.00,\"note\":\"1007\"}",
            "{\"order_id\":2007,\"status\":\"lost\",\"email\":\"***\",\"amount\":2007.00,\"note\":\"2007\"}");
    assertThat(proofs.get("segment_not_null").examples()).hasSize(5);
    assertThat(proofs.get("note_unique").examples())
        .extracting(row -> row.replaceAll(",\"status.*", ""))
        .containsExactly(
            "{\"order_id\":10,\"note\":\"x\"",
            "{\"order_id\":11,\"note\":\"x\"",
            "{\"order_id\":20,\"note\":\"y\"",
            "{\"order_id\":21,\"note\":\"y\"");
    // Rows are counted (1) and the counts added up (1); the key is a pass of its own.
    assertThat(started).containsEntry("Prover.count", 2).containsEntry("KeyPass.unique", 2);
  }

  @Test
  void readsNothingElseWhereEveryPromiseIsKept() throws Exception {
    diff =
        ContractDiff.between(
            contract("1.0.0", OLD, ""),
            contract("1.1.0", OLD.replace("string}", "string, constraints: [not_null]}"), ""));
    StartedJobs jobs = StartedJobs.listen(workspace);

    DiffProof proof = prove(Optional.empty());

    Map<String, Integer> started = jobs.stop(workspace);
    assertThat(proof.decide(diff).verdict()).hasValue(Verdict.MINOR);
    assertThat(started.keySet())
        .containsExactlyInAnyOrder("?", "Prover.count", "TableState.of", "TargetTable.commits");
    assertThat(started).containsEntry("Prover.count", 2);
  }

  @Test
  void turnsProveIntoAVerdict() {
    DiffProof proof = prove(Optional.of("s3://lake/published/orders/v1"));

    assertThat(proof.isOpen()).isTrue();
    assertThat(proof.version()).isZero();
    assertThat(proof.decide(diff).changes())
        .extracting(change -> change.path() + " " + change.verdict())
        .containsExactly(
            "schema.fields.email.is_pii MAJOR",
            "schema.fields.code.type MAJOR",
            "schema.fields.status.constraints.status_in.in MAJOR",
            "schema.fields.email.constraints.email_not_null MAJOR",
            "schema.fields.amount.constraints.usual MAJOR",
            "schema.fields.note.constraints.note_unique MAJOR",
            "schema.fields.segment MAJOR",
            "sla.quality_checks.lost MAJOR",
            "schema.fields.code.constraints.code_pattern PROVE",
            "sla.completeness.min_threshold PROVE",
            "sla.quality_checks.delivered PROVE",
            "schema.fields.amount.constraints.amount_max.tolerance MINOR",
            "schema.fields.amount.constraints.amount_min MINOR",
            "sla.quality_checks.few MINOR",
            "schema.fields.email.pii_category MINOR",
            "inputs.raw MINOR");
  }

  @Test
  void needsATableOfTheProduct() {
    String other = workspace.path("lake/other").toString();
    workspace
        .spark()
        .sql(
            "CREATE TABLE delta.`%s` (id INT) USING delta".formatted(other)
                + " TBLPROPERTIES ('mesh.contract.name' = 'crm.customers')");

    assertThatThrownBy(() -> prove(Optional.of(other)))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessage(
            """
            Cannot prove on '%s': it holds crm.customers
                fix: name a table of sales.orders with --table"""
                .formatted(other));
    assertThatThrownBy(() -> prove(Optional.of("/nowhere")))
        .hasMessage(
            """
            Cannot prove on '/nowhere': there is no Delta table
                fix: run sales.orders 1.0.0 first, or name the table with --table""");
  }

  private DiffProof prove(Optional<String> table) {
    return DiffProof.of(workspace.spark(), workspace.environment(), diff, table, CLOCK);
  }

  private static Contract contract(String version, String fields, String checks) {
    return new ContractReader(new SparkSqlSyntax())
        .parse(
            Path.of("data_product.yaml"),
            """
            name: orders
            domain: sales
            version: %s
            owner: {team: sales}
            schema:
              type: delta
              location: s3://lake/published/orders/
              fields:
            %s%s"""
                .formatted(version, fields, checks))
        .contract();
  }
}
