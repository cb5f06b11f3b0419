package io.meshwright.quality;

import java.util.Locale;

/** What measuring one rule concluded. */
public enum RuleVerdict {
  /** Every checked row keeps the rule. */
  PASSED,
  /** Some rows break it, no more than the rule tolerates. */
  TOLERATED,
  /** The promise is broken. Whether that stops the run depends on the severity. */
  FAILED,
  /** Nothing was checked, or the measurement did not give an answer. */
  UNMEASURED;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
