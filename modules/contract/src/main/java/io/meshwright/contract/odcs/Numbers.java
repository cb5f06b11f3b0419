package io.meshwright.contract.odcs;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as documents write them. */
final class Numbers {

  private static final Pattern FORM = Pattern.compile("[-+]?\\d{1,30}(\\.\\d{1,30})?");

  private Numbers() {}

  static Optional<BigDecimal> find(String text) {
    return FORM.matcher(text.trim()).matches()
        ? Optional.of(new BigDecimal(text.trim()))
        : Optional.empty();
  }

  /** The number without zeros that say nothing, as YAML and contracts write it. */
  static String print(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
  }
}
