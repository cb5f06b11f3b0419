package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.pipeline.Quarantine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class QuarantineTextTest {

  private static final Instant NIGHT = Instant.parse("2024-01-14T02:00:00Z");

  private static final Quarantine.Entry ENTRY =
      new Quarantine.Entry(
          "4be8876e81beab38",
          "9b1f0c44",
          "rejected",
          NIGHT,
          "{\"order_id\":\"17\",\"total_amount\":-5.00,\"status\":\"lo\u001b[2Jst\"}",
          List.of(
              new Quarantine.Violation(
                  "total_amount_min",
                  Optional.of("total_amount"),
                  Optional.of("-5.00"),
                  "expected total_amount >= 0",
                  "9b1f0c44"),
              new Quarantine.Violation(
                  "status_in",
                  Optional.of("status"),
                  Optional.empty(),
                  "status is not allowed",
                  "requeue-77aa")));

  @Test
  void countsRulesAndShowsEachRowWithWhatIsWrongWithIt() {
    QuarantinePage page =
        new QuarantinePage(
            "sales.orders",
            "/data/q",
            3,
            4,
            List.of(
                new Quarantine.RuleSummary("status_in", 2_000, 2, NIGHT, NIGHT.plusSeconds(60))),
            List.of(ENTRY),
            Optional.of(new QuarantinePage.Export(Path.of("rows.jsonl"), 3)));

    assertThat(QuarantineText.of(page, Ansi.OFF))
        .isEqualTo(
            """
            sales.orders has 3 rows in quarantine, in /data/q

            ┌───────────┬───────┬──────┬──────────────────────┬──────────────────────┐
            │ rule      │ rows  │ runs │ first                │ latest               │
            ├───────────┼───────┼──────┼──────────────────────┼──────────────────────┤
            │ status_in │ 2,000 │ 2    │ 2024-01-14T02:00:00Z │ 2024-01-14T02:01:00Z │
            └───────────┴───────┴──────┴──────────────────────┴──────────────────────┘

            {"order_id":"17","total_amount":-5.00,"status":"lo\uFFFD[2Jst"}
              4be8876e81beab38, run 9b1f0c44, rejected, 2024-01-14T02:00:00Z
              ✗ total_amount_min: expected total_amount >= 0, found -5.00
              ✗ status_in: status is not allowed, as corrected by requeue-77aa

            2 rows not shown; --limit shows more
            4 rows of other rules left out by --rules, --tags or --severity

            3 rows written to rows.jsonl, personal data in clear
            correct them there, then: bin/mesh quarantine requeue sales.orders --from rows.jsonl\
            """);
  }

  @Test
  void saysThatThereIsNothing() {
    QuarantinePage page =
        new QuarantinePage("sales.orders", "/data/q", 0, 0, List.of(), List.of(), Optional.empty());

    assertThat(QuarantineText.of(page, Ansi.OFF))
        .isEqualTo("sales.orders has no rows in quarantine");
  }
}
