package io.meshwright.governance.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ExitCode;
import java.time.Duration;
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

  @Test
  void tellsFiveKindsOfProductsApart() {
    ComplianceReport report =
        Compliances.report(Compliances.AT, FirstSeen.NOTHING, Compliances.everyKind());

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
        Compliances.report(
            Compliances.AT,
            FirstSeen.NOTHING,
            List.of(Compliances.evaluated("hr.people", List.of(), List.of())));

    assertThat(report.products())
        .containsExactly(
            new ProductCompliance(
                "hr.people",
                Optional.of("hr"),
                Optional.of("1.0.0"),
                ComplianceStatus.NOT_EVALUATED,
                List.of(),
                List.of(),
                0,
                List.of(),
                Optional.of("no rule of any policy is about it")));
    assertThat(report.exitCode()).isEqualTo(ExitCode.UNMEASURED);
  }

  @Test
  void endsByTheWorstThatIsKnownIfAllIsKnown() {
    Assessed stock = Compliances.evaluated("sales.stock", Compliances.RULES, List.of());
    Assessed ledger =
        Compliances.evaluated(
            "finance.ledger",
            Compliances.RULES,
            List.of(Compliances.unclassified("finance.ledger")));

    assertThat(Compliances.report(Compliances.AT, FirstSeen.NOTHING, List.of()).exitCode())
        .isEqualTo(ExitCode.UNMEASURED);
    assertThat(Compliances.report(Compliances.AT, FirstSeen.NOTHING, List.of(stock)).exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(
            Compliances.report(Compliances.AT, FirstSeen.NOTHING, List.of(stock, ledger))
                .exitCode())
        .isEqualTo(ExitCode.DENIED);
    assertThat(
            Compliances.report(Compliances.AT, FirstSeen.NOTHING, Compliances.everyKind())
                .exitCode())
        .isEqualTo(ExitCode.UNMEASURED);
  }

  @Test
  void countsTheAgeOfAViolationFromItsFirstReport() {
    Assessed orders =
        Compliances.evaluated(
            "sales.orders", Compliances.RULES, List.of(Compliances.withoutKey("sales.orders")));
    FirstSeen first =
        Compliances.report(Compliances.AT, FirstSeen.NOTHING, List.of(orders))
            .remember(FirstSeen.NOTHING);
    Instant later = Compliances.AT.plus(10, ChronoUnit.DAYS);

    ComplianceReport second =
        Compliances.report(later, first, List.of(Compliances.at(later, orders)));

    assertThat(second.products().get(0).findings())
        .containsExactly(
            new Finding(Compliances.withoutKey("sales.orders"), LocalDate.parse("2024-01-15"), 10));
    assertThat(second.remember(first)).isEqualTo(first);
  }

  @Test
  void forgetsAViolationThatIsGoneAndKeepsOneOfWhichNothingIsKnown() {
    FirstSeen before =
        Compliances.report(
                Compliances.AT,
                FirstSeen.NOTHING,
                List.of(
                    Compliances.evaluated(
                        "sales.orders",
                        Compliances.RULES,
                        List.of(Compliances.withoutKey("sales.orders"))),
                    Compliances.evaluated(
                        "sales.stock",
                        Compliances.RULES,
                        List.of(Compliances.withoutKey("sales.stock")))))
            .remember(FirstSeen.NOTHING);

    FirstSeen after =
        Compliances.report(
                Compliances.AT.plus(1, ChronoUnit.DAYS),
                before,
                List.of(
                    Compliances.evaluated("sales.orders", Compliances.RULES, List.of()),
                    new Assessed.NotEvaluated(
                        "sales.stock", Optional.of("sales"), "its contract is invalid")))
            .remember(before);

    assertThat(after.violations().keySet())
        .containsExactly(Compliances.withoutKey("sales.stock").id());
  }

  @Test
  void remembersWhatItReadsAndRefusesWhatIsNoMemory() {
    FirstSeen memory =
        Compliances.report(Compliances.AT, FirstSeen.NOTHING, Compliances.everyKind())
            .remember(FirstSeen.NOTHING);

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
    ComplianceReport report =
        Compliances.report(Compliances.AT, FirstSeen.NOTHING, Compliances.everyKind());

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
    ComplianceReport report =
        Compliances.report(Compliances.AT, FirstSeen.NOTHING, Compliances.everyKind());

    assertThat(report.deprecations())
        .extracting(
            ending -> ending.product() + " " + ending.version() + " in " + ending.days() + " days")
        .containsExactly("sales.stock 1.0.0 in 17 days");
  }

  @Test
  void writesTheSameBytesWhateverTheOrderOfWhatItIsGiven() {
    List<Assessed> reversed = new ArrayList<>(Compliances.everyKind());
    Collections.reverse(reversed);

    ComplianceReport one =
        Compliances.report(Compliances.AT, FirstSeen.NOTHING, Compliances.everyKind());
    ComplianceReport other = Compliances.report(Compliances.AT, FirstSeen.NOTHING, reversed);

    assertThat(ComplianceHtml.of(other)).isEqualTo(ComplianceHtml.of(one));
    assertThat(ComplianceJson.of(other)).hasToString(ComplianceJson.of(one).toString());
    assertThat(other.remember(FirstSeen.NOTHING).toJson())
        .isEqualTo(one.remember(FirstSeen.NOTHING).toJson());
  }

  @Test
  void writesJsonInWhichNothingIsLeftOut() {
    ComplianceReport report =
        Compliances.report(
            Compliances.AT,
            FirstSeen.NOTHING,
            List.of(
                Compliances.withoutLineage(
                    Compliances.evaluated(
                        "finance.ledger",
                        Compliances.RULES,
                        List.of(Compliances.unclassified("finance.ledger")))),
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
                "not_evaluated" : [ {
                  "policy" : "pii_handling",
                  "rule" : "pii_declared",
                  "scope" : "global",
                  "reason" : "nobody looked"
                } ],
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
                "not_evaluated" : [ ],
                "violations" : [ ]
              } ],
              "waivers" : [ ],
              "deprecations" : [ ]
            }"""
                .formatted(Compliances.POLICIES, Compliances.unclassified("finance.ledger").id()));
  }

  @Test
  void writesAPageThatLoadsNothingAndHoldsNoMarkupOfOthers() {
    String page =
        ComplianceHtml.of(
            Compliances.report(Compliances.AT, FirstSeen.NOTHING, Compliances.everyKind()));

    assertThat(page)
        .contains("it is not &lt;classified&gt;")
        .contains("<span class=\"status not-evaluated\">not evaluated</span>")
        .contains("its contract is invalid: see &#39;mesh validate&#39;")
        .contains("prefers-color-scheme: dark")
        .doesNotContain("<classified>", "http", "<script", "<link", "@import", "url(", "null");
    assertThat(page).contains(": 1 of 6 products may not be published, 2 not evaluated.</p>");
    assertThat(page.split("<article", -1)).hasSize(4);
    assertThat(page.split("</article>", -1)).hasSize(4);
  }

  @Test
  void showsWhichRulesWereNotEvaluated() {
    String page =
        ComplianceHtml.of(
            Compliances.report(
                Compliances.AT,
                FirstSeen.NOTHING,
                List.of(
                    Compliances.withoutLineage(
                        Compliances.evaluated("finance.ledger", Compliances.RULES, List.of())))));

    assertThat(page)
        .contains(
            """
            <td data-label="rule"><code>pii_handling/pii_declared</code></td>\
            <td data-label="why">nobody looked</td>\
            <td class="number" data-label="products">1</td>\
            """);
  }

  @Test
  void showsTheWorstFirst() {
    String page =
        ComplianceHtml.of(
            Compliances.report(Compliances.AT, FirstSeen.NOTHING, Compliances.everyKind()));

    assertThat(page)
        .containsSubsequence(
            "<td data-label=\"domain\">finance<",
            "<td data-label=\"domain\">crm<",
            "<td data-label=\"domain\">hr<",
            "<td data-label=\"domain\">sales<",
            "href=\"#finance.ledger\"",
            "crm.broken<br>",
            "hr.people",
            "href=\"#sales.orders\"",
            "href=\"#sales.customers\"",
            "sales.stock",
            "id=\"finance.ledger\"",
            "id=\"sales.orders\"",
            "id=\"sales.customers\"");
  }

  @Test
  void makesNoViolationYoungerWhenTheClockGoesBack() {
    List<Assessed> assessed =
        List.of(
            Compliances.evaluated(
                "sales.orders",
                Compliances.RULES,
                List.of(Compliances.withoutKey("sales.orders"))));
    FirstSeen remembered =
        Compliances.report(Compliances.AT, FirstSeen.NOTHING, assessed).remember(FirstSeen.NOTHING);

    ComplianceReport back =
        Compliances.report(
            Compliances.AT.minus(Duration.ofDays(3)),
            remembered,
            List.of(Compliances.at(Compliances.AT.minus(Duration.ofDays(3)), assessed.get(0))));

    assertThat(back.products().get(0).findings())
        .containsExactly(
            new Finding(Compliances.withoutKey("sales.orders"), LocalDate.parse("2024-01-15"), 0));
    assertThat(back.remember(remembered)).isEqualTo(remembered);
  }
}
