package io.meshwright.quality;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Statistic;
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
  /** By comparing the rows just written with each other or with rows elsewhere. */
  OWN_PASS,
  /** By a query of its own. */
  QUERY,
  /** Not measured. */
  NONE;

  /** How promises of this kind are measured when nothing goes wrong. */
  static Method of(Assertion assertion) {
    if (assertion instanceof Assertion.UniqueKey
        || assertion instanceof Assertion.References
        || assertion instanceof Statistic.KeyStatistic) {
      return KEY_PASS;
    }
    if (assertion instanceof Assertion.OnKeys
        || (assertion instanceof Statistic && !(assertion instanceof Statistic.Aggregate))) {
      return OWN_PASS;
    }

    return assertion instanceof Assertion.Query ? QUERY : IN_FLIGHT;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
