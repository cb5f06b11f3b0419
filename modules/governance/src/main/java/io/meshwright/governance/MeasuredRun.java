package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Severity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run measured, as policies see it.
 *
 * @param at when: the age of the published rows counts from here
 * @param rules every rule that was to be measured
 * @param metrics numbers by name: {@link #COMPLETENESS} and {@link #ACCURACY} as fractions, {@link
 *     #TRASH_DAYS}, and whatever else the run measured about the table, such as {@code row_count}
 */
public record MeasuredRun(Instant at, List<RuleOutcome> rules, Map<String, BigDecimal> metrics) {

  /** Cells with a value over all declared fields, divided by all their cells; from 0 to 1. */
  public static final String COMPLETENESS = "completeness";

  /** Rows that break no row rule, divided by all rows; from 0 to 1. */
  public static final String ACCURACY = "accuracy";

  /** How many days the table keeps the files of deleted rows. */
  public static final String TRASH_DAYS = "trash_days";

  /** What came of a rule. */
  public enum Verdict {
    PASSED,
    /** Broken by no more rows than it tolerates. */
    TOLERATED,
    FAILED,
    /** Nothing was checked, or there was no answer. */
    UNMEASURED
  }

  /**
   * One rule of the contract and what came of it.
   *
   * @param fraction the rows that break it, divided by the rows that were checked; empty where it
   *     is not about rows
   */
  public record RuleOutcome(
      String rule, Severity severity, Verdict verdict, Optional<BigDecimal> fraction) {
    public RuleOutcome {
      requireNonNull(rule, "rule");
      requireNonNull(severity, "severity");
      requireNonNull(verdict, "verdict");
      requireNonNull(fraction, "fraction");
    }
  }

  public MeasuredRun {
    requireNonNull(at, "at");
    rules = List.copyOf(rules);
    metrics = java.util.Collections.unmodifiableMap(new TreeMap<>(metrics));
  }

  Optional<BigDecimal> findMetric(String name) {
    return Optional.ofNullable(metrics.get(name));
  }
}
