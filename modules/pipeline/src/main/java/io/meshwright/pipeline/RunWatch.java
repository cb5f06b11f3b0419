package io.meshwright.pipeline;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.MetricName;
import io.meshwright.quality.AlertSet;
import io.meshwright.quality.InvalidMetricsException;
import io.meshwright.quality.MetricSet;
import io.meshwright.quality.RuleSet;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a run looks at beside its rules: metrics, the run before it, alerts, and who is told of
 * them.
 */
final class RunWatch {

  private final SparkSession spark;
  private final Environment environment;
  private final Contract contract;
  private final RunRecorder recorder;
  private final Announcer announcer;

  private TargetTable.History history = new TargetTable.History(List.of());
  private Optional<PreviousRun> previous = Optional.empty();
  private InputDrift drift = InputDrift.UNKNOWN;
  private Optional<AlertSet> alerts = Optional.empty();

  /**
   * @throws InvalidConfigurationException if a sink's settings are wrong, or its secret is missing
   */
  RunWatch(
      SparkSession spark,
      Environment environment,
      Contract contract,
      RunRecorder recorder,
      Clock clock) {
    this.spark = spark;
    this.environment = environment;
    this.contract = contract;
    this.recorder = recorder;
    this.announcer = Announcer.of(spark, environment, clock);
  }

  /**
   * Compares what was extracted with what the last published run saw: one small file.
   *
   * @param before the table's commits before the run
   */
  void compareWithLastRun(TargetTable.History before) {
    history = before;
    previous = PreviousRun.find(spark, environment, history);
    drift = InputDrift.between(previous, recorder.inputs());
    recorder.drift(drift);
  }

  /**
   * Compiles the contract's metrics and alerts over the columns of {@code rows}; no job runs.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} that names every one that cannot be
   *     measured
   */
  MetricSet compile(RuleSet rules, Dataset<Row> rows) {
    try {
      AlertSet compiled = AlertSet.compile(contract);
      alerts = Optional.of(compiled);
      return MetricSet.compile(contract, compiled.metrics(), rules, rows);
    } catch (InvalidMetricsException e) {
      throw invalid(e);
    }
  }

  /**
   * Compiles the contract's metrics and one more, for a run without alerts.
   *
   * @throws StageFailedException as {@link #compile}
   */
  static MetricSet metrics(Contract contract, MetricName more, RuleSet rules, Dataset<Row> rows) {
    try {
      return MetricSet.compile(contract, Set.of(more), rules, rows);
    } catch (InvalidMetricsException e) {
      throw invalid(e);
    }
  }

  private static StageFailedException invalid(InvalidMetricsException e) {
    return new StageFailedException(
        ExitCode.INVALID,
        e.broken().stream().map(broken -> new Problem(broken.problem(), broken.fix())).toList());
  }

  /** Judges the alerts if there was a verdict, tells of them, and adds both to the report. */
  RunReport watched(RunReport report, Optional<Validation.Decision> decision, RunContext context) {
    if (decision.isEmpty() || alerts.isEmpty()) {
      return report;
    }

    RunReport judged =
        new RunAlerts(alerts.get(), contract, context, history)
            .judge(report, decision.get(), previous, drift);
    return judged.withNotes(announcer.tell(judged));
  }
}
