package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * Which rule of which policy.
 *
 * @param rule unique in its policy
 */
public record RuleId(String policy, String rule, Scope scope) implements Comparable<RuleId> {

  private static final Comparator<RuleId> ORDER =
      Comparator.comparing(RuleId::scope).thenComparing(RuleId::policy).thenComparing(RuleId::rule);

  public RuleId {
    requireNonNull(policy, "policy");
    requireNonNull(rule, "rule");
    requireNonNull(scope, "scope");
  }

  @Override
  public int compareTo(RuleId other) {
    return ORDER.compare(this, other);
  }

  /** Prints {@code policy/rule}. */
  @Override
  public String toString() {
    return policy + "/" + rule;
  }
}
