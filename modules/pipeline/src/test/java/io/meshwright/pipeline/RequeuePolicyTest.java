package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.ExitCode;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEvent;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of quarantine are held to the policies as a run is, and the audit log hears of them. */
class RequeuePolicyTest {

  private static final String POLICY =
      """
      governance:
        global_policies:
          - name: data_classification
            mandatory: true
            policy: |
              - Internal: Restricted to employees
        domain_policies:
          sales:
            data_quality:
              - accuracy: ">= 99%"
              - completeness: ">= 90%"
      """;

  @TempDir Path folder;

  private Workspace workspace;

  /** Twenty orders, of which three are set aside by a run that no policy is asked about. */
  @BeforeEach
  void prepare() {
    workspace =
        new Workspace(folder, "gate")
            .write("conf/policies/policy.yaml", POLICY)
            .write("products/orders/transform.sql", "SELECT * FROM orders")
            .input(
                "orders",
                "SELECT id, CAST(id AS STRING) AS name, concat(id, '@example.com') AS email,"
                    + " CAST(IF(id < 3, -1, 5) AS INT) AS amount FROM range(20)");
    contract("classification: internal");
    workspace.run("orders").orElseThrow();
    workspace.set("mesh.policies", folder.resolve("conf/policies").toString()).later(60);
  }

  @Test
  void deniesAContractBeforeQuarantineIsRead() {
    contract("description: Orders");
    List<String> table = workspace.tableFiles("orders");
    List<String> quarantine = workspace.quarantineFiles("orders");

    RunReport report = requeue("amount = 5");

    assertThat(report.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(report.exitCode()).isEqualTo(ExitCode.DENIED);
    assertThat(report.identity().runId()).matches("requeue-[0-9a-f]{16}");
    assertThat(report.inputs()).isEmpty();
    assertThat(report.problems())
        .containsExactly(
            new Problem(
                "%s:1:1: Policy data_classification/classification denies it: The product has no"
                        .formatted(contractFile())
                    + " classification (expected public, internal, confidential or restricted,"
                    + " found none)",
                "add classification: internal, or how far the data may go"));
    assertThat(workspace.tableFiles("orders")).isEqualTo(table);
    assertThat(workspace.quarantineFiles("orders")).isEqualTo(quarantine);
    assertThat(laterAudit())
        .containsExactly(
            event(
                AuditAction.DENIED,
                report,
                Map.of("rows", "0", "denied_by", "data_classification/classification")));
  }

  @Test
  void deniesRowsByWhatWasMeasuredOfThemAndChangesNothing() {
    List<String> table = workspace.tableFiles("orders");
    List<String> quarantine = workspace.quarantineFiles("orders");

    RunReport report = requeue("amount = 5", "name = CAST(NULL AS STRING)");

    assertThat(report.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(report.exitCode()).isEqualTo(ExitCode.DENIED);
    assertThat(report.rows()).isEqualTo(new RunReport.Rows(3, 0, 0));
    assertThat(report.problems())
        .extracting(Problem::problem)
        .containsExactly(
            ("%s:1:1: Policy data_quality/accuracy_minimum denies it: The rows have a lower"
                    + " accuracy than the domain asks for (expected >= 99%%, found 0%%)")
                .formatted(contractFile()),
            ("%s:1:1: Policy data_quality/completeness_minimum denies it: The rows have a lower"
                    + " completeness than the domain asks for (expected >= 90%%, found 75%%)")
                .formatted(contractFile()));
    assertThat(workspace.tableFiles("orders")).isEqualTo(table);
    assertThat(workspace.quarantineFiles("orders")).isEqualTo(quarantine);
    assertThat(laterAudit())
        .containsExactly(
            event(
                AuditAction.DENIED,
                report,
                Map.of(
                    "rows",
                    "0",
                    "denied_by",
                    "data_quality/accuracy_minimum, data_quality/completeness_minimum")));
  }

  @Test
  void recordsWhatItPublishedAndThatItUsedKeys() {
    RunReport report = requeue("amount = 5");

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(workspace.quarantined("orders").count()).isZero();
    String version = report.table().versionAfter().orElseThrow().toString();
    assertThat(laterAudit())
        .containsExactly(
            event(AuditAction.PUBLISHED, report, Map.of("rows", "3", "table_version", version)),
            AuditEvent.of(
                "tester",
                AuditAction.KEY_USED,
                "sales.orders",
                Map.of("run_id", report.identity().runId(), "for", "protect")));
  }

  @Test
  void recordsWhatItRejectedWasExportedAndWasPurged() throws Exception {
    QuarantineSelection published =
        new QuarantineSelection(
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("published"));

    RunReport report = requeue("amount = -2");
    long exported = quarantine().export(published, new StringWriter());
    long purged = quarantine().purge(published);

    assertThat(report.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(exported).isEqualTo(3);
    assertThat(purged).isEqualTo(3);
    String selection = "outcome = 'published'";
    String table = folder.resolve("mesh/_mesh/quarantine/sales.orders").toString();
    assertThat(laterAudit())
        .containsExactly(
            event(AuditAction.REJECTED, report, Map.of("rows", "0")),
            AuditEvent.of(
                "tester",
                AuditAction.EXPORTED,
                "sales.orders",
                Map.of("selection", selection, "table", table)),
            AuditEvent.of(
                "tester",
                AuditAction.PURGED,
                "sales.orders",
                Map.of("rows", "3", "selection", selection, "table", table)));
  }

  @Test
  void exportsNothingThatCannotBeRecorded() throws Exception {
    Files.writeString(folder.resolve("mesh/_mesh/audit.jsonl"), "no log\n");
    StringWriter lines = new StringWriter();

    assertThatThrownBy(() -> quarantine().export(QuarantineSelection.ALL, lines))
        .isInstanceOfSatisfying(
            StageFailedException.class,
            refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.REJECTED));
    assertThat(lines.toString()).isEmpty();
  }

  private Quarantine quarantine() {
    return workspace.pipeline("orders").quarantine(workspace.spark());
  }

  private RunReport requeue(String... corrections) {
    return workspace.requeue("orders", corrections);
  }

  /** What was recorded after the run that set the rows aside. */
  private List<AuditEvent> laterAudit() {
    return workspace.audited().stream().skip(2).toList();
  }

  private AuditEvent event(AuditAction action, RunReport report, Map<String, String> more) {
    Map<String, String> details = new TreeMap<>(more);
    details.put("run_id", report.identity().runId());
    details.put("contract_version", "1.0.0");
    details.put("contract_hash", ContractWriter.hash(workspace.pipeline("orders").contract()));
    report.policies().ifPresent(policies -> details.put("policy_hash", policies.policySetHash()));
    return AuditEvent.of("tester", action, "sales.orders", details);
  }

  private Path contractFile() {
    return workspace.path("products/orders/data_product.yaml");
  }

  private void contract(String handling) {
    workspace.write(
        "products/orders/data_product.yaml",
        """
        name: orders
        version: 1.0.0
        domain: sales
        owner: {team: sales}
        %s
        schema:
          type: delta
          location: s3://lake/published/sales/orders/
          fields:
            - {name: id, type: long}
            - {name: name, type: string, constraints: [{not_null: true, severity: warning}]}
            - {name: email, type: string, is_pii: true, pii_category: contact, protect: tokenize}
            - {name: amount, type: integer, constraints: [{min: 0, tolerance: 20%%}]}
        inputs: [{name: orders, format: parquet, path: s3://lake/raw/orders}]
        transform: {sql: transform.sql}
        """
            .formatted(handling));
  }
}
