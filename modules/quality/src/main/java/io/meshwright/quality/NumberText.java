package io.meshwright.quality;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as reports print them: four digits that say something, or whole thousands. */
final class NumberText {

  private static final double THOUSAND = 1000;

  private NumberText() {}

  static String of(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }

    BigDecimal exact = BigDecimal.valueOf(value);
    if (Math.abs(value) >= THOUSAND) {
      return String.format(
          Locale.ROOT, "%,d", exact.setScale(0, RoundingMode.HALF_EVEN).toBigInteger());
    }

    BigDecimal rounded = exact.round(new MathContext(4));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** {@code 0.1234} as {@code 12.34%}. */
  static String percent(double fraction) {
    return of(fraction * 100) + "%";
  }
}
