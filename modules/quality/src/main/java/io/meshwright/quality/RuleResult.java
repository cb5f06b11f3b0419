package io.meshwright.quality;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Rule;

/**
 * What one rule said about one run.
 *
 * @param expected the promise in words, such as {@code total_amount >= 0}
 * @param actual what was seen in words, such as {@code 3 of 15000 rows break it}
 * @param checked rows that were looked at; 0 where the rule is about the whole table
 * @param violations rows that break the rule; 0 where the rule is about the whole table
 */
public record RuleResult(
    Rule rule,
    RuleVerdict verdict,
    Method method,
    String expected,
    String actual,
    long checked,
    long violations) {

  public RuleResult {
    requireNonNull(rule, "rule");
    requireNonNull(verdict, "verdict");
    requireNonNull(method, "method");
    requireNonNull(expected, "expected");
    requireNonNull(actual, "actual");
  }

  /** A result about the table as a whole. */
  static RuleResult told(Rule rule, boolean holds, Method method, String actual, long checked) {
    return new RuleResult(
        rule,
        holds ? RuleVerdict.PASSED : RuleVerdict.FAILED,
        method,
        Expectation.of(rule),
        actual,
        checked,
        0);
  }

  /** No result, and why. */
  static RuleResult unmeasured(Rule rule, Method method, String reason) {
    return new RuleResult(rule, RuleVerdict.UNMEASURED, method, Expectation.of(rule), reason, 0, 0);
  }

  /** Says whether this result alone keeps the run from publishing. */
  public boolean blocks() {
    return verdict == RuleVerdict.FAILED && rule.severity().keepsRowsOut();
  }
}
