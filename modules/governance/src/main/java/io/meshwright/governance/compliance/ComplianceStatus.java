package io.meshwright.governance.compliance;

import java.util.Locale;

/** What an evaluation of a product comes to, from best to worst. */
public enum ComplianceStatus {
  /** Every rule that was evaluated is kept. */
  COMPLIANT,
  /** Whatever is not kept has a waiver that holds. */
  WAIVED,
  /** Something is not kept that does not keep the product from being published. */
  VIOLATING,
  /** Nothing is known: it was not evaluated, or no rule is about it. */
  NOT_EVALUATED,
  /** The product may not be published. */
  DENIED;

  /** The word of reports: {@code not evaluated}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
