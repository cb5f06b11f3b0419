package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.ProductName;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.pipeline.SlaReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class SlaTextTest {

  private static final SlaReport.Finding FRESH =
      new SlaReport.Finding(
          "freshness",
          Optional.empty(),
          "published data at most 24 h old",
          "6 h old, as of 2024-01-14T02:00:00Z",
          SlaReport.State.KEPT);

  private static final SlaReport.Finding AVAILABLE =
      new SlaReport.Finding(
          "availability",
          Optional.empty(),
          "99.9% of scheduled updates",
          "50% (1 of 2), missed last on 2024-01-13T02:00:00Z: its run was rejected",
          SlaReport.State.BROKEN);

  private static final List<SlaReport.Update> UPDATES =
      List.of(
          update("2024-01-12T02:00:00Z", SlaReport.Service.SERVED, "9b1f0c44", "published"),
          update("2024-01-13T02:00:00Z", SlaReport.Service.MISSED, "a1b2c3d4", "rejected"),
          new SlaReport.Update(
              Instant.parse("2024-01-14T02:00:00Z"),
              SlaReport.Service.PENDING,
              Optional.empty(),
              Optional.empty()));

  @Test
  void showsEachPromiseWithItsEvidence() {
    assertThat(SlaText.of(report(List.of(FRESH, AVAILABLE), UPDATES), Ansi.OFF))
        .isEqualTo(
            """
            sales.orders 2.1.0 on 2024-01-14T08:00:00Z: 1 promise broken
            ┌──────────────┬──────────┬─────────────────────────────────┬───────────────────────────────────────────────┬────────┐
            │ promise      │ severity │ expected                        │ actual                                        │ state  │
            ├──────────────┼──────────┼─────────────────────────────────┼───────────────────────────────────────────────┼────────┤
            │ freshness    │ error    │ published data at most 24 h old │ 6 h old, as of 2024-01-14T02:00:00Z           │ kept   │
            │ availability │ error    │ 99.9% of scheduled updates      │ 50% (1 of 2), missed last on                  │ broken │
            │              │          │                                 │ 2024-01-13T02:00:00Z: its run was rejected    │        │
            └──────────────┴──────────┴─────────────────────────────────┴───────────────────────────────────────────────┴────────┘
            Scheduled updates since 2023-12-15T08:00:00Z: 1 served, 1 missed, 1 pending
              2024-01-13T02:00:00Z   missed    run a1b2c3d4, rejected
              2024-01-14T02:00:00Z   pending   no run
              - Sink 'slack' was down\
            """);
  }

  @Test
  void saysThatNothingIsPromised() {
    assertThat(SlaText.of(report(List.of(), List.of()), Ansi.OFF))
        .isEqualTo(
            "sales.orders 2.1.0 on 2024-01-14T08:00:00Z: its contract promises nothing over time"
                + System.lineSeparator()
                + "  - Sink 'slack' was down");
  }

  @Test
  void printsEveryUpdateAsJson() {
    assertThat(Json.print(SlaText.json(List.of(report(List.of(FRESH), UPDATES.subList(1, 2))))))
        .isEqualTo(
            """
            {
              "products" : [ {
                "product" : "sales.orders",
                "version" : "2.1.0",
                "from" : "2023-12-15T08:00:00Z",
                "on" : "2024-01-14T08:00:00Z",
                "exit_code" : 0,
                "promises" : [ {
                  "promise" : "freshness",
                  "severity" : "error",
                  "expected" : "published data at most 24 h old",
                  "actual" : "6 h old, as of 2024-01-14T02:00:00Z",
                  "state" : "kept"
                } ],
                "notes" : [ "Sink 'slack' was down" ],
                "updates" : [ {
                  "due" : "2024-01-13T02:00:00Z",
                  "service" : "missed",
                  "run" : "a1b2c3d4",
                  "outcome" : "rejected"
                } ]
              } ]
            }\
            """);
  }

  private static SlaReport report(
      List<SlaReport.Finding> findings, List<SlaReport.Update> updates) {
    return new SlaReport(
        ProductName.of("sales", "orders"),
        SemanticVersion.of(2, 1, 0),
        Instant.parse("2023-12-15T08:00:00Z"),
        Instant.parse("2024-01-14T08:00:00Z"),
        findings,
        List.of("Sink 'slack' was down"),
        updates);
  }

  private static SlaReport.Update update(
      String due, SlaReport.Service service, String run, String outcome) {
    return new SlaReport.Update(
        Instant.parse(due), service, Optional.of(run), Optional.of(outcome));
  }
}
