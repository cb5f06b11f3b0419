package io.meshwright.contract;

/** How much a broken rule matters, from least to most; see the outcomes table in the README. */
public enum Severity {
  /** Noted in the report. */
  INFO,
  /** Shown; everything is published. */
  WARNING,
  /** Bad rows go to quarantine within the rule's tolerance; beyond it nothing is published. */
  ERROR,
  /** Nothing is published. */
  CRITICAL;

  /** Says whether a row that breaks a rule of this severity stays out of the published table. */
  public boolean keepsRowsOut() {
    return compareTo(ERROR) >= 0;
  }
}
