package io.meshwright.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Values that a contract writes for its fields to be compared with, as text of the field's type.
 */
final class Literals {

  private static final Pattern FLOATING =
      Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");

  private static final Map<FieldType.Atomic, Integer> BITS =
      Map.of(
          FieldType.Atomic.BYTE, 8,
          FieldType.Atomic.SHORT, 16,
          FieldType.Atomic.INTEGER, 32,
          FieldType.Atomic.LONG, 64);

  private Literals() {}

  /** The value of {@code text} in a field of {@code type}; empty if the field cannot hold it. */
  static Optional<Comparable<?>> find(String text, FieldType type) {
    if (type instanceof FieldType.Text bounded) {
      return Optional.<Comparable<?>>of(text)
          .filter(value -> text.codePointCount(0, text.length()) <= bounded.length());
    }
    if (type instanceof FieldType.Decimal decimal) {
      return Decimals.find(text)
          .filter(
              number ->
                  number.scale() <= decimal.scale()
                      && number.precision() - number.scale()
                          <= decimal.precision() - decimal.scale())
          .map(number -> number);
    }

    return type instanceof FieldType.Atomic atomic ? find(text, atomic) : Optional.empty();
  }

  /**
   * Compares two texts that {@link #find} accepts for {@code type}.
   *
   * @throws IllegalArgumentException if it does not
   */
  static int compare(String left, String right, FieldType type) {
    return compare(require(left, type), require(right, type));
  }

  /** How to write a literal of {@code type}, for a message. */
  static String example(FieldType type) {
    if (type instanceof FieldType.Decimal decimal) {
      return "a number of at most %d digits before and %d after the point"
          .formatted(decimal.precision() - decimal.scale(), decimal.scale());
    }
    if (type instanceof FieldType.Text bounded) {
      return "a text of at most %d characters".formatted(bounded.length());
    }
    if (BITS.containsKey(type)) {
      return "a whole number that fits " + BITS.get(type) + " bits";
    }
    if (type == FieldType.Atomic.BOOLEAN) {
      return "true or false";
    }
    if (type == FieldType.Atomic.DATE) {
      return "a date such as 2024-01-31";
    }
    if (type == FieldType.Atomic.TIMESTAMP) {
      return "a time such as 2024-01-31T12:00:00Z";
    }
    if (type == FieldType.Atomic.TIMESTAMP_NTZ) {
      return "a time without zone such as 2024-01-31T12:00:00";
    }

    return type.isNumeric() ? "a number such as 0.5" : "a text";
  }

  private static Optional<Comparable<?>> find(String text, FieldType.Atomic type) {
    return switch (type) {
      case BOOLEAN ->
          text.equals("true") || text.equals("false")
              ? Optional.of(Boolean.valueOf(text))
              : Optional.empty();
      case BYTE, SHORT, INTEGER, LONG ->
          Decimals.find(text)
              .filter(number -> number.scale() == 0)
              .map(BigDecimal::toBigIntegerExact)
              .filter(number -> number.bitLength() < BITS.get(type))
              .map(BigInteger::longValueExact);
      case FLOAT, DOUBLE ->
          FLOATING.matcher(text).matches()
              ? Optional.of(Double.valueOf(text)).filter(Double::isFinite).map(number -> number)
              : Optional.empty();
      case STRING -> Optional.of(text);
      case BINARY -> Optional.empty();
      case DATE, TIMESTAMP, TIMESTAMP_NTZ -> time(text, type);
    };
  }

  private static Optional<Comparable<?>> time(String text, FieldType.Atomic type) {
    try {
      return Optional.of(
          switch (type) {
            case DATE -> LocalDate.parse(text);
            case TIMESTAMP -> instant(text);
            default -> local(text);
          });
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A time without zone is in UTC, as timestamps are shown. */
  private static Instant instant(String text) {
    String time = text.replaceFirst(" ", "T");
    return time.matches(".*T.*(Z|[+-]\\d\\d:\\d\\d)")
        ? OffsetDateTime.parse(time).toInstant()
        : local(text).toInstant(ZoneOffset.UTC);
  }

  private static LocalDateTime local(String text) {
    return text.length() == "2024-01-31".length()
        ? LocalDate.parse(text).atStartOfDay()
        : LocalDateTime.parse(text.replaceFirst(" ", "T"));
  }

  private static Comparable<?> require(String text, FieldType type) {
    return find(text, type)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Invalid literal '%s': expected %s".formatted(text, example(type))));
  }

  /** Literals of one type have one class. */
  @SuppressWarnings("unchecked")
  private static int compare(Comparable<?> left, Comparable<?> right) {
    return ((Comparable<Object>) left).compareTo(right);
  }
}
