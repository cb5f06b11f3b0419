package io.meshwright.governance;

import java.time.LocalDate;
import java.util.Optional;

/** Exceptions that somebody answers for, for a while. */
public interface Waivers {

  /** No exception at all. */
  Waivers NONE = (violation, today) -> Optional.empty();

  /**
   * The id of the waiver that allows a violation on a day, in UTC. One that has expired allows
   * nothing.
   */
  Optional<String> find(PolicyViolation violation, LocalDate today);
}
