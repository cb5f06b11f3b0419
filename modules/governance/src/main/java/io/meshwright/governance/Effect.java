package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Since when a policy is in force, how long, and what follows from breaking it.
 *
 * @param from the first day, in UTC
 * @param until the last day, in UTC
 */
record Effect(Enforcement enforcement, Optional<LocalDate> from, Optional<LocalDate> until) {

  static final Effect ALWAYS = new Effect(Enforcement.BLOCK, Optional.empty(), Optional.empty());

  Effect {
    requireNonNull(enforcement, "enforcement");
    requireNonNull(from, "from");
    requireNonNull(until, "until");
  }

  boolean holdsOn(LocalDate day) {
    return from.map(first -> !day.isBefore(first)).orElse(true)
        && until.map(last -> !day.isAfter(last)).orElse(true);
  }

  /** Says whether it holds on every day on which {@code other} holds, and as firmly. */
  boolean isAtLeast(Effect other) {
    boolean since =
        from.isEmpty() || other.from.filter(day -> !from.get().isAfter(day)).isPresent();
    boolean till =
        until.isEmpty() || other.until.filter(day -> !until.get().isBefore(day)).isPresent();
    return since && till && enforcement.compareTo(other.enforcement) >= 0;
  }
}
