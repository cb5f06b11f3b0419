package io.meshwright.cli;

import io.meshwright.cli.JunitXml.Case;
import io.meshwright.cli.JunitXml.Result;
import io.meshwright.cli.JunitXml.Suite;
import io.meshwright.governance.NotEvaluated;
import io.meshwright.governance.PolicyViolation;
import io.meshwright.governance.RuleId;
import io.meshwright.governance.compliance.ComplianceReport;
import io.meshwright.governance.compliance.Finding;
import io.meshwright.governance.compliance.ProductCompliance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A compliance report in JUnit's XML: a test suite a product, and a test case a rule that was
 * evaluated. A violation that denies is a failure; one that does not, or that a waiver allows, is
 * skipped with its message; a product that was not evaluated is an error.
 */
final class ComplianceJunit {

  private ComplianceJunit() {}

  static String of(ComplianceReport report) {
    return JunitXml.of(report.products().stream().map(product -> suite(report, product)).toList());
  }

  private static Suite suite(ComplianceReport report, ProductCompliance product) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("status", product.status().toString());
    properties.put("policy_set_hash", report.policySetHash());
    product.version().ifPresent(version -> properties.put("contract_version", version));
    return new Suite(
        product.name(), "0", JunitReport.timestamp(report.at()), properties, cases(product));
  }

  private static List<Case> cases(ProductCompliance product) {
    List<Case> cases = new ArrayList<>();
    product
        .reason()
        .ifPresent(
            reason ->
                cases.add(
                    new Case("evaluated", Result.ERROR, "not evaluated", reason, reason, "")));
    Map<RuleId, List<Finding>> findings =
        product.findings().stream()
            .collect(Collectors.groupingBy(finding -> finding.violation().rule()));
    for (RuleId rule : product.evaluatedRules()) {
      cases.add(
          Optional.ofNullable(findings.get(rule))
              .map(its -> broken(rule, its))
              .orElseGet(() -> new Case(name(rule), Result.PASSED, "", "", "", "")));
    }
    for (NotEvaluated each : product.notEvaluated()) {
      cases.add(
          new Case(
              name(each.rule()),
              Result.SKIPPED,
              "not evaluated",
              each.reason(),
              each.reason(),
              ""));
    }
    return cases;
  }

  private static Case broken(RuleId rule, List<Finding> findings) {
    List<PolicyViolation> violations = findings.stream().map(Finding::violation).toList();
    boolean denies = violations.stream().anyMatch(PolicyViolation::denies);
    String severity =
        HumanText.word(
            violations.stream()
                .map(PolicyViolation::severity)
                .max(Comparator.naturalOrder())
                .orElseThrow());
    String text = violations.stream().map(ComplianceJunit::text).collect(Collectors.joining("\n"));
    return new Case(name(rule), denies ? Result.FAILURE : Result.SKIPPED, severity, text, text, "");
  }

  /** A domain may have a policy of the same name as everybody's. */
  private static String name(RuleId rule) {
    return rule.scope().isGlobal() ? rule.toString() : rule + ", " + rule.scope();
  }

  private static String text(PolicyViolation violation) {
    return "%s%s: %s; fix: %s"
        .formatted(
            violation.path().isEmpty() ? "" : violation.path() + ", ",
            violation
                .waiver()
                .map("waived by %s"::formatted)
                .orElse(HumanText.word(violation.severity())),
            violation.breach().message(),
            violation.breach().remediation());
  }
}
