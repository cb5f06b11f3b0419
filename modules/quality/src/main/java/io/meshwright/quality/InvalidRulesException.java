package io.meshwright.quality;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Thrown when rules do not fit the columns or names they speak of; carries every problem found. */
public final class InvalidRulesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** One rule that cannot be measured, and how to put it right. */
  public record BrokenRule(String rule, String problem, String fix) {

    @Override
    public String toString() {
      return "rule '%s': %s%n    fix: %s".formatted(rule, problem, fix);
    }
  }

  private final transient List<BrokenRule> rules;

  InvalidRulesException(List<BrokenRule> rules) {
    super(rules.stream().map(BrokenRule::toString).collect(joining(System.lineSeparator())));
    this.rules = List.copyOf(rules);
  }

  public List<BrokenRule> rules() {
    return rules;
  }
}
