package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Rule;
import java.util.List;

/**
 * What the rows of a table say about one rule.
 *
 * @param expected the promise in words, such as {@code amount >= 0}
 * @param actual what was seen in words; for an unmeasured rule, why nothing was
 * @param checked rows that were looked at; 0 where the rule is about the whole table
 * @param violations rows that break the rule; 0 where the rule is about the whole table
 * @param examples up to five of these rows as JSON, key fields first, personal data as {@code ***}
 */
public record Proof(
    Rule rule,
    Outcome outcome,
    String expected,
    String actual,
    long checked,
    long violations,
    List<String> examples) {

  /** Whether the rows keep a rule. A tolerance counts for nothing: these rows are published. */
  public enum Outcome {
    KEPT,
    UNMEASURED,
    BROKEN
  }

  public Proof {
    requireNonNull(rule, "rule");
    requireNonNull(outcome, "outcome");
    requireNonNull(expected, "expected");
    requireNonNull(actual, "actual");
    examples = List.copyOf(examples);
  }

  Proof withExamples(List<String> others) {
    return new Proof(rule, outcome, expected, actual, checked, violations, others);
  }
}
