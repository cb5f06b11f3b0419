package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ExitCode;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Production;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.governance.Evaluation;
import io.meshwright.quality.AlertResult;
import io.meshwright.quality.Distribution;
import io.meshwright.quality.RuleResult;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one run says about itself: the content of {@code run.json}.
 *
 * @param rules one result a rule, in the order of the contract; empty if no rule was measured
 * @param explanations one a rule that was not kept, whether or not that was tolerated
 * @param alerts one result an alert, in the order of the contract; empty if there was no verdict
 * @param lineage for each published column, the input columns it is made from
 * @param notes what a reader of the report should know, in sentences
 * @param problems why a run failed or was denied; empty for every other outcome
 * @param policies what the policies say of it; empty where it is held to none, or was not judged
 */
public record RunReport(
    Identity identity,
    Outcome outcome,
    ExitCode exitCode,
    Timing timing,
    List<InputVersion> inputs,
    Rows rows,
    List<RuleResult> rules,
    List<Explanation> explanations,
    List<Measured> metrics,
    List<AlertResult> alerts,
    Table table,
    List<ColumnLineage> lineage,
    List<String> notes,
    List<Problem> problems,
    Optional<Evaluation> policies) {

  /** Which run of what. */
  public record Identity(
      String runId,
      int attempt,
      ProductName product,
      SemanticVersion version,
      String contractHash,
      LocalDate logicalDate,
      String environment) {}

  /** When the run and its stages happened; instants in UTC. */
  public record Timing(Instant startedAt, Instant endedAt, List<Stage> stages) {
    public Timing {
      stages = List.copyOf(stages);
    }
  }

  /** One stage that ran; {@code summary} says in a few words what came of it. */
  public record Stage(StageName name, Duration took, String summary) {}

  /**
   * What was read.
   *
   * @param version a table version, or a fingerprint of the files' names, sizes and times
   * @param columns as they were read; empty if the run did not come that far
   */
  public record InputVersion(
      String name, String kind, String location, String version, List<InputColumn> columns) {
    public InputVersion {
      columns = List.copyOf(columns);
    }

    /** An input whose columns are not known yet. */
    public InputVersion(String name, String kind, String location, String version) {
      this(name, kind, location, version, List.of());
    }

    InputVersion withColumns(List<InputColumn> found) {
      return new InputVersion(name, kind, location, version, found);
    }
  }

  /** A column of an input under the contract's name for it, with its type as Spark prints it. */
  public record InputColumn(String name, String type) {}

  /**
   * Where the rows went. Published and quarantined add up to transformed when a run publishes.
   *
   * @param transformed rows the transform gave
   * @param published rows visible in the new version because of this run
   * @param quarantined rows set aside, in the quarantine table
   */
  public record Rows(long transformed, long published, long quarantined) {
    public static final Rows NONE = new Rows(0, 0, 0);
  }

  /**
   * A number measured on the rows of the run.
   *
   * @param column empty for the whole table
   * @param value the number; of a distribution, the rows that have a value
   * @param distribution how values are spread; only of {@code value_distribution}
   */
  public record Measured(
      String name, Optional<String> column, double value, Optional<Distribution> distribution) {
    public Measured(String name, Optional<String> column, double value) {
      this(name, column, value, Optional.empty());
    }
  }

  /**
   * The published table.
   *
   * @param versionBefore the version readers saw before the run; empty if there was no table
   * @param versionAfter the version this run made; empty if it made none
   * @param files data files the run added
   * @param bytes size of those files
   */
  public record Table(
      String location,
      String quarantine,
      String publisher,
      Production.Mode mode,
      Optional<Long> versionBefore,
      Optional<Long> versionAfter,
      long files,
      long bytes) {}

  /** A published column and the input columns ({@code input.column}) it is made from. */
  public record ColumnLineage(String column, List<String> sources) {
    public ColumnLineage {
      sources = List.copyOf(sources);
    }
  }

  public RunReport {
    requireNonNull(identity, "identity");
    requireNonNull(outcome, "outcome");
    requireNonNull(exitCode, "exitCode");
    requireNonNull(timing, "timing");
    inputs = List.copyOf(inputs);
    requireNonNull(rows, "rows");
    rules = List.copyOf(rules);
    explanations = List.copyOf(explanations);
    metrics = List.copyOf(metrics);
    alerts = List.copyOf(alerts);
    requireNonNull(table, "table");
    lineage = List.copyOf(lineage);
    notes = List.copyOf(notes);
    problems = List.copyOf(problems);
    requireNonNull(policies, "policies");
  }

  /** Returns this report with one more problem, and the exit code it brings. */
  RunReport withProblem(ExitCode code, Problem problem) {
    return with(code, explanations, alerts, notes, and(problems, List.of(problem)));
  }

  RunReport withExplanations(List<Explanation> found) {
    return with(exitCode, found, alerts, notes, problems);
  }

  /** Returns this report with more notes. */
  RunReport withNotes(List<String> more) {
    return with(exitCode, explanations, alerts, and(notes, more), problems);
  }

  /** Returns this report with what its contract's alerts said. */
  public RunReport withAlerts(List<AlertResult> judged) {
    return with(exitCode, explanations, judged, notes, problems);
  }

  private RunReport with(
      ExitCode code,
      List<Explanation> explained,
      List<AlertResult> judged,
      List<String> said,
      List<Problem> all) {
    return new RunReport(
        identity, outcome, code, timing, inputs, rows, rules, explained, metrics, judged, table,
        lineage, said, all, policies);
  }

  private static <T> List<T> and(List<T> list, List<T> more) {
    return Stream.concat(list.stream(), more.stream()).toList();
  }

  /**
   * Returns this report if the run did what was asked.
   *
   * @throws RunNotPublishedException if it was rejected, unmeasured, lost or failed
   */
  public RunReport orElseThrow() {
    if (exitCode != ExitCode.DONE) {
      throw new RunNotPublishedException(this);
    }

    return this;
  }
}
