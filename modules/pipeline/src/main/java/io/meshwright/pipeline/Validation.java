package io.meshwright.pipeline;

import io.meshwright.contract.Production;
import io.meshwright.quality.Evidence;
import io.meshwright.quality.Method;
import io.meshwright.quality.MetricSet;
import io.meshwright.quality.MetricValue;
import io.meshwright.quality.RuleResult;
import io.meshwright.quality.RuleSet;
import io.meshwright.quality.RuleVerdict;
import io.meshwright.quality.SliceStates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Attaches the rules to rows on their way to the table, and decides on what was counted. Both
 * publishers use it the same way, so that both come to the same verdict.
 */
final class Validation {

  /**
   * How long the counts of a finished write may take to arrive before the rows are counted again.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * What is to happen with the rows.
   *
   * @param outcome {@link Outcome#PUBLISHED} if they may be published
   * @param states of the slice that is written; see {@link SliceMetrics}
   */
  record Decision(
      Outcome outcome,
      RunReport.Rows rows,
      List<RuleResult> results,
      List<MetricValue> metrics,
      List<SliceStates.Kept> states,
      List<String> notes,
      List<Problem> denials) {

    /** A decision about rows that are no slice. */
    Decision(
        Outcome outcome,
        RunReport.Rows rows,
        List<RuleResult> results,
        List<MetricValue> metrics,
        List<String> notes) {
      this(outcome, rows, results, metrics, List.of(), notes, List.of());
    }

    boolean publishes() {
      return outcome == Outcome.PUBLISHED;
    }

    /** The same with more metrics. */
    Decision with(List<MetricValue> more) {
      return new Decision(
          outcome,
          rows,
          results,
          Stream.concat(metrics.stream(), more.stream()).toList(),
          states,
          notes,
          denials);
    }
  }

  private final RunContext context;
  private final RuleSet rules;
  private final MetricSet metrics;
  private final Production.OnEmpty onEmpty;
  private final List<TextInput> textInputs;
  private final QuarantineTable quarantine;
  private final Passes passes;
  private final Observed observed;
  private Judge judge = (results, values, transformed, clean) -> List.of();
  private final String observation = "mesh-rows-" + UUID.randomUUID();

  /** Says what denies a run whose rows keep what they must; asked once, before anything is kept. */
  @FunctionalInterface
  interface Judge {
    List<Problem> denials(
        List<RuleResult> results, List<MetricValue> metrics, long transformed, long clean);
  }

  /** Lets {@code other} deny what the rules would let pass. */
  Validation judgedBy(Judge other) {
    judge = other;
    return this;
  }

  Validation(
      RunContext context,
      RuleSet rules,
      MetricSet metrics,
      Production.OnEmpty onEmpty,
      List<TextInput> textInputs,
      QuarantineTable quarantine,
      Passes.Surroundings surroundings,
      Observed observed) {
    this.context = context;
    this.rules = rules;
    this.metrics = metrics;
    this.onEmpty = onEmpty;
    this.textInputs = List.copyOf(textInputs);
    this.quarantine = quarantine;
    this.passes = new Passes(context.spark(), rules, surroundings);
    this.observed = observed;
  }

  /** Marks rows and counts them as they pass. Nothing may be shuffled above this. */
  Dataset<Row> attach(Dataset<Row> rows, String attempt) {
    List<Column> counters = counters();
    return rules
        .mark(rows)
        .observe(
            observation + attempt,
            counters.get(0),
            counters.subList(1, counters.size()).toArray(Column[]::new));
  }

  /** What was counted while the attached rows were written; empty if it got lost. */
  Optional<Row> counted(String attempt) {
    return observed.await(observation + attempt, PATIENCE);
  }

  /** Counts marked rows once more: one job. */
  Row count(Dataset<Row> marked) {
    List<Column> counters = counters();
    return marked
        .agg(counters.get(0), counters.subList(1, counters.size()).toArray(Column[]::new))
        .head();
  }

  private List<Column> counters() {
    return Stream.of(rules.counters(), metrics.counters()).flatMap(List::stream).toList();
  }

  /**
   * Decides, and sets aside the rows that are not to be published. Runs no job that a clean result
   * does not need: one for each set of keys, one for each query of its own, one if values of text
   * are to be counted for a distribution.
   *
   * @param looks the rows to be published, as written or checkpointed
   * @param marked all rows with their marks, computed again if need be
   */
  Decision decide(Row counted, Method method, RowProtection.Published looks, Dataset<Row> marked) {
    Dataset<Row> published = looks.values();
    long transformed = rules.transformed(counted);
    if (transformed == 0 && onEmpty != Production.OnEmpty.CLEAR && !hasUnreadable()) {
      return empty(metrics.values(counted, published));
    }

    Map<String, Long> violations = new LinkedHashMap<>();
    Optional<Dataset<Row>> keptOut =
        rules.keptOut(counted) == 0
            ? Optional.empty()
            : Optional.of(rules.keptOut(marked).persist(StorageLevel.MEMORY_AND_DISK()));
    try {
      keptOut.ifPresent(rows -> violations.putAll(rules.countKeptOut(rows)));
      if (rules.flagged(counted) > 0) {
        violations.putAll(rules.countFlagged(rules.mark(published)));
      }
      List<RuleResult> results =
          new ArrayList<>(
              rules.judge(
                  new Evidence(counted, method, violations, passes.measure(looks)),
                  context.startedAt()));
      textInputs.forEach(input -> results.add(readable(input)));
      return decide(counted, results, keptOut, violations, published);
    } finally {
      keptOut.ifPresent(Dataset::unpersist);
    }
  }

  private Decision decide(
      Row counted,
      List<RuleResult> results,
      Optional<Dataset<Row>> keptOut,
      Map<String, Long> violations,
      Dataset<Row> published) {
    long transformed = rules.transformed(counted);
    long bad = rules.keptOut(counted);
    List<MetricValue> measured = metrics.values(counted, published);
    if (results.stream().anyMatch(RuleResult::blocks)) {
      long kept = setAside(results, keptOut, violations, published);
      return new Decision(
          Outcome.REJECTED, new RunReport.Rows(transformed, 0, kept), results, measured, List.of());
    }
    if (results.stream().anyMatch(result -> result.verdict() == RuleVerdict.UNMEASURED)) {
      return new Decision(
          Outcome.UNMEASURED, new RunReport.Rows(transformed, 0, 0), results, measured, List.of());
    }

    List<Problem> denials =
        judge.denials(results, measured, transformed, transformed - bad - rules.flagged(counted));
    if (!denials.isEmpty()) {
      return new Decision(
          Outcome.DENIED,
          new RunReport.Rows(transformed, 0, 0),
          results,
          measured,
          List.of(),
          List.of(),
          denials);
    }

    long quarantined =
        keptOut
            .map(
                rows ->
                    quarantine.replace(
                        List.of(quarantine.rows(rows, rules, QuarantineTable.PUBLISHED))))
            .orElse(0L);
    if (quarantined != bad) {
      throw unstable(
          "%d rows break a rule when counted, %d when set aside".formatted(bad, quarantined));
    }

    return new Decision(
        Outcome.PUBLISHED,
        new RunReport.Rows(transformed, transformed - bad, quarantined),
        results,
        measured,
        metrics.states(counted),
        List.of(),
        List.of());
  }

  /** Thrown where two looks at the same rows differ: nothing may be published on either. */
  static StageFailedException unstable(String difference) {
    return new StageFailedException(
        io.meshwright.contract.ExitCode.UNMEASURED,
        List.of(
            new Problem(
                "The transform gives other rows each time it runs: " + difference,
                "take what is random out of it (rand, uuid, limit without order, the current time:"
                    + " use :started_at), or read inputs that do not change during a run")));
  }

  /** Asked only of an empty result: an input that the plan never came by costs a job to count. */
  private boolean hasUnreadable() {
    return textInputs.stream().anyMatch(input -> input.countUnreadable(observed) > 0);
  }

  private Decision empty(List<MetricValue> measured) {
    if (onEmpty == Production.OnEmpty.KEEP) {
      return new Decision(
          Outcome.KEPT,
          RunReport.Rows.NONE,
          List.of(),
          measured,
          List.of("The transform gave no rows; on_empty: keep leaves the table as it was"));
    }

    return new Decision(
        Outcome.REJECTED,
        RunReport.Rows.NONE,
        List.of(),
        measured,
        List.of(
            "The transform gave no rows, and on_empty: fail takes that for a mistake; say clear to"
                + " publish an empty result, or keep to leave the table as it was"));
  }

  private RuleResult readable(TextInput input) {
    long unreadable = input.countUnreadable(observed);
    return new RuleResult(
        input.rule(),
        unreadable == 0 ? RuleVerdict.PASSED : RuleVerdict.FAILED,
        Method.IN_FLIGHT,
        "every record can be read",
        unreadable == 0 ? "no unreadable record" : unreadable + " records cannot be read",
        0,
        unreadable);
  }

  /** Keeps samples of what broke a run that publishes nothing. */
  private long setAside(
      List<RuleResult> results,
      Optional<Dataset<Row>> keptOut,
      Map<String, Long> violations,
      Dataset<Row> published) {
    List<Dataset<Row>> parts = new ArrayList<>();
    keptOut.ifPresent(rows -> parts.addAll(quarantine.samples(rows, rules, violations)));
    for (RuleResult result : results) {
      if (result.verdict() == RuleVerdict.FAILED && result.violations() > 0) {
        passes
            .offenders(result.rule(), published)
            .forEach(rows -> parts.add(quarantine.sample(rows, rules, result.rule())));
      }
    }
    textInputs.stream()
        .filter(input -> input.countUnreadable(observed) > 0)
        .forEach(input -> parts.add(quarantine.unreadable(input, rules)));
    return parts.isEmpty() ? 0 : quarantine.replace(parts);
  }
}
