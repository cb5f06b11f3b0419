package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Place;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.Severity;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.governance.Breach;
import io.meshwright.governance.Enforcement;
import io.meshwright.governance.Evaluation;
import io.meshwright.governance.NotEvaluated;
import io.meshwright.governance.PolicyViolation;
import io.meshwright.governance.RuleId;
import io.meshwright.governance.Scope;
import io.meshwright.governance.Stage;
import io.meshwright.governance.Waiver;
import io.meshwright.governance.WaiverList;
import io.meshwright.governance.compliance.Assessed;
import io.meshwright.governance.compliance.ComplianceReport;
import io.meshwright.governance.compliance.FirstSeen;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** One report in the forms that the command line gives it. */
class ComplianceFormsTest {

  private static final Instant AT = Instant.parse("2024-01-15T06:00:00Z");
  private static final RuleId KEPT = new RuleId("schema_validation", "described", Scope.GLOBAL);
  private static final RuleId KEY =
      new RuleId("schema_validation", "primary_key", Scope.of("sales"));
  private static final RuleId CLASSIFIED =
      new RuleId("data_classification", "classified", Scope.GLOBAL);
  private static final RuleId DECLARED = new RuleId("pii_handling", "pii_declared", Scope.GLOBAL);

  @Test
  void writesASuiteAProductAndACaseARule() {
    String xml = ComplianceJunit.of(report());

    assertThat(xml.replace("><", ">\n<"))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites tests="5" failures="1" errors="1" skipped="2">
            <testsuite name="sales.broken" tests="1" failures="0" errors="1" skipped="0" time="0" timestamp="2024-01-15T06:00:00">
            <properties>
            <property name="status" value="not evaluated"/>
            <property name="policy_set_hash" value="abab"/>
            </properties>
            <testcase name="evaluated" classname="sales.broken" time="0">
            <error message="invalid" type="not evaluated">invalid</error>
            </testcase>
            </testsuite>
            <testsuite name="sales.orders" tests="4" failures="1" errors="0" skipped="2" time="0" timestamp="2024-01-15T06:00:00">
            <properties>
            <property name="status" value="denied"/>
            <property name="policy_set_hash" value="abab"/>
            <property name="contract_version" value="1.0.0"/>
            </properties>
            <testcase name="data_classification/classified" classname="sales.orders" time="0">
            <failure message="schema, error: it is &lt;not&gt; classified; fix: mend it" type="error">schema, error: it is &lt;not&gt; classified; fix: mend it</failure>
            </testcase>
            <testcase name="schema_validation/described" classname="sales.orders" time="0">
            </testcase>
            <testcase name="schema_validation/primary_key, domain sales" classname="sales.orders" time="0">
            <skipped message="schema, warning: it has no key; fix: mend it"/>
            </testcase>
            <testcase name="pii_handling/pii_declared" classname="sales.orders" time="0">
            <skipped message="nobody looked"/>
            </testcase>
            </testsuite>
            </testsuites>
            """);
  }

  @Test
  void printsProductsThenWhatTheyDoNotKeep() {
    assertThat(ComplianceText.of(report(), Ansi.OFF))
        .isEqualTo(
            """
            ┌──────────────┬─────────┬────────────┬───────┬───────────────┐
            │ product      │ version │ rules kept │ score │ status        │
            ├──────────────┼─────────┼────────────┼───────┼───────────────┤
            │ sales.broken │ -       │ -          │ -     │ not evaluated │
            │ sales.orders │ 1.0.0   │ 1 of 3     │ 33 %%  │ denied        │
            └──────────────┴─────────┴────────────┴───────┴───────────────┘

            sales.broken
              not evaluated: invalid

            sales.orders
              ✗ error data_classification/classified: it is <not> classified
                  fix: mend it
                  since 2024-01-15 (0 days), global, id %s
              ! warning schema_validation/primary_key: it has no key
                  fix: mend it
                  since 2024-01-15 (0 days), domain sales, id %s

            Not evaluated
              pii_handling/pii_declared (nobody looked), of 1 product

            Waivers
              sales.orders schema_validation/primary_key until 2024-01-10: over, allows 0 violations, approved by dana

            Deprecations
              sales.orders 1.0.0 ends on 2024-02-01, in 17 days

            2 products: 1 not evaluated, 1 denied; 1 of 3 rules kept, score 33 %%; policies abab"""
                .formatted(
                    violation(CLASSIFIED, Severity.ERROR, "").id(),
                    violation(KEY, Severity.WARNING, "").id()));
  }

  @Test
  void saysThatNothingWasEvaluated() {
    assertThat(
            ComplianceText.of(
                ComplianceReport.of(AT, "abab", List.of(), WaiverList.EMPTY, FirstSeen.NOTHING),
                Ansi.OFF))
        .isEqualTo("nothing was evaluated");
  }

  private static ComplianceReport report() {
    Assessed orders =
        new Assessed.Evaluated(
            new ContractReader(SqlSyntax.UNCHECKED)
                .parse(
                    Path.of("data_product.yaml"),
                    """
                    name: orders
                    version: 1.0.0
                    domain: sales
                    owner: {team: us}
                    schema: {type: delta, location: /data, fields: [{name: id, type: string}]}
                    deprecation: {announced_on: 2024-01-01, sunset_on: 2024-02-01}
                    """)
                .contract(),
            new Evaluation(
                ProductName.parse("sales.orders"),
                SemanticVersion.parse("1.0.0"),
                Stage.SWEEP,
                "abab",
                AT,
                List.of(CLASSIFIED, KEPT, KEY),
                List.of(
                    violation(CLASSIFIED, Severity.ERROR, "it is <not> classified"),
                    violation(KEY, Severity.WARNING, "it has no key")),
                List.of(new NotEvaluated(DECLARED, "nobody looked"))));
    Assessed broken = new Assessed.NotEvaluated("sales.broken", Optional.of("sales"), "invalid");
    Waiver over =
        new Waiver(
            KEY.toString(),
            ProductName.parse("sales.orders"),
            "later",
            List.of("dana"),
            LocalDate.parse("2024-01-01"),
            LocalDate.parse("2024-01-10"),
            Place.startOf(Path.of("waivers.yaml")));
    return ComplianceReport.of(
        AT, "abab", List.of(orders, broken), new WaiverList(List.of(over)), FirstSeen.NOTHING);
  }

  private static PolicyViolation violation(RuleId rule, Severity severity, String message) {
    return new PolicyViolation(
        rule,
        severity,
        Enforcement.BLOCK,
        ProductName.parse("sales.orders"),
        new Breach(List.of("schema"), message, "a", "b", "mend it"),
        Optional.empty(),
        Optional.empty());
  }
}
