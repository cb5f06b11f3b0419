package io.meshwright.governance.compliance;

import static java.util.Objects.requireNonNull;

import io.meshwright.governance.Waiver;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A waiver on the day of the report.
 *
 * @param days until it ends; negative if it has
 * @param violations how many it allows
 */
public record WaiverUse(Waiver waiver, State state, long days, long violations) {

  /** How many days before its end it is shown as ending. */
  public static final int SOON_DAYS = 14;

  /** Where a waiver is in its life. */
  public enum State {
    NOT_YET,
    HOLDS,
    ENDS_SOON,
    OVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  public WaiverUse {
    requireNonNull(waiver, "waiver");
    requireNonNull(state, "state");
  }

  static WaiverUse of(Waiver waiver, LocalDate today, long violations) {
    long days = ChronoUnit.DAYS.between(today, waiver.expiresOn());
    return new WaiverUse(waiver, state(waiver, today, days), days, violations);
  }

  private static State state(Waiver waiver, LocalDate today, long days) {
    if (waiver.isOverOn(today)) {
      return State.OVER;
    }
    if (!waiver.holdsOn(today)) {
      return State.NOT_YET;
    }

    return days <= SOON_DAYS ? State.ENDS_SOON : State.HOLDS;
  }
}
