package io.meshwright.quality;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Statistic;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoublePredicate;

/** Turns what was counted into one result a rule; Deequ says which promises hold. */
final class Judge {

  private static final String NOTHING_CHECKED =
      "checked 0 rows: no row matches its where; say allow_empty: true if that is fine";

  private final RuleSet rules;
  private final Counters counters;
  private final Evidence evidence;
  private final Instant now;

  Judge(RuleSet rules, Evidence evidence, Instant now) {
    this.rules = rules;
    this.counters = rules.counted();
    this.evidence = evidence;
    this.now = now;
  }

  RuleResult judge(Rule rule) {
    Assertion assertion = rule.assertion();
    if (assertion instanceof Assertion.OnRow) {
      return rows(rule);
    }
    if (assertion instanceof Assertion.OnKeys) {
      return keys(rule);
    }
    if (assertion instanceof Assertion.RowCount rowCount) {
      return rowCount(rule, rowCount);
    }
    if (assertion instanceof Assertion.Completeness completeness) {
      return completeness.field().isPresent()
          ? fieldCompleteness(rule, completeness)
          : cellCompleteness(rule, completeness);
    }
    if (assertion instanceof Assertion.Query query) {
      return query(rule, query);
    }
    if (assertion instanceof Assertion.Freshness freshness) {
      return freshness(rule, freshness);
    }
    return new StatisticJudge(counters, evidence).judge(rule, (Statistic) assertion);
  }

  private RuleResult rows(Rule rule) {
    long checked = counters.rows(rule, evidence.counted());
    if (checked == 0 && isUnexpectedlyEmpty(rule)) {
      return RuleResult.unmeasured(rule, evidence.method(), NOTHING_CHECKED);
    }

    return counted(rule, evidence.method(), checked, evidence.violationsOf(rule.name()));
  }

  private RuleResult keys(Rule rule) {
    Optional<Measurement> measured = evidence.measurementOf(rule.name());
    if (measured.isEmpty() || measured.get().missing().isPresent()) {
      return RuleResult.unmeasured(rule, Method.NONE, Measurement.reason(measured));
    }

    Measurement.Keys found = (Measurement.Keys) measured.get();
    Method method = Method.of(rule.assertion());
    if (found.checked() == 0 && isUnexpectedlyEmpty(rule)) {
      return RuleResult.unmeasured(rule, method, NOTHING_CHECKED);
    }

    long incomplete = evidence.violationsOf(rule.name());
    return counted(rule, method, found.checked() + incomplete, found.violations() + incomplete);
  }

  private RuleResult counted(Rule rule, Method method, long checked, long violations) {
    long tolerated = rule.tolerance().of(checked);
    double kept = checked == 0 ? 1 : (double) (checked - violations) / checked;
    boolean holds =
        DeequJudge.holds(rule, kept, ratio -> Math.round((1 - ratio) * checked) <= tolerated);
    RuleVerdict verdict = holds ? RuleVerdict.PASSED : RuleVerdict.FAILED;
    if (holds && violations > 0) {
      verdict = RuleVerdict.TOLERATED;
    }
    return new RuleResult(
        rule,
        verdict,
        method,
        Expectation.of(rule),
        "%d of %d rows break it%s".formatted(violations, checked, share(violations, checked)),
        checked,
        violations);
  }

  private RuleResult rowCount(Rule rule, Assertion.RowCount promise) {
    long rows = counters.rows(rule, evidence.counted());
    return told(
        rule,
        evidence.method(),
        (double) rows,
        count -> promise.min().orElse(0L) <= count && count <= promise.max().orElse(Long.MAX_VALUE),
        rows + " rows");
  }

  private RuleResult fieldCompleteness(Rule rule, Assertion.Completeness promise) {
    long rows = counters.rows(rule, evidence.counted());
    if (rows == 0 && isUnexpectedlyEmpty(rule)) {
      return RuleResult.unmeasured(rule, evidence.method(), NOTHING_CHECKED);
    }
    if (rows == 0) {
      return told(rule, evidence.method(), 1, filled -> true, "no rows");
    }

    long filled = Math.round(counters.completeness(rule, evidence.counted()) * rows);
    return completeness(rule, promise, filled, rows, "values");
  }

  private RuleResult cellCompleteness(Rule rule, Assertion.Completeness promise) {
    long cells = counters.cells(rule, evidence.counted());
    if (cells == 0 && isUnexpectedlyEmpty(rule)) {
      return RuleResult.unmeasured(rule, evidence.method(), NOTHING_CHECKED);
    }
    if (cells == 0) {
      return told(rule, evidence.method(), 1, filled -> true, "no rows");
    }

    return completeness(
        rule, promise, counters.filledCells(rule, evidence.counted()), cells, "cells");
  }

  /** Compares whole numbers, not fractions: 0.995 has no exact double. */
  private RuleResult completeness(
      Rule rule, Assertion.Completeness promise, long filled, long total, String unit) {
    BigDecimal needed = promise.min().multiply(BigDecimal.valueOf(total));
    return told(
        rule,
        evidence.method(),
        (double) filled / total,
        ratio -> BigDecimal.valueOf(Math.round(ratio * total)).compareTo(needed) >= 0,
        "%s complete (%d of %d %s)".formatted(percent(filled, total), filled, total, unit));
  }

  private RuleResult query(Rule rule, Assertion.Query query) {
    if (rules.isFolded(rule)) {
      return number(
          rule, query, evidence.method(), BigDecimal.valueOf(evidence.violationsOf(rule.name())));
    }

    Optional<Measurement> measured = evidence.measurementOf(rule.name());
    if (measured.isEmpty() || measured.get().missing().isPresent()) {
      return RuleResult.unmeasured(rule, Method.NONE, Measurement.reason(measured));
    }

    return number(rule, query, Method.QUERY, ((Measurement.Value) measured.get()).value());
  }

  private RuleResult number(Rule rule, Assertion.Query query, Method method, BigDecimal value) {
    return told(
        rule,
        method,
        value.doubleValue(),
        given -> value.compareTo(query.threshold()) <= 0,
        "query gave " + value.toPlainString());
  }

  private RuleResult freshness(Rule rule, Assertion.Freshness promise) {
    Optional<Instant> newest = counters.newest(rule, evidence.counted());
    if (newest.isEmpty() && rule.scope().allowsEmpty()) {
      return told(rule, evidence.method(), 1, kept -> true, "no value");
    }
    if (newest.isEmpty()) {
      return RuleResult.unmeasured(
          rule, evidence.method(), "no row has a value in " + promise.field());
    }

    Duration age = Duration.between(newest.get(), now);
    return told(
        rule,
        evidence.method(),
        age.compareTo(promise.maxAge()) <= 0 ? 1 : 0,
        kept -> kept == 1,
        "newest is %s, %s old".formatted(newest.get(), Expectation.hours(age)));
  }

  private RuleResult told(
      Rule rule, Method method, double metric, DoublePredicate promise, String actual) {
    return RuleResult.told(
        rule,
        DeequJudge.holds(rule, metric, promise),
        method,
        actual,
        counters.rows(rule, evidence.counted()));
  }

  private static boolean isUnexpectedlyEmpty(Rule rule) {
    return rule.scope().where().isPresent() && !rule.scope().allowsEmpty();
  }

  private static String share(long part, long whole) {
    return part == 0 ? "" : " (" + percent(part, whole, RoundingMode.UP) + ")";
  }

  /** Rounded down, so that 99.999 % is not shown as all. */
  static String percent(long part, long whole) {
    return percent(part, whole, RoundingMode.DOWN);
  }

  private static String percent(long part, long whole, RoundingMode rounding) {
    return BigDecimal.valueOf(part)
            .multiply(BigDecimal.valueOf(100))
            .divide(BigDecimal.valueOf(whole), 2, rounding)
            .stripTrailingZeros()
            .toPlainString()
        + "%";
  }
}
