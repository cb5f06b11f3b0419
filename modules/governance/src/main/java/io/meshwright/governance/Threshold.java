package io.meshwright.governance;

import io.meshwright.contract.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Limits as people write them in policies: {@code >= 99.5%}, {@code <= 24 hours}. */
final class Threshold {

  private static final Pattern SHARE = Pattern.compile("(<=|>=)\\s*(\\d{1,3}(\\.\\d{1,6})?)\\s*%");
  private static final Pattern AGE = Pattern.compile("<=\\s*(\\d{1,6})\\s*(minute|hour|day)s?");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Threshold() {}

  /**
   * Reads {@code >= 99.5%} as 0.995.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static BigDecimal leastShare(String text) {
    return share(text, ">=");
  }

  /**
   * Reads {@code <= 5%} as 0.05.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static BigDecimal mostShare(String text) {
    return share(text, "<=");
  }

  /**
   * Reads {@code <= 24 hours}.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static Duration mostAge(String text) {
    Matcher age = AGE.matcher(text.strip());
    if (!age.matches()) {
      throw new IllegalArgumentException(
          "Invalid limit '%s': expected one such as <= 24 hours".formatted(text));
    }

    long count = Long.parseLong(age.group(1));
    return switch (age.group(2)) {
      case "minute" -> Duration.ofMinutes(count);
      case "hour" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private static BigDecimal share(String text, String relation) {
    Matcher share = SHARE.matcher(text.strip());
    if (!share.matches() || !share.group(1).equals(relation)) {
      throw new IllegalArgumentException(
          "Invalid limit '%s': expected one such as %s 99.5%%".formatted(text, relation));
    }

    BigDecimal fraction = new BigDecimal(share.group(2)).divide(HUNDRED);
    if (fraction.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException(
          "Invalid limit '%s': there is no more than 100%%".formatted(text));
    }

    return fraction;
  }

  /** 0.995 as 99.5%, cut to four digits after the point. */
  static String percent(BigDecimal fraction) {
    BigDecimal shown = fraction.setScale(Math.min(fraction.scale(), 6), RoundingMode.FLOOR);
    return new Amount.Share(shown).toString();
  }

  static String hours(Duration age) {
    BigDecimal hours =
        BigDecimal.valueOf(age.toSeconds())
            .divide(BigDecimal.valueOf(3600), 2, RoundingMode.HALF_UP);
    return hours.stripTrailingZeros().toPlainString() + " hours";
  }
}
