package io.meshwright.contract;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** The numbers of a contract: plain decimals of bounded length, equal by value. */
final class Decimals {

  /** Without an exponent: 1e999999999 would cost memory without bound. */
  private static final Pattern FORM = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?");

  private static final BigDecimal NANOS_AN_HOUR = new BigDecimal(Duration.ofHours(1).toNanos());
  private static final BigDecimal MOST_HOURS = new BigDecimal(24 * 366 * 100);
  private static final int HOUR_DIGITS = 20;

  private Decimals() {}

  static Optional<BigDecimal> find(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(canonical(new BigDecimal(text)))
        : Optional.empty();
  }

  /** The same number without trailing zeros, so that 1.0 equals 1. */
  static BigDecimal canonical(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** Reads hours, to the nearest nanosecond; empty unless above zero and below a hundred years. */
  static Optional<Duration> findHours(String text) {
    return find(text)
        .filter(hours -> hours.compareTo(MOST_HOURS) <= 0)
        .map(hours -> hours.multiply(NANOS_AN_HOUR).setScale(0, RoundingMode.HALF_UP))
        .map(nanos -> Duration.ofNanos(nanos.longValueExact()))
        .filter(duration -> !duration.isNegative() && !duration.isZero());
  }

  /** Prints hours that {@link #findHours} reads as the same duration. */
  static String toHours(Duration duration) {
    BigDecimal nanos =
        BigDecimal.valueOf(duration.getSeconds())
            .movePointRight(9)
            .add(BigDecimal.valueOf(duration.getNano()));
    return canonical(nanos.divide(NANOS_AN_HOUR, HOUR_DIGITS, RoundingMode.HALF_UP))
        .toPlainString();
  }
}
