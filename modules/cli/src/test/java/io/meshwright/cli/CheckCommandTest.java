package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(Json.read(check("--sarif").out()).at("/runs/0/results/0/ruleId").asText())
        .isEqualTo("data_classification/classification");
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
