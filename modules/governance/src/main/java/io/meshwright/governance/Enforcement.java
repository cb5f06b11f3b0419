package io.meshwright.governance;

import java.util.Locale;

/** What follows from breaking a policy, from least to most: how a new one is rolled in. */
public enum Enforcement {
  /** It is recorded. */
  AUDIT,
  /** It is shown to whoever publishes. */
  WARN,
  /** What is broken at severity error or critical is not published. */
  BLOCK;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
