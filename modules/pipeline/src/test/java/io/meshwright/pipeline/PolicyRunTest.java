package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshwright.contract.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What policies do to a run: before it reads, before it publishes, and in what it leaves behind.
 */
class PolicyRunTest {

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
      """;

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void prepare() {
    workspace =
        new Workspace(folder, "gate")
            .set("mesh.policies", folder.resolve("conf/policies").toString())
            .write("conf/policies/policy.yaml", POLICY)
            .write("products/orders/transform.sql", "SELECT * FROM orders")
            .input("orders", "SELECT id, CAST(id AS STRING) AS name FROM range(50)");
    contract("classification: internal");
  }

  @Test
  void deniesAContractBeforeAnythingIsRead() {
    contract("");
    workspace.write("products/orders/transform.sql", "SELECT * FROM no_such_input");

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(report.exitCode()).isEqualTo(ExitCode.DENIED);
    assertThat(report.inputs()).isEmpty();
    assertThat(report.problems())
        .containsExactly(
            new Problem(
                "%s:1:1: Policy data_classification/classification denies it: The product has no"
                        .formatted(workspace.path("products/orders/data_product.yaml"))
                    + " classification (expected public, internal, confidential or restricted,"
                    + " found none)",
                "add classification: internal, or how far the data may go"));
    assertThat(workspace.tableFiles("orders")).isEmpty();
    assertThat(audited())
        .containsExactly("denied sales.orders by data_classification/classification");
  }

  @Test
  void deniesWhatWasMeasuredAndLeavesTheTableAsItWas() {
    workspace.run("orders").orElseThrow();
    List<String> before = workspace.tableFiles("orders");
    workspace
        .input("orders", "SELECT id, IF(id = 0, NULL, CAST(id AS STRING)) AS name FROM range(50)")
        .later(60);

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(report.problems())
        .extracting(Problem::problem)
        .containsExactly(
            ("%s:1:1: Policy data_quality/accuracy_minimum denies it: The rows have a lower"
                    + " accuracy than the domain asks for (expected >= 99%%, found 98%%)")
                .formatted(workspace.path("products/orders/data_product.yaml")));
    assertThat(report.rows()).isEqualTo(new RunReport.Rows(50, 0, 0));
    assertThat(workspace.tableFiles("orders")).isEqualTo(before);
    assertThat(audited())
        .containsExactly(
            "published sales.orders", "denied sales.orders by data_quality/accuracy_minimum");
  }

  @Test
  void publishesWhatIsWaivedAndRecordsTheWaiver() throws IOException {
    contract("");
    workspace.write(
        "conf/policies/waivers/orders.yaml",
        """
        waivers:
          - rule: data_classification/classification
            product: sales.orders
            reason: being decided
            approver: dana@company.com
            approved_on: 2024-01-10
            expires_on: 2024-02-01
        """);

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    var json =
        new ObjectMapper()
            .readTree(
                Files.readString(
                    folder.resolve("mesh/_mesh/runs/" + report.identity().runId() + ".json")));
    assertThat(json.path("policy_hash").asText()).hasSize(64);
    assertThat(json.at("/policy_violations/0/denies").asBoolean()).isFalse();
    assertThat(json.at("/policy_violations/0/waiver").asText()).isNotEmpty();
    assertThat(audited()).containsExactly("published sales.orders", "waiver_used sales.orders");
  }

  @Test
  void refusesToRunWherePoliciesAreToBeAndAreNot() {
    workspace.set("mesh.policies", folder.resolve("nowhere").toString());

    RunReport report = workspace.run("orders");

    assertThat(report.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(report.problems())
        .containsExactly(
            new Problem(
                "Cannot find the policies: there is no folder " + folder.resolve("nowhere"),
                "correct mesh.policies, or take it out where runs are held to none"));
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
        inputs: [{name: orders, format: parquet, path: s3://lake/raw/orders}]
        transform: {sql: transform.sql}
        """
            .formatted(handling.isEmpty() ? "description: Orders" : handling));
  }

  private List<String> audited() {
    return workspace.audited().stream()
        .map(
            event ->
                event.action().word()
                    + " "
                    + event.resource()
                    + (event.details().containsKey("denied_by")
                        ? " by " + event.details().get("denied_by")
                        : ""))
        .toList();
  }
}
