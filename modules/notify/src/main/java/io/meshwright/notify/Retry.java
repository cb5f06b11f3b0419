package io.meshwright.notify;

import java.time.Duration;

/**
 * How often a delivery is attempted, and the pauses between: the first {@code backoff} long, each
 * further one twice the last, none longer than {@code longest}. A place may ask for a longer pause;
 * it is not given more than {@code longest} either.
 */
public record Retry(int attempts, Duration backoff, Duration longest) {

  /** Three attempts, a second and two apart. */
  public static final Retry DEFAULT = new Retry(3, Duration.ofSeconds(1), Duration.ofSeconds(10));

  public Retry {
    if (attempts < 1) {
      throw new IllegalArgumentException(
          "Invalid attempts '%d': expected at least 1".formatted(attempts));
    }
    Durations.requirePositive("backoff", backoff);
    Durations.requirePositive("longest backoff", longest);
  }

  /** The pause after the given attempt, which counts from 1. */
  Duration pauseAfter(int attempt, Duration asked) {
    // 2^20 backoffs exceed any sensible bound; the shift must not overflow.
    Duration doubled = backoff.multipliedBy(1L << Math.min(attempt - 1, 20));
    Duration wanted = doubled.compareTo(asked) > 0 ? doubled : asked;
    return wanted.compareTo(longest) > 0 ? longest : wanted;
  }
}
