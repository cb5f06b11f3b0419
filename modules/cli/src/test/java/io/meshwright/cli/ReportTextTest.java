package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Condition;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Observability;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Production;
import io.meshwright.contract.Rule;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.Severity;
import io.meshwright.pipeline.Explanation;
import io.meshwright.pipeline.Outcome;
import io.meshwright.pipeline.Problem;
import io.meshwright.pipeline.RunReport;
import io.meshwright.pipeline.StageName;
import io.meshwright.quality.AlertResult;
import io.meshwright.quality.AlertState;
import io.meshwright.quality.Distribution;
import io.meshwright.quality.Method;
import io.meshwright.quality.RuleResult;
import io.meshwright.quality.RuleVerdict;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class ReportTextTest {

  private static final Instant START = Instant.parse("2024-01-14T02:00:00Z");
  private static final String PLACE = "/data/products/sales/orders/v2";
  private static final String QUARANTINE = "/data/_mesh/quarantine/sales.orders";

  private static final RuleResult UNIQUE =
      new RuleResult(
          Rule.of("order_id_unique", new Assertion.Unique(List.of("order_id")), Severity.ERROR),
          RuleVerdict.PASSED,
          Method.KEY_PASS,
          "order_id is unique",
          "no key is shared",
          15_000,
          0);

  @Test
  void showsAPublishedRun() {
    RunReport report =
        report(
            Outcome.PUBLISHED,
            new RunReport.Rows(15_000, 15_000, 0),
            List.of(UNIQUE, amount(RuleVerdict.PASSED, "no row breaks it", 0)),
            table(Optional.of(2L), Optional.of(3L), 60, 1_572_864));

    assertThat(ReportText.of(report, Ansi.OFF))
        .isEqualTo(
            """
            sales.orders 2.1.0: published as version 3
            run 9b1f0c44 for 2024-01-14 in local, 12.3 s

            Stages
              extract         1.2 s   2 inputs
              transform      340 ms   7 columns
              publish        10.0 s   published

            Rows
              15,000 transformed = 15,000 published + 0 quarantined

            Rules: 2 passed
            ┌──────────────────┬──────────┬────────────────────┬──────────────────┬───────────┬─────────┐
            │ rule             │ severity │ expected           │ actual           │ measured  │ verdict │
            ├──────────────────┼──────────┼────────────────────┼──────────────────┼───────────┼─────────┤
            │ order_id_unique  │ error    │ order_id is unique │ no key is shared │ key pass  │ passed  │
            │ total_amount_min │ error    │ total_amount >= 0  │ no row breaks it │ in flight │ passed  │
            └──────────────────┴──────────┴────────────────────┴──────────────────┴───────────┴─────────┘

            Metrics
              row_count                   15,000
              avg_order_value             141.2035
              null_percentage_by_column   order_id 0, status 0.25

            Inputs
              orders               avro      4f1c2d3e4b5a   /data/operational/orders
              customers            delta     17             /data/operational/customers

            Table
              location   /data/products/sales/orders/v2
              version    2 → 3
              written    60 files, 1.5 MB, mode full, gate publisher

            Notes
              - The contract says parquet: published as Delta, whose data files are Parquet.\
            """);
  }

  @Test
  void showsWhatAPublishedRunGoesWithout() {
    RunReport report =
        report(
            Outcome.PUBLISHED,
            new RunReport.Rows(15_000, 14_997, 3),
            List.of(UNIQUE, amount(RuleVerdict.TOLERATED, "3 of 15000 rows break it", 3)),
            table(Optional.empty(), Optional.of(0L), 1, 900));

    assertThat(ReportText.of(report, Ansi.OFF))
        .isEqualTo(
            """
            sales.orders 2.1.0: published as version 0, with 3 rows in quarantine
            run 9b1f0c44 for 2024-01-14 in local, 12.3 s

            Stages
              extract         1.2 s   2 inputs
              transform      340 ms   7 columns
              publish        10.0 s   published

            Rows
              15,000 transformed = 14,997 published + 3 quarantined

            Rules: 1 passed, 1 tolerated
            ┌──────────────────┬──────────┬────────────────────┬──────────────────────────┬───────────┬───────────┐
            │ rule             │ severity │ expected           │ actual                   │ measured  │ verdict   │
            ├──────────────────┼──────────┼────────────────────┼──────────────────────────┼───────────┼───────────┤
            │ order_id_unique  │ error    │ order_id is unique │ no key is shared         │ key pass  │ passed    │
            │ total_amount_min │ error    │ total_amount >= 0  │ 3 of 15000 rows break it │ in flight │ tolerated │
            └──────────────────┴──────────┴────────────────────┴──────────────────────────┴───────────┴───────────┘

            Broken rules
              ✗ total_amount_min (error)
                  expected    total_amount >= 0
                  actual      3 of 15000 rows break it
                  count       3 of 15,000 rows, 0.02%
                  first seen  2024-01-12T02:00:00Z in run 77aa, 3 runs in a row
                  for example {"order_id":"17","total_amount":-5.00}
                              {"order_id":"23\uFFFD"}
                  all of them SELECT * FROM delta.`/q` WHERE run_id = '9b1f0c44'

            Metrics
              row_count                   15,000
              avg_order_value             141.2035
              null_percentage_by_column   order_id 0, status 0.25

            Inputs
              orders               avro      4f1c2d3e4b5a   /data/operational/orders
              customers            delta     17             /data/operational/customers

            Table
              location     /data/products/sales/orders/v2
              version      new → 0
              written      1 file, 900 bytes, mode full, gate publisher
              quarantine   /data/_mesh/quarantine/sales.orders
                           to see why: bin/mesh quarantine show sales.orders

            Notes
              - The contract says parquet: published as Delta, whose data files are Parquet.\
            """);
  }

  @Test
  void showsWhyARunWasRejected() {
    RunReport report =
        report(
            Outcome.REJECTED,
            new RunReport.Rows(15_000, 0, 3),
            List.of(
                UNIQUE,
                amount(
                    RuleVerdict.FAILED,
                    "3 of 15000 rows break it, and the contract tolerates none of them",
                    3)),
            table(Optional.of(2L), Optional.empty(), 0, 0));

    assertThat(ReportText.of(report, Ansi.OFF))
        .isEqualTo(
            """
            sales.orders 2.1.0: rejected: nothing was published
            run 9b1f0c44 for 2024-01-14 in local, 12.3 s

            Stages
              extract         1.2 s   2 inputs
              transform      340 ms   7 columns
              publish        10.0 s   rejected

            Rows
              15,000 transformed, 0 published, 3 quarantined

            Rules: 1 passed, 1 failed
            ┌──────────────────┬──────────┬────────────────────┬───────────────────────────────────────────┬───────────┬─────────┐
            │ rule             │ severity │ expected           │ actual                                    │ measured  │ verdict │
            ├──────────────────┼──────────┼────────────────────┼───────────────────────────────────────────┼───────────┼─────────┤
            │ order_id_unique  │ error    │ order_id is unique │ no key is shared                          │ key pass  │ passed  │
            │ total_amount_min │ error    │ total_amount >= 0  │ 3 of 15000 rows break it, and the         │ in flight │ failed  │
            │                  │          │                    │ contract tolerates none of them           │           │         │
            └──────────────────┴──────────┴────────────────────┴───────────────────────────────────────────┴───────────┴─────────┘

            Broken rules
              ✗ total_amount_min (error)
                  expected    total_amount >= 0
                  actual      3 of 15000 rows break it, and the contract tolerates none of them
                  count       3 of 15,000 rows, 0.02%
                  first seen  2024-01-12T02:00:00Z in run 77aa, 3 runs in a row
                  for example {"order_id":"17","total_amount":-5.00}
                              {"order_id":"23\uFFFD"}
                  all of them SELECT * FROM delta.`/q` WHERE run_id = '9b1f0c44'

            Metrics
              row_count                   15,000
              avg_order_value             141.2035
              null_percentage_by_column   order_id 0, status 0.25

            Inputs
              orders               avro      4f1c2d3e4b5a   /data/operational/orders
              customers            delta     17             /data/operational/customers

            Table
              location     /data/products/sales/orders/v2
              version      2, unchanged
              quarantine   /data/_mesh/quarantine/sales.orders
                           to see why: bin/mesh quarantine show sales.orders

            Notes
              - The contract says parquet: published as Delta, whose data files are Parquet.

            Exit code 5: rejected: data that breaks its contract, or a change that breaks its consumers\
            """);
  }

  @Test
  void showsThatNothingWasLeftToDo() {
    RunReport report =
        new RunReport(
            identity(),
            Outcome.ALREADY_PUBLISHED,
            ExitCode.DONE,
            new RunReport.Timing(START, START.plusMillis(800), List.of()),
            List.of(),
            RunReport.Rows.NONE,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            table(Optional.of(3L), Optional.empty(), 0, 0),
            List.of(),
            List.of("Published before as version 3; nothing has changed since."),
            List.of(),
            Optional.empty());

    assertThat(ReportText.of(report, Ansi.OFF))
        .isEqualTo(
            """
            sales.orders 2.1.0: nothing to do: this run was published before
            run 9b1f0c44 for 2024-01-14 in local, 800 ms

            Table
              location   /data/products/sales/orders/v2
              version    3, unchanged

            Notes
              - Published before as version 3; nothing has changed since.\
            """);
  }

  @Test
  void showsEveryProblemOfAFailedRunWithItsFix() {
    RunReport report =
        new RunReport(
            identity(),
            Outcome.FAILED,
            ExitCode.INVALID,
            new RunReport.Timing(START, START.plusMillis(800), List.of()),
            List.of(),
            RunReport.Rows.NONE,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            table(Optional.empty(), Optional.empty(), 0, 0),
            List.of(),
            List.of(),
            List.of(
                new Problem(
                    "Cannot read input 'customers': there is nothing at"
                        + " /data/operational/customers, where the contract says it is",
                    "write the input there, or map its location with mesh.storage"),
                new Problem("Column 'status' is missing", "add it to the transform")),
            Optional.empty());

    assertThat(ReportText.of(report, Ansi.OFF))
        .isEqualTo(
            """
            sales.orders 2.1.0: failed
            run 9b1f0c44 for 2024-01-14 in local, 800 ms

            Problems
              ✗ Cannot read input 'customers': there is nothing at /data/operational/customers, where the contract says it
                is
                    fix: write the input there, or map its location with mesh.storage
              ✗ Column 'status' is missing
                    fix: add it to the transform

            Table
              location   /data/products/sales/orders/v2

            Exit code 3: invalid contract, policy or configuration\
            """);
  }

  @Test
  void hidesOnlyKeptRulesWhenThereAreMany() {
    RunReport report =
        report(
            Outcome.REJECTED,
            new RunReport.Rows(15_000, 0, 3),
            concat(
                Collections.nCopies(50, UNIQUE),
                List.of(amount(RuleVerdict.FAILED, "3 of 15000 rows break it", 3))),
            table(Optional.of(2L), Optional.empty(), 0, 0));

    assertThat(ReportText.of(report, Ansi.OFF))
        .contains("Rules: 50 passed, 1 failed")
        .contains("total_amount_min")
        .contains("and 10 more that passed; --json has them all");
  }

  @Test
  void showsWhatTheAlertsSaid() {
    RunReport report =
        report(
                Outcome.PUBLISHED,
                new RunReport.Rows(1, 1, 0),
                List.of(),
                table(Optional.of(2L), Optional.of(3L), 1, 900))
            .withAlerts(
                List.of(
                    alert("age_hours > 26", AlertState.OK, "published data is 0 h old"),
                    alert("row_count_change > 50%", AlertState.FIRES, "400 after 1,000 (-60%)"),
                    alert("row_count_anomaly", AlertState.LEARNING, "learning from 2 of 8 runs")));

    assertThat(ReportText.of(report, Ansi.OFF))
        .contains(
            """
            Alerts: 1 ok, 1 learning, 1 fires
            ┌────────┬──────────┬────────────────────────┬───────────────────────────┬──────────┐
            │ alert  │ severity │ fires when             │ actual                    │ state    │
            ├────────┼──────────┼────────────────────────┼───────────────────────────┼──────────┤
            │ volume │ warning  │ age_hours > 26         │ published data is 0 h old │ ok       │
            │ volume │ warning  │ row_count_change > 50% │ 400 after 1,000 (-60%)    │ fires    │
            │ volume │ warning  │ row_count_anomaly      │ learning from 2 of 8 runs │ learning │
            └────────┴──────────┴────────────────────────┴───────────────────────────┴──────────┘
            """);
  }

  @Test
  void showsDistributionsInAFewWords() {
    assertThat(
            DistributionText.of(
                new Distribution.Values(Map.of("open", 60L, "gone", 30L, "lost", 5L), 5)))
        .isEqualTo("(open 60%, gone 30%, lost 5%)");
    assertThat(DistributionText.of(new Distribution.Values(Map.of("open", 0L), 0)))
        .isEqualTo("(no rows)");
    assertThat(DistributionText.of(new Distribution.Quantiles(List.of(0.0, 12.5, 99.0), 7)))
        .isEqualTo("(0 … 12.5 … 99)");
  }

  @Test
  void paintsOnlyWhereColoursAreOn() {
    RunReport report =
        report(
            Outcome.PUBLISHED,
            new RunReport.Rows(1, 1, 0),
            List.of(UNIQUE),
            table(Optional.of(2L), Optional.of(3L), 1, 900));

    assertThat(ReportText.of(report, Ansi.ON))
        .contains("\u001b[32mpublished as version 3\u001b[0m");
    assertThat(ReportText.of(report, Ansi.OFF)).doesNotContain("\u001b");
  }

  private static RunReport report(
      Outcome outcome, RunReport.Rows rows, List<RuleResult> rules, RunReport.Table table) {
    return new RunReport(
        identity(),
        outcome,
        outcome.exitCode(),
        new RunReport.Timing(
            START,
            START.plusMillis(12_345),
            List.of(
                new RunReport.Stage(StageName.EXTRACT, Duration.ofMillis(1240), "2 inputs"),
                new RunReport.Stage(StageName.TRANSFORM, Duration.ofMillis(340), "7 columns"),
                new RunReport.Stage(
                    StageName.PUBLISH, Duration.ofSeconds(10), outcome.toString()))),
        List.of(
            new RunReport.InputVersion(
                "orders", "avro", "/data/operational/orders", "4f1c2d3e4b5a69788796"),
            new RunReport.InputVersion("customers", "delta", "/data/operational/customers", "17")),
        rows,
        rules,
        rules.stream()
            .filter(result -> result.violations() > 0)
            .map(result -> explanation(result.rule().name()))
            .toList(),
        List.of(
            new RunReport.Measured("row_count", Optional.empty(), 15_000),
            new RunReport.Measured("avg_order_value", Optional.empty(), 141.203456),
            new RunReport.Measured("null_percentage_by_column", Optional.of("order_id"), 0),
            new RunReport.Measured("null_percentage_by_column", Optional.of("status"), 0.25)),
        List.of(),
        table,
        List.of(),
        List.of("The contract says parquet: published as Delta, whose data files are Parquet."),
        List.of(),
        Optional.empty());
  }

  private static AlertResult alert(String condition, AlertState state, String actual) {
    return new AlertResult(
        new Observability.Alert("volume", Condition.parse(condition), Severity.WARNING),
        state,
        "",
        actual);
  }

  private static RunReport.Identity identity() {
    return new RunReport.Identity(
        "9b1f0c44",
        1,
        ProductName.of("sales", "orders"),
        SemanticVersion.of(2, 1, 0),
        "sha256:00",
        LocalDate.of(2024, 1, 14),
        "local");
  }

  private static Explanation explanation(String rule) {
    return new Explanation(
        rule,
        new Explanation.Since("77aa", Instant.parse("2024-01-12T02:00:00Z"), 3),
        List.of("{\"order_id\":\"17\",\"total_amount\":-5.00}", "{\"order_id\":\"23\u001b\"}"),
        Optional.of("SELECT * FROM delta.`/q` WHERE run_id = '9b1f0c44'"));
  }

  private static RuleResult amount(RuleVerdict verdict, String actual, long violations) {
    return new RuleResult(
        Rule.of(
            "total_amount_min",
            new Assertion.Bound("total_amount", Assertion.Limit.MIN, "0"),
            Severity.ERROR),
        verdict,
        Method.IN_FLIGHT,
        "total_amount >= 0",
        actual,
        15_000,
        violations);
  }

  private static RunReport.Table table(
      Optional<Long> before, Optional<Long> after, long files, long bytes) {
    return new RunReport.Table(
        PLACE, QUARANTINE, "gate", Production.Mode.FULL, before, after, files, bytes);
  }

  private static <T> List<T> concat(List<T> left, List<T> right) {
    return Stream.concat(left.stream(), right.stream()).toList();
  }
}
