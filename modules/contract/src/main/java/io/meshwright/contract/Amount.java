package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * A number as contracts write it: a {@link Count} such as {@code 26}, or a {@link Share} such as
 * {@code 0.1%}, held as a fraction ({@code 0.001}).
 */
public sealed interface Amount {

  /** An absolute number. */
  record Count(BigDecimal number) implements Amount {
    public Count {
      number = canonical(number);
    }

    @Override
    public String toString() {
      return number.toPlainString();
    }
  }

  /** A part of a whole, as a fraction: {@code 50%} is 0.5. */
  record Share(BigDecimal fraction) implements Amount {
    public Share {
      fraction = canonical(fraction);
    }

    @Override
    public String toString() {
      return canonical(fraction.movePointRight(2)).toPlainString() + "%";
    }
  }

  /** No row at all. */
  static Amount none() {
    return new Count(BigDecimal.ZERO);
  }

  /**
   * Reads {@code 26} or {@code 0.1%}.
   *
   * @throws IllegalArgumentException if the text is no decimal number with an optional percent sign
   */
  static Amount parse(String text) {
    String trimmed = text.trim();
    boolean share = trimmed.endsWith("%");
    String number = share ? trimmed.substring(0, trimmed.length() - 1).trim() : trimmed;
    BigDecimal value =
        Decimals.find(number)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Invalid amount '%s': expected a number such as 3, or a percentage such as 0.1%%"
                            .formatted(text)));
    return share ? new Share(value.movePointLeft(2)) : new Count(value);
  }

  /**
   * The most rows out of {@code rows} that this amount allows: the count itself, or the share of
   * {@code rows} rounded down.
   */
  default long of(long rows) {
    if (this instanceof Share share) {
      return share.fraction().multiply(BigDecimal.valueOf(rows)).toBigInteger().longValueExact();
    }

    return ((Count) this).number().toBigInteger().longValueExact();
  }

  /** Says whether this can be a number of rows: a whole count, or a share from 0 to 1. */
  default boolean isTolerance() {
    if (this instanceof Share share) {
      return share.fraction().signum() >= 0 && share.fraction().compareTo(BigDecimal.ONE) <= 0;
    }

    BigDecimal count = ((Count) this).number();
    return count.signum() >= 0 && count.scale() == 0 && count.precision() <= 18;
  }

  default boolean isZero() {
    return this instanceof Share share
        ? share.fraction().signum() == 0
        : ((Count) this).number().signum() == 0;
  }

  private static BigDecimal canonical(BigDecimal number) {
    requireNonNull(number, "number");
    return Decimals.canonical(number);
  }
}
