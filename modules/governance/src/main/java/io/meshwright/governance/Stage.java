package io.meshwright.governance;

import java.util.Locale;

/** When policies are evaluated. */
public enum Stage {
  /** On the contract alone: in CI, before a run reads data. */
  CONTRACT,
  /** In the publisher's gate: with what the run measured, before anything is visible. */
  PUBLISH,
  /** Over the whole mesh, on a schedule: with what the last run measured, where there was one. */
  SWEEP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
