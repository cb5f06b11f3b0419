package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run compares its contract with the one that was published last, of which it keeps the text. */
class BreakingChangeRunTest {

  private static final String NAME = "{name: name, type: string}";
  private static final String NOTICE =
      "deprecation: {announced_on: 2023-12-01, sunset_on: 2024-03-01, migration_guide: guide.md}";

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void prepare() {
    workspace =
        new Workspace(folder, "gate")
            .set("mesh.policies", folder.resolve("conf/policies").toString())
            .write(
                "conf/policies/policy.yaml",
                """
                governance:
                  automated_policies:
                    - name: breaking_changes
                      enforcement: pre-publish
                      check: |
                        - Major version increment
                        - 30-day deprecation notice
                        - Migration guide
                """)
            .write("products/orders/transform.sql", "SELECT * FROM orders")
            .input("orders", "SELECT id, CAST(id AS STRING) AS name FROM range(5)");
    contract("1.0.0", "description: Orders", NAME);
    workspace.run("orders").orElseThrow();
    workspace.later(60);
  }

  @Test
  void keepsTheContractOfEveryPublishedVersionOnce() throws IOException {
    String hash = ContractWriter.hash(workspace.pipeline("orders").contract());
    Path kept = contracts().resolve("1.0.0-" + hash + ".yaml");
    var written = Files.getLastModifiedTime(kept);

    workspace
        .input("orders", "SELECT id, CAST(id AS STRING) AS name FROM range(6)")
        .run("orders")
        .orElseThrow();

    assertThat(kept).hasContent(ContractWriter.write(workspace.pipeline("orders").contract()));
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(written);
    assertThat(keptFiles()).containsExactly(kept.getFileName().toString());
  }

  @Test
  void deniesABreakingChangeBeforeItReads() {
    List<String> before = workspace.tableFiles("orders");
    contract("1.1.0", "description: Orders", "");
    workspace.write("products/orders/transform.sql", "SELECT id FROM orders");

    RunReport denied = workspace.run("orders");

    assertThat(denied.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(denied.exitCode()).isEqualTo(ExitCode.DENIED);
    assertThat(denied.policies().orElseThrow().violations())
        .extracting(violation -> violation.path())
        .containsExactly(
            "version.changelog_entry_missing",
            "version.guide_missing",
            "version.notice_missing",
            "version.version_too_small");
    assertThat(workspace.tableFiles("orders")).isEqualTo(before);
    assertThatThrownBy(
            () ->
                workspace.pipeline("orders").plan(workspace.spark(), RunRequest.of(Workspace.DAY)))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.problems()).isEqualTo(denied.problems()));

    contract("2.0.0", "description: Orders", "");
    assertThat(workspace.run("orders").policies().orElseThrow().violations())
        .extracting(violation -> violation.path())
        .containsExactly(
            "version.changelog_entry_missing", "version.guide_missing", "version.notice_missing");
  }

  @Test
  void letsANewMajorWithNoticeAndGuidePass() {
    contract("1.1.0", NOTICE, NAME);
    workspace.later(60).run("orders").orElseThrow();
    contract(
        "2.0.0",
        "changelog: [{version: 2.0.0, date: 2024-01-14, changes: [No names], breaking: true}]",
        "");
    workspace
        .write("products/orders/transform.sql", "SELECT id FROM orders")
        .write("products/orders/guide.md", "Nobody needs `name` any more.");

    RunReport allowed = workspace.later(60).run("orders");

    assertThat(allowed.problems()).isEmpty();
    assertThat(allowed.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(workspace.pipeline("orders").location()).endsWith("/v2");
  }

  @Test
  void saysThatItDoesNotKnowTheContractBefore() throws IOException {
    String kept = keptFiles().get(0);
    contract("1.0.1", "description: All orders", NAME);

    Files.writeString(contracts().resolve(kept), "name: other\n");
    RunReport changed = workspace.run("orders");
    contract("1.0.2", "description: Every order", NAME);
    Files.delete(contracts().resolve("1.0.1-" + changed.identity().contractHash() + ".yaml"));
    RunReport missing = workspace.later(60).run("orders");

    assertThat(changed.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(changed.notes())
        .containsExactly(
            "Policies not evaluated: breaking_changes/breaking_changes (1.0.0 was published last,"
                + " and %s was changed since)".formatted(contracts().resolve(kept)));
    assertThat(missing.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(missing.notes())
        .containsExactly(
            "Policies not evaluated: breaking_changes/breaking_changes (1.0.1 was published last,"
                + " and there is no %s/1.0.1-%s.yaml)"
                    .formatted(contracts(), changed.identity().contractHash()));
  }

  private Path contracts() {
    return folder.resolve("mesh/_mesh/contracts/sales.orders");
  }

  private List<String> keptFiles() throws IOException {
    try (Stream<Path> files = Files.list(contracts())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .toList();
    }
  }

  private void contract(String version, String more, String field) {
    workspace.write(
        "products/orders/data_product.yaml",
        """
        name: orders
        domain: sales
        version: %s
        owner: {team: sales}
        %s
        schema:
          type: delta
          location: s3://lake/published/orders
          fields:
            - {name: id, type: long}
            %s
        inputs: [{name: orders, format: parquet, path: s3://lake/raw/orders}]
        transform: {sql: transform.sql}
        """
            .formatted(version, more, field.isEmpty() ? "" : "- " + field));
  }
}
