package io.meshwright.governance;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Severity;
import io.meshwright.governance.MeasuredRun.RuleOutcome;
import io.meshwright.governance.MeasuredRun.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sentence of the customer's policy, with a product that keeps it and one that breaks it. */
class SeedPolicySentencesTest {

  private static final Path POLICY = Path.of("src/test/resources/seed/governance_policy.yaml");

  /** Lines that only lead to others: names of policies and lists, and openings of sentences. */
  private static final Set<String> OPENINGS =
      Set.of(
          "All data products must be classified as:",
          "Data products containing PII must:",
          "Data retention periods:",
          "Schema must include:",
          "All quality checks must pass:",
          "Breaking changes require:");

  /**
   * A sentence, the rule it stands for, and subjects that keep and break it.
   *
   * @param sentence the line of the policy, word for word
   */
  private record Sentence(String sentence, String rule, Subject keeps, Subject breaks) {
    @Override
    public String toString() {
      return sentence + " (" + rule + ")";
    }
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void isKept(Sentence sentence) {
    Evaluation evaluation = evaluate(sentence.keeps());

    assertThat(names(evaluation.rules().stream())).contains(sentence.rule());
    assertThat(names(evaluation.violations().stream().map(PolicyViolation::rule))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void isBroken(Sentence sentence) {
    Evaluation evaluation = evaluate(sentence.breaks());

    assertThat(names(evaluation.violations().stream().map(PolicyViolation::rule)))
        .contains(sentence.rule());
    assertThat(evaluation.violations())
        .allSatisfy(violation -> assertThat(violation.breach().remediation()).isNotBlank());
  }

  @Test
  void leavesOutNoSentence() throws IOException {
    Set<String> tested = sentences().map(Sentence::sentence).collect(Collectors.toSet());
    List<String> untested =
        Files.readAllLines(POLICY).stream()
            .map(line -> line.strip().replaceFirst("^- ", ""))
            .filter(line -> !line.startsWith("#") && !OPENINGS.contains(line))
            .filter(line -> !line.matches("\\w+:( \\|)?|name: .*|mandatory: true|enforcement: .*"))
            .filter(line -> !tested.contains(line))
            .toList();

    // How far a product is found when it does not say so: a default, which nothing can break.
    assertThat(untested)
        .containsExactly("default_access: internal", "default_access: confidential");
    assertThat(SeedPolicyTest.POLICIES.findDefaultAccess("sales").orElseThrow())
        .hasToString("INTERNAL");
    assertThat(SeedPolicyTest.POLICIES.findDefaultAccess("finance").orElseThrow())
        .hasToString("CONFIDENTIAL");
  }

  @Test
  void tellsWhatABreakingChangeLacks() {
    Subject before = sales("", "");
    Subject removed = withoutStatus();

    assertThat(
            evaluate(removed.withPrevious(new Previous.Published(before.contract()))).violations())
        .extracting(PolicyViolation::path)
        .contains("version.version_too_small", "version.notice_missing", "version.guide_missing");
  }

  static Stream<Sentence> sentences() {
    return Stream.of(
            classification(),
            personalData(),
            retention(),
            domains(),
            schema(),
            measured(),
            breakingChanges(),
            observability())
        .flatMap(Function.identity());
  }

  private static Stream<Sentence> classification() {
    Subject unclassified = sales("classification: internal", "");
    String rule = "data_classification/classification";
    return Stream.of(
        new Sentence(
            "Public: Freely accessible within organization",
            rule,
            sales("classification: internal", "classification: public"),
            unclassified),
        new Sentence("Internal: Restricted to employees", rule, sales("", ""), unclassified),
        new Sentence(
            "Confidential: Restricted to specific roles",
            "data_classification/confidential_for_roles",
            sales("classification: internal", "classification: confidential"),
            sales(
                "classification: internal", "classification: confidential",
                "{role: analyst}", "{domain: marketing}")),
        new Sentence(
            "Restricted: Requires explicit approval",
            "data_classification/restricted_needs_approval",
            sales(
                "classification: internal", "classification: restricted",
                "read: [{role: analyst}]", "read: []"),
            sales("classification: internal", "classification: restricted")));
  }

  private static Stream<Sentence> personalData() {
    Subject kept = sales("", "");
    return Stream.of(
        new Sentence(
            "Mark PII fields in schema",
            "pii_handling/pii_category",
            kept,
            sales(", pii_category: contact", "")),
        new Sentence(
            "Mark PII fields in schema",
            "pii_handling/pii_declared",
            kept.withOrigins(List.of(new PersonalOrigin("customer_email", "customers.email"))),
            kept.withOrigins(List.of(new PersonalOrigin("status", "customers.email")))),
        new Sentence(
            "Implement column-level encryption",
            "pii_handling/pii_protected",
            kept,
            sales(", protect: encrypt", "")),
        new Sentence(
            "Enable audit logging",
            "pii_handling/pii_audited",
            kept,
            sales("audit_logging_enabled: true", "")),
        new Sentence(
            "Comply with GDPR/CCPA requirements",
            "pii_handling/pii_subject_key",
            kept,
            sales("subject_key: customer_id", "")),
        new Sentence(
            "Comply with GDPR/CCPA requirements",
            "pii_handling/pii_purpose",
            kept,
            sales("purpose: reports of sales", "")));
  }

  private static Stream<Sentence> retention() {
    String rule = "data_retention/retention_maximum";
    Subject trash = measured(sales("", ""), MeasuredRun.TRASH_DAYS, "30");
    return Stream.of(
        new Sentence(
            "Operational data: 7 years",
            rule,
            kept("operational", 2555),
            kept("operational", 2556)),
        new Sentence(
            "Analytical data: 3 years", rule, kept("analytical", 1095), kept("analytical", 1096)),
        new Sentence("Logs: 1 year", rule, kept("log", 365), kept("log", 366)),
        new Sentence(
            "Deleted data: 30 days in trash",
            "data_retention/trash_days",
            trash,
            measured(sales("", ""), MeasuredRun.TRASH_DAYS, "7")));
  }

  private static Stream<Sentence> domains() {
    return Stream.of(
        new Sentence(
            "completeness: \">= 99%\"",
            "data_quality/completeness_minimum",
            measured(sales("", ""), MeasuredRun.COMPLETENESS, "0.99"),
            measured(sales("", ""), MeasuredRun.COMPLETENESS, "0.9899")),
        new Sentence(
            "accuracy: \">= 99.5%\"",
            "data_quality/accuracy_minimum",
            measured(sales("", ""), MeasuredRun.ACCURACY, "0.995"),
            measured(sales("", ""), MeasuredRun.ACCURACY, "0.9949")),
        new Sentence(
            "freshness: \"<= 24 hours\"",
            "data_quality/freshness_maximum",
            sales("", ""),
            sales("max_age_hours: 24", "max_age_hours: 25")),
        new Sentence(
            "pii_fields: [customer_email, customer_phone]",
            "access_control/pii_fields",
            sales("", ""),
            sales(", is_pii: true, pii_category: contact, protect: encrypt", "")),
        new Sentence(
            "approval_required: [customer_ssn]",
            "access_control/approval_required",
            sales("name: status", "classification: restricted, name: customer_ssn"),
            sales("name: status", "name: customer_ssn")),
        new Sentence(
            "completeness: \">= 99.9%\"",
            "data_quality/completeness_minimum",
            measured(finance("", ""), MeasuredRun.COMPLETENESS, "0.999"),
            measured(finance("", ""), MeasuredRun.COMPLETENESS, "0.9989")),
        new Sentence(
            "accuracy: \">= 99.99%\"",
            "data_quality/accuracy_minimum",
            measured(finance("", ""), MeasuredRun.ACCURACY, "0.9999"),
            measured(finance("", ""), MeasuredRun.ACCURACY, "0.9998")),
        new Sentence(
            "freshness: \"<= 1 hour\"",
            "data_quality/freshness_maximum",
            finance("", ""),
            finance("max_age_hours: 1", "max_age_hours: 2")),
        new Sentence(
            "sox_compliance: true",
            "access_control/retention_minimum",
            finance("", ""),
            finance("retention_days: 2557", "retention_days: 2556")),
        new Sentence(
            "audit_all_access: true",
            "access_control/audited",
            finance("", ""),
            finance("audit_logging_enabled: true", "")));
  }

  private static Stream<Sentence> schema() {
    Subject kept = sales("", "");
    return Stream.of(
        new Sentence(
            "Primary key",
            "schema_validation/primary_key",
            kept,
            sales(", is_primary_key: true", "")),
        new Sentence(
            "Column descriptions",
            "schema_validation/descriptions",
            kept,
            sales(", description: State of the order", "")),
        new Sentence("Data types", "schema_validation/schema", kept, Products.withoutFields()),
        new Sentence(
            "Constraints",
            "schema_validation/quality_checks",
            kept,
            sales(
                ", is_primary_key: true",
                "",
                ", constraints: [not_null]",
                "",
                Products.SERVICE_LEVEL,
                "")));
  }

  private static Stream<Sentence> measured() {
    return Stream.of(
        new Sentence(
            "No critical failures",
            "quality_gates/no_critical_failure",
            run(outcomes(20, 0, Severity.CRITICAL)),
            run(outcomes(20, 1, Severity.CRITICAL))),
        new Sentence(
            "Warning threshold: <= 5%",
            "quality_gates/warning_share",
            run(outcomes(20, 1, Severity.WARNING)),
            run(outcomes(20, 2, Severity.WARNING))));
  }

  private static Stream<Sentence> breakingChanges() {
    Subject before = sales("", "");
    Subject widened = sales("version: 1.0.0", "version: 1.0.1");
    Subject removed = withoutStatus();
    String rule = "breaking_changes/breaking_changes";
    return Stream.of("Major version increment", "30-day deprecation notice", "Migration guide")
        .map(
            sentence ->
                new Sentence(
                    sentence,
                    rule,
                    widened.withPrevious(new Previous.Published(before.contract())),
                    removed.withPrevious(new Previous.Published(before.contract()))));
  }

  private static Stream<Sentence> observability() {
    Stream<Sentence> metrics =
        Stream.of("row_count", "null_rate", "distinct_count", "value_distribution")
            .map(
                name ->
                    new Sentence(
                        name,
                        "observability_requirements/required_metrics",
                        sales("", ""),
                        sales("    - " + name + "\n", "")));
    Stream<Sentence> alerts =
        Map.of(
                "freshness_violation", "freshness",
                "quality_check_failure", "quality",
                "schema_drift", "schema_drift",
                "volume_anomaly", "volume")
            .entrySet()
            .stream()
            .map(
                alert ->
                    new Sentence(
                        alert.getKey(),
                        "observability_requirements/required_alerts",
                        sales("", ""),
                        sales(
                            "    - type: " + alert.getValue() + "\n",
                            "    - type: " + other(alert.getValue()) + "\n")));
    return Stream.concat(metrics, alerts);
  }

  private static String other(String alert) {
    return alert.equals("volume") ? "freshness" : "volume";
  }

  private static Subject withoutStatus() {
    return sales(
        "version: 1.0.0",
        "version: 1.1.0",
        "    - {name: status, type: string, description: State of the order}\n",
        "");
  }

  private static Subject sales(String... replacements) {
    return Products.sales(replacements);
  }

  private static Subject finance(String... replacements) {
    return Products.finance(replacements);
  }

  private static Subject kept(String category, int days) {
    return sales(
        "data_category: analytical", "data_category: " + category,
        "retention_days: 1095", "retention_days: " + days);
  }

  private static Subject measured(Subject subject, String metric, String value) {
    return subject.withRun(Products.run(outcomes(20, 0, Severity.ERROR), metric, value));
  }

  private static Subject run(List<RuleOutcome> outcomes) {
    return sales("", "").withRun(Products.run(outcomes, MeasuredRun.TRASH_DAYS, "30"));
  }

  private static List<RuleOutcome> outcomes(int rules, int failed, Severity severity) {
    return IntStream.range(0, rules)
        .mapToObj(
            rule ->
                new RuleOutcome(
                    "rule_" + rule,
                    severity,
                    rule < failed ? Verdict.FAILED : Verdict.PASSED,
                    Optional.of(BigDecimal.ZERO)))
        .toList();
  }

  private static Evaluation evaluate(Subject subject) {
    Stage stage = subject.run().isPresent() ? Stage.PUBLISH : Stage.CONTRACT;
    return Products.evaluate(SeedPolicyTest.POLICIES, subject, stage);
  }

  private static Set<String> names(Stream<RuleId> rules) {
    return rules.map(RuleId::toString).collect(Collectors.toCollection(TreeSet::new));
  }
}
