package io.meshwright.governance;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractOutline;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.SqlSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The customer's contract under the customer's policy, both as the customer wrote them. */
class SeedPolicyTest {

  private static final Path SEED = Path.of("src/test/resources/seed");
  private static final Path CONTRACT = SEED.resolve("data_product.yaml");
  private static final Instant NOW = Instant.parse("2024-01-15T06:00:00Z");

  static final PolicySet POLICIES =
      PolicyReader.read(
          List.of(SEED.resolve("governance_policy.yaml")),
          Optional.of(SEED.resolve("organization.yaml")));

  @TempDir private Path folder;

  @Test
  void deniesTheContractForWhatItLacksAndNothingElse() {
    Evaluation evaluation = evaluate(CONTRACT, Stage.CONTRACT);

    assertThat(evaluation.violations().stream().map(SeedPolicyTest::line))
        .containsExactlyInAnyOrder(
            "ERROR data_classification/classification at classification, line 1: The product has no"
                + " classification -> add classification: internal, or how far the data may go",
            "ERROR data_retention/retention at retention_days, line 1: The product does not say how"
                + " long its rows are kept -> add retention_days",
            "WARNING schema_validation/primary_key at schema.fields, line 17: The schema has no"
                + " primary key -> add is_primary_key: true to the fields that identify a row",
            "WARNING observability_requirements/required_metrics at"
                + " observability.metrics.distinct_count, line 78: Metric 'distinct_count' is not"
                + " measured -> add distinct_count to observability.metrics",
            "WARNING observability_requirements/required_metrics at"
                + " observability.metrics.value_distribution, line 78: Metric 'value_distribution'"
                + " is not measured -> add value_distribution to observability.metrics",
            "WARNING observability_requirements/required_alerts at"
                + " observability.alerts.schema_drift, line 83: Nobody is told of 'schema_drift' ->"
                + " add an alert of type schema_drift to observability.alerts");
    assertThat(evaluation.isDenied()).isTrue();
  }

  @Test
  void allowsTheContractWithWhatItLacked() throws IOException {
    Path amended = folder.resolve("data_product.yaml");
    Files.writeString(
        amended,
        Files.readString(CONTRACT)
            .replace(
                "\ndomain: sales\n",
                "\ndomain: sales\nclassification: internal\nretention_days: 1095\n")
            .replace(
                "description: Unique order identifier\n",
                "description: Unique order identifier\n      is_primary_key: true\n")
            .replace("    - unique\n", "")
            .replace(
                "  quality_checks:\n",
                "  quality_checks:\n"
                    + "    - {name: complete, completeness: {min: 99.5%}}\n"
                    + "    - {name: fresh, freshness: {field: order_date, max_age_hours: 48}}\n"));

    Evaluation evaluation = evaluate(amended, Stage.CONTRACT);

    assertThat(evaluation.isDenied()).isFalse();
    assertThat(evaluation.violations())
        .extracting(violation -> violation.rule().toString())
        .containsOnly(
            "observability_requirements/required_metrics",
            "observability_requirements/required_alerts");
  }

  @Test
  void hasTheSameHashWhateverTheOrderOfItsFiles() {
    Path policy = SEED.resolve("governance_policy.yaml");

    assertThat(
            PolicyReader.read(List.of(policy), Optional.of(SEED.resolve("organization.yaml")))
                .hash())
        .isEqualTo(POLICIES.hash());
    assertThat(PolicyReader.read(List.of(policy), Optional.empty()).hash())
        .isNotEqualTo(POLICIES.hash());
  }

  private static Evaluation evaluate(Path file, Stage stage) {
    Contract contract = new ContractReader(SqlSyntax.UNCHECKED).read(file).contract();
    return new PolicyEngine(POLICIES, Waivers.NONE)
        .evaluate(Subject.of(contract).withOutline(ContractOutline.read(file)), stage, NOW);
  }

  private static String line(PolicyViolation violation) {
    return "%s %s at %s, line %d: %s -> %s"
        .formatted(
            violation.severity(),
            violation.rule(),
            violation.path(),
            violation.place().orElseThrow().line(),
            violation.breach().message(),
            violation.breach().remediation());
  }
}
