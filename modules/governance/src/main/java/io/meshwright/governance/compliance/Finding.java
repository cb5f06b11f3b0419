package io.meshwright.governance.compliance;

import static java.util.Objects.requireNonNull;

import io.meshwright.governance.PolicyViolation;
import java.time.LocalDate;

/**
 * A violation and its age.
 *
 * @param firstSeen the day of the first evaluation that found it, without one since that did not
 * @param days from that day to that of the report
 */
public record Finding(PolicyViolation violation, LocalDate firstSeen, long days) {
  public Finding {
    requireNonNull(violation, "violation");
    requireNonNull(firstSeen, "firstSeen");
  }
}
