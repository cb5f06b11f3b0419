package io.meshwright.contract.evolution;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * What a release is held to.
 *
 * @param onUnknown whether a change that is not classified refuses the release
 * @param noticeDays how many days before its end a major has to be announced, at least
 * @param day the day of the release, in UTC
 */
public record ReleaseTerms(
    Compatibility compatibility, OnUnknown onUnknown, int noticeDays, LocalDate day) {

  /** The days of notice that the governance policy asks for. */
  public static final int NOTICE_DAYS = 30;

  /** What a change that is not classified means. */
  public enum OnUnknown {
    WARN,
    REFUSE
  }

  public ReleaseTerms {
    requireNonNull(compatibility, "compatibility");
    requireNonNull(onUnknown, "onUnknown");
    requireNonNull(day, "day");
    if (noticeDays < 0) {
      throw new IllegalArgumentException(
          "Invalid notice of %d days: expected 0 or more".formatted(noticeDays));
    }
  }

  /** Version arithmetic, thirty days of notice, and a warning for what is not classified. */
  public static ReleaseTerms on(LocalDate day) {
    return new ReleaseTerms(Compatibility.NONE, OnUnknown.WARN, NOTICE_DAYS, day);
  }
}
