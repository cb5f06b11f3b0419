package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Condition;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Observability;
import io.meshwright.contract.Severity;
import io.meshwright.contract.SqlSyntax;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlaJudgeTest {

  private static final Instant ON = Instant.parse("2024-01-14T08:00:00Z");

  private static final String PROMISES =
      """
      sla:
        availability: 90%
        freshness: {max_age_hours: 24, update_schedule: "0 2 * * *"}
      """;

  private static final String ALERT =
      "observability: {alerts: [{type: freshness, condition: age_hours > 26, severity: critical},"
          + " {type: quality, condition: quality_check_failed}]}\n";

  @Test
  void countsTheScheduledUpdatesThatWereServed() {
    SlaReport report = judge(PROMISES, daily(9));

    assertThat(report.findings())
        .containsExactly(
            kept(
                "freshness",
                "published data at most 24 h old",
                "5.9 h old, as of 2024-01-14T02:05:00Z"),
            kept("availability", "90% of scheduled updates", "100% (10 of 10)"));
    assertThat(report.count(SlaReport.Service.SERVED)).isEqualTo(10);
    assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void tellsWhenNoRunHappened() {
    List<SlaJudge.PastRun> runs = daily(20).subList(0, 18);

    SlaReport report = judge(PROMISES + ALERT, runs);

    assertThat(report.findings())
        .containsExactly(
            broken(
                "freshness",
                "published data at most 24 h old",
                "77.9 h old, as of 2024-01-11T02:05:00Z"),
            broken(
                "availability",
                "90% of scheduled updates",
                "77.77% (7 of 9), missed last on 2024-01-13T02:00:00Z: no run"),
            alert("age_hours <= 26", "published data is 77.9 h old"));
    assertThat(report.updates().get(report.updates().size() - 1))
        .isEqualTo(
            new SlaReport.Update(
                Instant.parse("2024-01-14T02:00:00Z"),
                SlaReport.Service.PENDING,
                Optional.empty(),
                Optional.empty()));
    assertThat(report.exitCode()).isEqualTo(ExitCode.REJECTED);
  }

  @Test
  void takesARejectedRunForNone() {
    List<SlaJudge.PastRun> runs = new ArrayList<>(daily(9));
    runs.set(8, new SlaJudge.PastRun("bad", at("2024-01-13T02:05:00Z"), "rejected"));

    SlaReport report = judge(PROMISES, runs);

    assertThat(report.findings().get(1).actual())
        .isEqualTo("90% (9 of 10), missed last on 2024-01-13T02:00:00Z: its run was rejected");
    assertThat(report.findings().get(1).state()).isEqualTo(SlaReport.State.KEPT);
    assertThat(report.updates())
        .contains(
            new SlaReport.Update(
                at("2024-01-13T02:00:00Z"),
                SlaReport.Service.MISSED,
                Optional.of("bad"),
                Optional.of("rejected")));
  }

  @Test
  void letsALaterRunOfTheSameDayServe() {
    List<SlaJudge.PastRun> runs = new ArrayList<>(daily(9));
    runs.set(8, new SlaJudge.PastRun("bad", at("2024-01-13T02:05:00Z"), "rejected"));
    runs.add(new SlaJudge.PastRun("good", at("2024-01-13T23:00:00Z"), "published"));

    assertThat(judge(PROMISES, runs).findings().get(1).actual()).isEqualTo("100% (10 of 10)");
  }

  @Test
  void countsNothingBeforeTheFirstRun() {
    SlaReport report =
        judge(
            PROMISES,
            List.of(new SlaJudge.PastRun("one", at("2024-01-13T12:00:00Z"), "published")));

    assertThat(report.updates())
        .extracting(update -> update.due() + " " + update.service())
        .containsExactly("2024-01-13T02:00:00Z served", "2024-01-14T02:00:00Z pending");
  }

  @Test
  void tellsOfAProductThatWasNeverPublished() {
    SlaReport report = judge(PROMISES + ALERT, List.of());

    assertThat(report.findings())
        .containsExactly(
            broken("freshness", "published data at most 24 h old", "nothing was ever published"),
            new SlaReport.Finding(
                "availability",
                Optional.empty(),
                "90% of scheduled updates",
                "no run is known",
                SlaReport.State.NOT_MEASURABLE),
            alert("age_hours <= 26", "nothing is published yet"));
  }

  @Test
  void cannotMeasureAvailabilityWithoutASchedule() {
    SlaReport report = judge("sla: {availability: 99.9%}\n", daily(3));

    assertThat(report.findings())
        .containsExactly(
            new SlaReport.Finding(
                "availability",
                Optional.empty(),
                "99.9% of scheduled updates",
                "no update is scheduled: say sla.freshness.update_schedule, such as 0 2 * * *",
                SlaReport.State.NOT_MEASURABLE));
    assertThat(report.exitCode()).isEqualTo(ExitCode.UNMEASURED);
  }

  @Test
  void findsNothingWhereNothingIsPromised() {
    SlaReport report = judge("", List.of());

    assertThat(report.findings()).isEmpty();
    assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
  }

  /** A run five past two on each of the last days, and today. */
  private static List<SlaJudge.PastRun> daily(int days) {
    List<SlaJudge.PastRun> runs = new ArrayList<>();
    for (int day = days; day >= 0; day--) {
      Instant start = at("2024-01-14T02:05:00Z").minus(Duration.ofDays(day));
      runs.add(new SlaJudge.PastRun("run" + day, start, "published"));
    }
    return runs;
  }

  private static SlaReport judge(String promises, List<SlaJudge.PastRun> runs) {
    return new SlaJudge(contract(promises), runs, ON.minus(Duration.ofDays(10)), ON).judge();
  }

  private static SlaReport.Finding kept(String promise, String expected, String actual) {
    return new SlaReport.Finding(promise, Optional.empty(), expected, actual, SlaReport.State.KEPT);
  }

  private static SlaReport.Finding broken(String promise, String expected, String actual) {
    return new SlaReport.Finding(
        promise, Optional.empty(), expected, actual, SlaReport.State.BROKEN);
  }

  private static SlaReport.Finding alert(String expected, String actual) {
    return new SlaReport.Finding(
        "freshness",
        Optional.of(
            new Observability.Alert(
                "freshness", Condition.parse("age_hours > 26"), Severity.CRITICAL)),
        expected,
        actual,
        SlaReport.State.BROKEN);
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  private static Contract contract(String promises) {
    return new ContractReader(SqlSyntax.UNCHECKED)
        .parse(
            Path.of("things.yaml"),
            """
            name: things
            domain: test
            version: 1.0.0
            owner: {team: test}
            schema: {type: delta, location: /lake/things, fields: [{name: id, type: string}]}
            """
                + promises)
        .contract();
  }
}
