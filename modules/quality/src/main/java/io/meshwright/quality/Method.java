package io.meshwright.quality;

import java.util.Locale;

/** How a rule was measured, for the report. */
public enum Method {
  /** Counted while the rows were written. */
  IN_FLIGHT,
  /**
   * Counted by a second look at the rows just written, because the first count was lost or wrong.
   */
  RESCAN,
  /** From the key columns of the rows just written, compared with each other. */
  KEY_PASS,
  /** By a query of its own. */
  QUERY,
  /** Not measured. */
  NONE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
