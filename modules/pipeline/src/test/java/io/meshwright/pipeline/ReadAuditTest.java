package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.ContractReader;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.ProductReference;
import io.meshwright.contract.evolution.ContractDiff;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads a product of a domain that audits all access is in the log, once, beforehand. */
class ReadAuditTest {

  private static final String SUMMARY =
      """
      name: summary
      domain: sales
      version: 1.0.0
      owner: {team: sales}
      purpose: to see who buys
      schema:
        type: delta
        location: s3://lake/published/sales/summary
        fields: [{name: customer, type: long%s}]
      inputs: [{name: buyers, %s}]
      transform: {sql: transform.sql}
      """;

  @TempDir Path folder;

  private Workspace workspace;

  /** A published product of the domain crm, and one of sales that reads it. */
  @BeforeEach
  void prepare() {
    workspace =
        new Workspace(folder, "gate")
            .write("products/customers/data_product.yaml", customers("1.0.0", ""))
            .write("products/customers/transform.sql", "SELECT * FROM raw")
            .write("products/summary/transform.sql", "SELECT customer FROM buyers")
            .input("raw", "SELECT id, CAST(id AS STRING) AS name FROM range(5)")
            .input("others", "SELECT id AS customer FROM range(3)");
    summary("", "product: mesh://crm.customers@^1, columns: {customer: id}");
    workspace.run("customers").orElseThrow();
    policies("crm", "audit_all_access: true");
  }

  @Test
  void recordsTheProductThatARunReadsOnce() {
    RunReport report = workspace.run("summary").orElseThrow();
    RunReport again = workspace.later(60).run("summary").orElseThrow();

    assertThat(again.outcome()).isEqualTo(Outcome.ALREADY_PUBLISHED);
    assertThat(laterAudit())
        .extracting(AuditEvent::action)
        .as("a run that was published before reads nothing")
        .containsExactly(AuditAction.READ, AuditAction.PUBLISHED);
    assertThat(laterAudit().get(0))
        .isEqualTo(
            read(
                Map.of(
                    "by", "run",
                    "reader", "sales.summary",
                    "run_id", report.identity().runId(),
                    "purpose", "to see who buys",
                    "version", "1.0.0",
                    "table_version", report.inputs().get(0).version().replace("1.0.0@", ""),
                    "columns", "id, name")));
  }

  @Test
  void recordsTheProductThatARuleRefersTo() {
    summary(", constraints: [{references: crm.customers.id}]", "format: parquet, path: s3://lake/raw/others");
    workspace.write("products/summary/transform.sql", "SELECT customer FROM buyers");

    RunReport report = workspace.run("summary").orElseThrow();

    assertThat(laterAudit().get(0))
        .isEqualTo(
            read(
                Map.of(
                    "by", "run",
                    "reader", "sales.summary",
                    "run_id", report.identity().runId(),
                    "purpose", "to see who buys",
                    "version", "1.0.0",
                    "columns", "id")));
  }

  @Test
  void recordsNothingWhereNobodyAsks() {
    policies("sales", "default_access: internal");

    workspace.run("summary").orElseThrow();

    assertThat(laterAudit()).extracting(AuditEvent::action).containsExactly(AuditAction.PUBLISHED);
  }

  @Test
  void readsNothingThatCannotBeRecorded() throws IOException {
    Files.writeString(folder.resolve("mesh/_mesh/audit.jsonl"), "no log\n");

    RunReport report = workspace.run("summary");

    assertThat(report.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(report.timing().stages()).isEmpty();
    assertThat(workspace.tableFiles("summary")).isEmpty();
  }

  @Test
  void recordsWhatIsProfiled() {
    SourceProfiler.of(workspace.environment(), Clock.systemUTC())
        .profile(
            workspace.spark(),
            new ProfileRequest(
                new ProfileRequest.Product(
                    ProductReference.parse("mesh://crm.customers@^1"), Set.of()),
                ProductName.parse("crm.customers_copy"),
                List.of("name"),
                Optional.empty()));

    assertThat(laterAudit())
        .containsExactly(
            read(
                Map.of(
                    "by", "profile",
                    "reader", "crm.customers_copy",
                    "version", "1.0.0",
                    "table_version", "1",
                    "columns", "name")));
  }

  @Test
  void recordsWhatProvesADiff() {
    ContractReader reader = new ContractReader(new SparkSqlSyntax());
    ContractDiff diff =
        ContractDiff.between(
            workspace.pipeline("customers").contract(),
            reader
                .parse(Path.of("new.yaml"), customers("1.1.0", ", constraints: [{not_null: true}]"))
                .contract());

    DiffProof.of(
        workspace.spark(), workspace.environment(), diff, Optional.empty(), Clock.systemUTC());

    assertThat(laterAudit())
        .containsExactly(
            read(
                Map.of(
                    "by", "diff",
                    "reader", "crm.customers",
                    "version", "1.0.0",
                    "table_version", "1",
                    "columns", "id, name")));
  }

  private void policies(String domain, String access) {
    workspace
        .set("mesh.policies", folder.resolve("conf/policies").toString())
        .write(
            "conf/policies/policy.yaml",
            """
            governance:
              domain_policies:
                %s:
                  access_control:
                    - %s
            """
                .formatted(domain, access));
  }

  private void summary(String constraints, String input) {
    workspace.write(
        "products/summary/data_product.yaml", SUMMARY.formatted(constraints, input));
  }

  private static String customers(String version, String constraints) {
    return """
        name: customers
        domain: crm
        version: %s
        owner: {team: crm}
        audit_logging_enabled: true
        access:
          read: [{domain: sales}]
        schema:
          type: delta
          location: s3://lake/published/crm/customers
          fields:
            - {name: id, type: long}
            - {name: name, type: string%s}
        inputs: [{name: raw, format: parquet, path: s3://lake/raw/raw}]
        transform: {sql: transform.sql}
        """
        .formatted(version, constraints);
  }

  /** What was recorded after the run of the product that is read. */
  private List<AuditEvent> laterAudit() {
    return workspace.audited().stream().skip(1).toList();
  }

  private static AuditEvent read(Map<String, String> details) {
    return AuditEvent.of("tester", AuditAction.READ, "crm.customers", details);
  }
}
