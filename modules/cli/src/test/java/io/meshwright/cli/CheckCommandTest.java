package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithoutSpark.class)
class CheckCommandTest {

  private static final String CONTRACT =
      """
      name: orders
      version: 1.0.0
      domain: sales
      owner: {team: sales}
      schema: {type: delta, location: s3://lake/sales/orders/, fields: [{name: id, type: string}]}
      """;

  @TempDir private Path folder;
  private Path contract;

  @BeforeEach
  void writeFiles() throws IOException {
    contract = folder.resolve("data_product.yaml");
    Files.writeString(contract, CONTRACT);
    write(
        "policies/policy.yaml",
        """
        governance:
          global_policies:
            - name: data_classification
              mandatory: true
              policy: |
                - Internal: Restricted to employees
        """);
  }

  @Test
  void namesPolicyRulePlaceAndFixOfWhatDenies() {
    assertThat(check())
        .isEqualTo(
            new Invocation(
                4,
                """
                %s:1:1: error data_classification/classification: The product has no classification
                    fix: add classification: internal, or how far the data may go
                sales.orders 1.0.0 is denied, by 1 rule
                """
                    .formatted(contract),
                ""));
  }

  @Test
  void allowsWhatKeepsEveryRule() throws IOException {
    Files.writeString(contract, CONTRACT + "classification: internal\n");

    assertThat(check())
        .isEqualTo(new Invocation(0, "sales.orders 1.0.0 is allowed, by 1 rule\n", ""));
  }

  @Test
  void saysWhatCannotBeKnownOfAContractAlone() throws IOException {
    Files.writeString(contract, CONTRACT + "classification: internal\n");
    write(
        "policies/policy.yaml",
        """
        governance:
          global_policies:
            - name: data_classification
              mandatory: true
              policy: |
                - Internal: Restricted to employees
            - name: pii_handling
              mandatory: true
              policy: |
                - Mark PII fields in schema
        """);

    assertThat(check())
        .isEqualTo(
            new Invocation(
                0,
                """
sales.orders 1.0.0 is allowed, by 1 rule
    not evaluated: pii_handling/pii_declared (the lineage of the transform is known to runs only)
""",
                ""));
  }

  @Test
  void refusesPoliciesThatStandForNoRule() throws IOException {
    write(
        "policies/policy.yaml",
        """
        governance:
          global_policies:
            - name: data_classification
              mandatory: true
              policy: |
                - Secret: Nobody at all
            - name: data_retension
              mandatory: true
              policy: nothing
        """);

    Invocation invocation = check();

    assertThat(invocation.exitCode()).isEqualTo(3);
    assertThat(invocation.err())
        .contains(
            "policy 'data_classification' says 'Secret: Nobody at all', which no rule stands for",
            "policy 'data_retension' stands for no rule\n    fix: did you mean 'data_retention'?");
  }

  @Test
  void printsSarifWithThePlace() throws IOException {
    JsonNode sarif = Json.read(check("--sarif").out());

    assertThat(sarif.at("/runs/0/results/0/ruleId").asText())
        .isEqualTo("data_classification/classification");
    assertThat(SarifSchema.problems(sarif)).isEmpty();
  }

  @Test
  void wouldBeFoundOutIfItWroteNoSarif() throws IOException {
    ObjectNode sarif = (ObjectNode) Json.read(check("--sarif").out());
    ((ObjectNode) sarif.at("/runs/0/results/0")).put("level", "critical").remove("message");
    sarif.put("$schema", "no address");

    assertThat(SarifSchema.problems(sarif))
        .containsExactly(
            "/$schema: does not match the uri pattern must be a valid RFC 3986 URI",
            "/runs/0/results/0/level: does not have a value in the enumeration [\"none\","
                + " \"note\", \"warning\", \"error\"]",
            "/runs/0/results/0: required property 'message' not found");
  }

  @Test
  void comparesWithWhatIsPublishedWhereThatIsSaid() throws IOException {
    write(
        "policies/global/house.yaml",
        """
        policy:
          name: house
          rules:
            - name: keeps_its_fields
              expression: previous.fields.all(f, product.fields.exists(g, g.name == f.name))
              message: A field is gone
              fix: bring it back
            - breaking_changes: {notice_days: 30}
        """);
    write("main/data_product.yaml", CONTRACT.replace("name: id", "name: order_id"));
    Files.writeString(contract, CONTRACT + "classification: internal\n");
    Files.createDirectories(folder.resolve("empty"));

    Invocation changed = check("--published", folder.resolve("main").toString());
    Invocation first = check("--published", folder.resolve("empty").toString());
    Invocation unknown = check();

    assertThat(changed.exitCode()).isEqualTo(4);
    assertThat(changed.out())
        .contains("error house/keeps_its_fields: A field is gone\n    fix: bring it back\n")
        .contains("error house/breaking_changes: ")
        .contains("denied, by 3 rules");
    assertThat(first)
        .isEqualTo(new Invocation(0, "sales.orders 1.0.0 is allowed, by 1 rule\n", ""));
    assertThat(unknown.exitCode()).isEqualTo(4);
    assertThat(unknown.out())
        .contains(
            "error house/keeps_its_fields: the rule could not be evaluated: nothing is known of the"
                + " version before\n    fix: say where the published contracts are, with"
                + " --published or mesh.published\n");
  }

  @Test
  void countsAsConsumersTheOtherContractsThatAreChecked() throws IOException {
    write(
        "policies/global/house.yaml",
        """
        policy:
          name: house
          rules:
            - {name: unread, expression: consumers.size() == 0, message: Somebody reads it}
        """);
    Files.writeString(contract, CONTRACT + "classification: internal\n");
    write(
        "reader/data_product.yaml",
        CONTRACT.replace("name: orders", "name: report")
            + "classification: internal\ninputs: [{name: it, product: 'mesh://sales.orders@^1'}]\n");

    assertThat(check(folder.resolve("reader").toString()).out())
        .contains("house/unread: Somebody reads it")
        .contains("sales.orders 1.0.0 is denied")
        .contains("sales.report 1.0.0 is allowed");
  }

  @Test
  void refusesSeveralFormsAtOnce() {
    assertThat(check("--sarif", "--junit"))
        .isEqualTo(
            new Invocation(
                2,
                "",
                "Cannot print --json, --junit and --sarif at once\n    fix: choose one of them\n"));
  }

  private Invocation check(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "check",
                contract.toString(),
                "--conf",
                "../../conf",
                "--policies",
                folder.resolve("policies").toString()));
    arguments.addAll(List.of(more));
    return Invocation.of(arguments.toArray(String[]::new));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
