package io.meshwright.pipeline;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.quality.AlertFacts;
import io.meshwright.quality.AlertResult;
import io.meshwright.quality.AlertSet;
import io.meshwright.quality.AlertState;
import io.meshwright.quality.MetricValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges the alerts of a contract when the verdict on a run is in, and adds them to its report. */
final class RunAlerts {

  private static final Logger LOG = LoggerFactory.getLogger(RunAlerts.class);

  private final AlertSet alerts;
  private final Contract contract;
  private final RunContext context;
  private final TargetTable.History history;

  /**
   * @param history the table's commits before the run
   */
  RunAlerts(AlertSet alerts, Contract contract, RunContext context, TargetTable.History history) {
    this.alerts = alerts;
    this.contract = contract;
    this.context = context;
    this.history = history;
  }

  /**
   * Reads the metrics' history only if an alert looks at it: one small job.
   *
   * <p>The rows may be published by now, so that what goes wrong here is a problem of the report
   * and no end of the run. So is an alert that cannot be judged: nobody may take it for quiet.
   */
  RunReport judge(
      RunReport report,
      Validation.Decision decision,
      Optional<PreviousRun> previous,
      InputDrift drift) {
    if (alerts.isEmpty()) {
      return report;
    }
    try {
      List<AlertResult> judged = alerts.judge(facts(report, decision, previous, drift));
      return withProblems(report.withAlerts(judged), judged);
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      LOG.error("The alerts of {} cannot be judged", contract.name(), e);
      return unjudged(
          report,
          new Problem(
              "The alerts could not be judged: " + SparkFailures.firstLine(e),
              "check that the run may read mesh.root; the table is as the report says"));
    }
  }

  private AlertFacts facts(
      RunReport report,
      Validation.Decision decision,
      Optional<PreviousRun> previous,
      InputDrift drift) {
    return new AlertFacts(
        context.logicalDate(),
        age(report),
        decision.results(),
        decision.metrics(),
        previous.map(PreviousRun::metrics).orElse(List.<MetricValue>of()),
        new MetricHistory(context.spark(), context.environment())
            .read(contract, alerts.historyOf(), context),
        drift.known());
  }

  /** From the start of the run that made what is published now to the end of this run. */
  private Optional<Duration> age(RunReport report) {
    return (report.outcome() == Outcome.PUBLISHED
            ? Optional.of(context.startedAt())
            : history.latestRun().map(TargetTable.Commit::asOf))
        .map(asOf -> Duration.between(asOf, report.timing().endedAt()));
  }

  private static RunReport withProblems(RunReport report, List<AlertResult> judged) {
    RunReport told = report;
    for (AlertResult result : judged) {
      if (result.state() == AlertState.NOT_MEASURABLE) {
        told =
            unjudged(
                told,
                new Problem(
                    "Alert '%s' could not be judged: %s"
                        .formatted(result.alert().condition(), result.actual()),
                    "measure what it is about on rows that have it, or take the alert out"));
      }
    }
    return told;
  }

  /** A run that ended badly keeps the reason it ended with. */
  private static RunReport unjudged(RunReport report, Problem problem) {
    return report.withProblem(
        report.exitCode() == ExitCode.DONE ? ExitCode.UNMEASURED : report.exitCode(), problem);
  }
}
