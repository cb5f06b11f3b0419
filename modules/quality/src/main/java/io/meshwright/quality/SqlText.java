package io.meshwright.quality;

import io.meshwright.contract.FieldType;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** Prints values as Spark SQL: quoted names, and literals in the type of the field they go with. */
public final class SqlText {

  private static final Pattern ZONE = Pattern.compile(".*(Z|[+-]\\d{2}:?\\d{2})$");
  private static final Pattern DATE_ONLY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private SqlText() {}

  /** Quotes a column or table name, whatever characters it has. */
  public static String name(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** Quotes a text. */
  public static String text(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /**
   * Prints a literal that compares with a column of {@code type} without losing a digit: a limit of
   * 0.005 on a decimal(12,2) stays 0.005.
   */
  static String literal(String value, FieldType type) {
    if (type.isNumeric()) {
      return number(value, type);
    }
    if (type == FieldType.Atomic.TIMESTAMP) {
      String instant = DATE_ONLY.matcher(value).matches() ? value + " 00:00:00" : value;
      return "TIMESTAMP" + text(ZONE.matcher(instant).matches() ? instant : instant + "Z");
    }
    if (type == FieldType.Atomic.TIMESTAMP_NTZ) {
      return "TIMESTAMP_NTZ" + text(value);
    }
    if (type == FieldType.Atomic.DATE) {
      return "DATE" + text(value);
    }
    if (type == FieldType.Atomic.BOOLEAN) {
      return value.toLowerCase(Locale.ROOT);
    }

    return text(value);
  }

  private static String number(String value, FieldType type) {
    if (type == FieldType.Atomic.DOUBLE || type == FieldType.Atomic.FLOAT) {
      return "CAST(" + text(value) + " AS DOUBLE)";
    }

    BigDecimal exact = new BigDecimal(value);
    if (type instanceof FieldType.Decimal decimal && fits(exact, decimal)) {
      return "CAST(" + text(value) + " AS " + decimal + ")";
    }

    return exact.toPlainString() + "BD";
  }

  private static boolean fits(BigDecimal number, FieldType.Decimal type) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() <= type.scale()
        && stripped.precision() - stripped.scale() <= type.precision() - type.scale();
  }
}
