package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A rule about a product that was neither kept nor broken, for what it asks about was not known.
 *
 * @param reason what was not known: {@code the transform was not looked at}
 */
public record NotEvaluated(RuleId rule, String reason) implements Comparable<NotEvaluated> {

  private static final Comparator<NotEvaluated> ORDER =
      Comparator.comparing(NotEvaluated::rule).thenComparing(NotEvaluated::reason);

  public NotEvaluated {
    requireNonNull(rule, "rule");
    requireNonNull(reason, "reason");
  }

  @Override
  public int compareTo(NotEvaluated other) {
    return ORDER.compare(this, other);
  }

  /** Prints {@code pii_handling/pii_declared (the transform was not looked at)}. */
  @Override
  public String toString() {
    return "%s (%s)".formatted(rule, reason);
  }
}
