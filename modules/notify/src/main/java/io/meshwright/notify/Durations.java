package io.meshwright.notify;

import java.time.Duration;

/** Durations in settings and messages. */
final class Durations {

  private Durations() {}

  static Duration requirePositive(String setting, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "Invalid %s '%s': expected more than nothing, such as 10 s"
              .formatted(setting, words(duration)));
    }
    return duration;
  }

  /** {@code 10 s}, or {@code 250 ms} where seconds do not tell. */
  static String words(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }
}
