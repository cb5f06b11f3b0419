package io.meshwright.governance.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComplianceSarifTest {

  private static final Path ROOT = Path.of("/checkout");

  @Test
  void showsEachViolationAtItsPlace() {
    ComplianceReport report =
        Compliances.report(
            Compliances.evaluated(
                "finance.ledger",
                Compliances.RULES,
                List.of(
                    Compliances.unclassified("finance.ledger"),
                    Compliances.waived(
                        Compliances.withoutKey("finance.ledger"), "finance.ledger until May"))));

    assertThat(ComplianceSarif.of(report, ROOT).toPrettyString())
        .isEqualTo(
            """
            {
              "$schema" : "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
              "version" : "2.1.0",
              "runs" : [ {
                "tool" : {
                  "driver" : {
                    "name" : "mesh",
                    "rules" : [ {
                      "id" : "data_classification/classified"
                    }, {
                      "id" : "data_retention/retention"
                    }, {
                      "id" : "schema_validation/described"
                    }, {
                      "id" : "schema_validation/primary_key"
                    } ]
                  }
                },
                "invocations" : [ {
                  "executionSuccessful" : true,
                  "toolExecutionNotifications" : [ ]
                } ],
                "results" : [ {
                  "ruleId" : "data_classification/classified",
                  "level" : "error",
                  "message" : {
                    "text" : "finance.ledger: it is not <classified> (expected one of public, internal, found nothing). Fix: add classification: internal"
                  },
                  "locations" : [ {
                    "physicalLocation" : {
                      "artifactLocation" : {
                        "uri" : "jobs/x.yaml"
                      },
                      "region" : {
                        "startLine" : 3,
                        "startColumn" : 1
                      }
                    },
                    "logicalLocations" : [ {
                      "fullyQualifiedName" : "finance.ledger/classification"
                    } ]
                  } ],
                  "partialFingerprints" : {
                    "meshViolation/v1" : "%s"
                  }
                }, {
                  "ruleId" : "schema_validation/primary_key",
                  "level" : "warning",
                  "message" : {
                    "text" : "finance.ledger: no field is a primary key (expected a primary key, found none). Fix: mark one with is_primary_key: true"
                  },
                  "locations" : [ {
                    "physicalLocation" : {
                      "artifactLocation" : {
                        "uri" : "jobs/x.yaml"
                      },
                      "region" : {
                        "startLine" : 3,
                        "startColumn" : 1
                      }
                    },
                    "logicalLocations" : [ {
                      "fullyQualifiedName" : "finance.ledger/schema.fields"
                    } ]
                  } ],
                  "partialFingerprints" : {
                    "meshViolation/v1" : "%s"
                  },
                  "suppressions" : [ {
                    "kind" : "external",
                    "status" : "accepted",
                    "justification" : "waiver finance.ledger until May"
                  } ]
                } ]
              } ]
            }"""
                .formatted(
                    Compliances.unclassified("finance.ledger").id(),
                    Compliances.withoutKey("finance.ledger").id()));
  }

  @Test
  void isNotSuccessfulWhereAProductWasNotEvaluated() {
    ComplianceReport report =
        Compliances.report(
            new Assessed.NotEvaluated("crm.broken", Optional.of("crm"), "it is invalid"));

    assertThat(ComplianceSarif.of(report, ROOT).at("/runs/0/invocations/0").toString())
        .isEqualTo(
            "{\"executionSuccessful\":false,\"toolExecutionNotifications\":[{\"level\":\"error\","
                + "\"message\":{\"text\":\"crm.broken was not evaluated: it is invalid\"}}]}");
    assertThat(
            ComplianceSarif.of(Compliances.report(), ROOT)
                .at("/runs/0/invocations/0/executionSuccessful")
                .booleanValue())
        .isFalse();
  }
}
