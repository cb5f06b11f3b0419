package io.meshwright.governance.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Place;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Severity;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.governance.Breach;
import io.meshwright.governance.Enforcement;
import io.meshwright.governance.Evaluation;
import io.meshwright.governance.PolicyViolation;
import io.meshwright.governance.RuleId;
import io.meshwright.governance.Scope;
import io.meshwright.governance.Stage;
import io.meshwright.governance.Waiver;
import io.meshwright.governance.WaiverList;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ComplianceReportTest {

  private static final Instant AT = Instant.parse("2024-01-15T06:00:00Z");
  private static final String POLICIES = "ab".repeat(32);

  private static final RuleId KEY = new RuleId("schema_validation", "primary_key", Scope.GLOBAL);
  private static final RuleId CLASSIFIED =
      new RuleId("data_classification", "classified", Scope.of("finance"));
  private static final List<RuleId> RULES =
      List.of(
          CLASSIFIED,
          new RuleId("data_retention", "retention", Scope.GLOBAL),
          new RuleId("schema_validation", "described", Scope.GLOBAL),
          KEY);

  @Test
  void tellsFiveKindsOfProductsApart() {
    ComplianceReport report = report(AT, FirstSeen.NOTHING, everyKind());

    assertThat(report.products())
        .extracting(product -> product.name() + " " + product.status())
        .containsExactly(
            "crm.broken not evaluated",
            "finance.ledger denied",
            "hr.people not evaluated",
            "sales.customers waived",
            "sales.orders violating",
            "sales.stock compliant");
    assertThat(report.mesh())
        .isEqualTo(
            new Tally(
                ComplianceStatus.DENIED,
                Map.of(
                    ComplianceStatus.COMPLIANT, 1,
                    ComplianceStatus.WAIVED, 1,
                    ComplianceStatus.VIOLATING, 1,
                    ComplianceStatus.NOT_EVALUATED, 2,
                    ComplianceStatus.DENIED, 1),
                16,
                12));
    assertThat(report.mesh().score()).isEqualTo(OptionalInt.of(75));
    assertThat(report.domains().keySet()).containsExactly("crm", "finance", "hr", "sales");
    assertThat(report.domains().get("sales").status()).isEqualTo(ComplianceStatus.VIOLATING);
    assertThat(report.domains().get("hr").score()).isEmpty();
  }

  @Test
  void callsNothingCompliantThatNoRuleIsAbout() {
    ComplianceReport report =
        report(AT, FirstSeen.NOTHING, List.of(evaluated("hr.people", List.of(), List.of())));

    assertThat(report.products())
        .containsExactly(
            new ProductCompliance(
                "hr.people",
                Optional.of("hr"),
                Optional.of("1.0.0"),
                ComplianceStatus.NOT_EVALUATED,
                List.of(),
                0,
                0,
                List.of(),
                Optional.of("no rule of any policy is about it")));
    assertThat(report.exitCode()).isEqualTo(ExitCode.UNMEASURED);
  }

  @Test
  void endsByTheWorstThatIsKnownIfAllIsKnown() {
    Assessed stock = evaluated("sales.stock", RULES, List.of());
    Assessed ledger = evaluated("finance.ledger", RULES, List.of(unclassified("finance.ledger")));

    assertThat(report(AT, FirstSeen.NOTHING, List.of()).exitCode()).isEqualTo(ExitCode.UNMEASURED);
    assertThat(report(AT, FirstSeen.NOTHING, List.of(stock)).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(report(AT, FirstSeen.NOTHING, List.of(stock, ledger)).exitCode())
        .isEqualTo(ExitCode.DENIED);
    assertThat(report(AT, FirstSeen.NOTHING, everyKind()).exitCode())
        .isEqualTo(ExitCode.UNMEASURED);
  }

  @Test
  void countsTheAgeOfAViolationFromItsFirstReport() {
    Assessed orders = evaluated("sales.orders", RULES, List.of(withoutKey("sales.orders")));
    FirstSeen first = report(AT, FirstSeen.NOTHING, List.of(orders)).remember(FirstSeen.NOTHING);
    Instant later = AT.plus(10, ChronoUnit.DAYS);

    ComplianceReport second = report(later, first, List.of(at(later, orders)));

    assertThat(second.products().get(0).findings())
        .containsExactly(
            new Finding(withoutKey("sales.orders"), LocalDate.parse("2024-01-15"), 10));
    assertThat(second.remember(first)).isEqualTo(first);
  }

  @Test
  void forgetsAViolationThatIsGoneAndKeepsOneOfWhichNothingIsKnown() {
    FirstSeen before =
        report(
                AT,
                FirstSeen.NOTHING,
                List.of(
                    evaluated("sales.orders", RULES, List.of(withoutKey("sales.orders"))),
                    evaluated("sales.stock", RULES, List.of(withoutKey("sales.stock")))))
            .remember(FirstSeen.NOTHING);

    FirstSeen after =
        report(
                AT.plus(1, ChronoUnit.DAYS),
                before,
                List.of(
                    evaluated("sales.orders", RULES, List.of()),
                    new Assessed.NotEvaluated(
                        "sales.stock", Optional.of("sales"), "its contract is invalid")))
            .remember(before);

    assertThat(after.violations().keySet()).containsExactly(withoutKey("sales.stock").id());
  }

  @Test
  void remembersWhatItReadsAndRefusesWhatIsNoMemory() {
    FirstSeen memory = report(AT, FirstSeen.NOTHING, everyKind()).remember(FirstSeen.NOTHING);

    assertThat(FirstSeen.parse(memory.toJson())).isEqualTo(memory);
    assertThat(FirstSeen.NOTHING.toJson())
        .isEqualTo("{\n  \"form\" : \"mesh-first-seen-1\",\n  \"violations\" : { }\n}\n");
    assertThatThrownBy(() -> FirstSeen.parse("{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("its 'form' is not mesh-first-seen-1");
    assertThatThrownBy(() -> FirstSeen.parse("{"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it is no JSON");
  }

  @Test
  void showsWhichWaiversAreAboutToEnd() {
    ComplianceReport report = report(AT, FirstSeen.NOTHING, everyKind());

    assertThat(report.waivers())
        .extracting(use -> use.waiver().id() + ": " + use.state() + ", " + use.violations())
        .containsExactly(
            "sales.customers schema_validation/primary_key until 2024-01-20: ends soon, 1",
            "sales.orders schema_validation/primary_key until 2024-01-15: over, 0",
            "sales.stock schema_validation/primary_key until 2024-03-01: holds, 0",
            "sales.stock schema_validation/primary_key until 2024-04-15: not yet, 0");
  }

  @Test
  void showsWhichVersionsEnd() {
    ComplianceReport report = report(AT, FirstSeen.NOTHING, everyKind());

    assertThat(report.deprecations())
        .extracting(
            ending -> ending.product() + " " + ending.version() + " in " + ending.days() + " days")
        .containsExactly("sales.stock 1.0.0 in 17 days");
  }

  @Test
  void writesTheSameBytesWhateverTheOrderOfWhatItIsGiven() {
    List<Assessed> reversed = new ArrayList<>(everyKind());
    Collections.reverse(reversed);

    ComplianceReport one = report(AT, FirstSeen.NOTHING, everyKind());
    ComplianceReport other = report(AT, FirstSeen.NOTHING, reversed);

    assertThat(ComplianceHtml.of(other)).isEqualTo(ComplianceHtml.of(one));
    assertThat(ComplianceJson.of(other)).hasToString(ComplianceJson.of(one).toString());
    assertThat(other.remember(FirstSeen.NOTHING).toJson())
        .isEqualTo(one.remember(FirstSeen.NOTHING).toJson());
  }

  @Test
  void writesJsonInWhichNothingIsLeftOut() {
    ComplianceReport report =
        report(
            AT,
            FirstSeen.NOTHING,
            List.of(
                evaluated("finance.ledger", RULES, List.of(unclassified("finance.ledger"))),
                new Assessed.NotEvaluated("jobs/x.yaml", Optional.empty(), "it has no name")));

    assertThat(ComplianceJson.of(report).toPrettyString())
        .isEqualTo(
            """
            {
              "form" : "mesh-compliance-1",
              "at" : "2024-01-15T06:00:00Z",
              "exit_code" : 6,
              "policy_set_hash" : "%1$s",
              "mesh" : {
                "status" : "denied",
                "score" : 75,
                "rules" : 4,
                "kept" : 3,
                "products" : {
                  "compliant" : 0,
                  "waived" : 0,
                  "violating" : 0,
                  "not_evaluated" : 1,
                  "denied" : 1
                }
              },
              "domains" : {
                "" : {
                  "status" : "not_evaluated",
                  "score" : null,
                  "rules" : 0,
                  "kept" : 0,
                  "products" : {
                    "compliant" : 0,
                    "waived" : 0,
                    "violating" : 0,
                    "not_evaluated" : 1,
                    "denied" : 0
                  }
                },
                "finance" : {
                  "status" : "denied",
                  "score" : 75,
                  "rules" : 4,
                  "kept" : 3,
                  "products" : {
                    "compliant" : 0,
                    "waived" : 0,
                    "violating" : 0,
                    "not_evaluated" : 0,
                    "denied" : 1
                  }
                }
              },
              "products" : [ {
                "product" : "finance.ledger",
                "domain" : "finance",
                "version" : "1.0.0",
                "status" : "denied",
                "reason" : null,
                "score" : 75,
                "rules" : 4,
                "kept" : 3,
                "policies" : [ "data_classification", "data_retention", "schema_validation" ],
                "violations" : [ {
                  "id" : "%2$s",
                  "policy" : "data_classification",
                  "rule" : "classified",
                  "scope" : "domain finance",
                  "severity" : "error",
                  "enforcement" : "block",
                  "denies" : true,
                  "path" : "classification",
                  "message" : "it is not <classified>",
                  "expected" : "one of public, internal",
                  "actual" : "nothing",
                  "remediation" : "add classification: internal",
                  "file" : "jobs/x.yaml",
                  "line" : 3,
                  "column" : 1,
                  "waiver" : null,
                  "first_seen" : "2024-01-15",
                  "age_days" : 0
                } ]
              }, {
                "product" : "jobs/x.yaml",
                "domain" : null,
                "version" : null,
                "status" : "not_evaluated",
                "reason" : "it has no name",
                "score" : null,
                "rules" : 0,
                "kept" : 0,
                "policies" : [ ],
                "violations" : [ ]
              } ],
              "waivers" : [ ],
              "deprecations" : [ ]
            }"""
                .formatted(POLICIES, unclassified("finance.ledger").id()));
  }

  @Test
  void writesAPageThatLoadsNothingAndHoldsNoMarkupOfOthers() {
    String page = ComplianceHtml.of(report(AT, FirstSeen.NOTHING, everyKind()));

    assertThat(page)
        .contains("it is not &lt;classified&gt;")
        .contains("<span class=\"status not-evaluated\">not evaluated</span>")
        .contains("its contract is invalid: see &#39;mesh validate&#39;")
        .contains("prefers-color-scheme: dark")
        .doesNotContain("<classified>", "http", "<script", "<link", "@import", "url(", "null");
    assertThat(page.split("<article", -1)).hasSize(4);
    assertThat(page.split("</article>", -1)).hasSize(4);
  }

  private static List<Assessed> everyKind() {
    return List.of(
        evaluated("sales.stock", RULES, List.of()),
        evaluated("sales.orders", RULES, List.of(withoutKey("sales.orders"))),
        evaluated(
            "sales.customers",
            RULES,
            List.of(
                waived(
                    withoutKey("sales.customers"),
                    "sales.customers schema_validation/primary_key until 2024-01-20"))),
        evaluated(
            "finance.ledger",
            RULES,
            List.of(unclassified("finance.ledger"), withoutKey("finance.ledger"))),
        evaluated("hr.people", List.of(), List.of()),
        new Assessed.NotEvaluated(
            "crm.broken", Optional.of("crm"), "its contract is invalid: see 'mesh validate'"));
  }

  private static ComplianceReport report(Instant at, FirstSeen memory, List<Assessed> assessed) {
    return ComplianceReport.of(at, POLICIES, assessed, waivers(), memory);
  }

  private static WaiverList waivers() {
    return new WaiverList(
        List.of(
            waiver("sales.stock", "2024-02-01", "2024-04-15"),
            waiver("sales.stock", "2024-01-15", "2024-03-01"),
            waiver("sales.customers", "2024-01-01", "2024-01-20"),
            waiver("sales.orders", "2024-01-01", "2024-01-15"),
            waiver("it.unknown", "2024-01-01", "2024-01-15")));
  }

  private static Waiver waiver(String product, String from, String until) {
    return new Waiver(
        KEY.toString(),
        ProductName.parse(product),
        "the source has no key before its migration",
        List.of("dana@company.com"),
        LocalDate.parse(from),
        LocalDate.parse(until),
        Place.startOf(Path.of("waivers.yaml")));
  }

  private static Assessed evaluated(
      String name, List<RuleId> rules, List<PolicyViolation> violations) {
    return new Assessed.Evaluated(
        contract(ProductName.parse(name)), evaluation(name, AT, rules, violations));
  }

  private static Assessed at(Instant later, Assessed assessed) {
    Evaluation evaluation = ((Assessed.Evaluated) assessed).evaluation();
    return new Assessed.Evaluated(
        contract(evaluation.product()),
        evaluation(
            evaluation.product().toString(), later, evaluation.rules(), evaluation.violations()));
  }

  private static Evaluation evaluation(
      String name, Instant at, List<RuleId> rules, List<PolicyViolation> violations) {
    ProductName product = ProductName.parse(name);
    return new Evaluation(
        product, contract(product).version(), Stage.SWEEP, POLICIES, at, rules, violations);
  }

  private static Contract contract(ProductName name) {
    String ending =
        name.product().equals("stock")
            ? "deprecation: {announced_on: 2024-01-01, sunset_on: 2024-02-01}\n"
            : "";
    return new ContractReader(SqlSyntax.UNCHECKED)
        .parse(
            Path.of("data_product.yaml"),
            """
            name: %s
            version: 1.0.0
            domain: %s
            owner: {team: us}
            schema: {type: delta, location: /data, fields: [{name: id, type: string}]}
            """
                    .formatted(name.product(), name.domain())
                + ending)
        .contract();
  }

  private static PolicyViolation withoutKey(String product) {
    return violation(
        KEY,
        Severity.WARNING,
        product,
        new Breach(
            List.of("schema", "fields"),
            "no field is a primary key",
            "a primary key",
            "none",
            "mark one with is_primary_key: true"));
  }

  private static PolicyViolation unclassified(String product) {
    return violation(
        CLASSIFIED,
        Severity.ERROR,
        product,
        new Breach(
            List.of("classification"),
            "it is not <classified>",
            "one of public, internal",
            "nothing",
            "add classification: internal"));
  }

  private static PolicyViolation violation(
      RuleId rule, Severity severity, String product, Breach breach) {
    return new PolicyViolation(
        rule,
        severity,
        Enforcement.BLOCK,
        ProductName.parse(product),
        breach,
        Optional.of(new Place(Path.of("jobs/x.yaml"), 3, 1)),
        Optional.empty());
  }

  private static PolicyViolation waived(PolicyViolation violation, String waiver) {
    return new PolicyViolation(
        violation.rule(),
        violation.severity(),
        violation.enforcement(),
        violation.product(),
        violation.breach(),
        violation.place(),
        Optional.of(waiver));
  }
}
