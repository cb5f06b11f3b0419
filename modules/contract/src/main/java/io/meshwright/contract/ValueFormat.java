package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A form that text is written in: a {@link Named} one such as {@code email}, or a {@link
 * DatePattern} such as {@code yyyy-MM-dd} in the letters of {@link DateTimeFormatter}.
 */
public sealed interface ValueFormat {

  /** Forms with a name. Each has the regular expression that a whole value must match. */
  enum Named implements ValueFormat {
    /** The form browsers accept, from the HTML standard's valid e-mail address. */
    EMAIL(
        "[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
            + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*"),
    /** RFC 9562, any version, any letter case. */
    UUID("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"),
    /** RFC 3986, absolute: a scheme, a colon, and no white space or control characters. */
    URI("[a-zA-Z][a-zA-Z0-9+.-]*:[^\\s\\p{Cntrl}<>\"{}|\\\\^`]+"),
    /** RFC 1123. */
    HOSTNAME(
        "(?=.{1,253}$)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
            + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*"),
    /** Four decimal octets without leading zeros. */
    IPV4("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}"),
    /** RFC 4291, with compression, without zone. */
    IPV6(
        "(?:(?:[0-9a-fA-F]{1,4}:){7}(?:[0-9a-fA-F]{1,4}|:)"
            + "|:(?::[0-9a-fA-F]{1,4}){7}"
            + "|(?=(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}$)"
            + "(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4})*)?::(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4})*)?)");

    private final String pattern;

    Named(String pattern) {
      this.pattern = pattern;
    }

    /** The Java regular expression that a whole value of this form matches. */
    public String pattern() {
      return pattern;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A date or time written with the letters of {@link DateTimeFormatter}. */
  record DatePattern(String pattern) implements ValueFormat {
    public DatePattern {
      requireNonNull(pattern, "pattern");
      requireNonNull(DateTimeFormatter.ofPattern(pattern, Locale.ROOT), "formatter");
    }

    @Override
    public String toString() {
      return pattern;
    }
  }

  /**
   * Reads the name of a form, or a date pattern.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  static ValueFormat parse(String text) {
    Optional<ValueFormat> named = find(text);
    if (named.isPresent()) {
      return named.get();
    }
    if (!text.contains("yy") && !text.contains("HH") && !text.contains("mm")) {
      throw new IllegalArgumentException(
          "Invalid format '%s': use one of %s, or a date pattern such as yyyy-MM-dd"
              .formatted(text, String.join(", ", names())));
    }
    try {
      return new DatePattern(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid date pattern '%s': %s".formatted(text, e.getMessage()), e);
    }
  }

  static List<String> names() {
    return Arrays.stream(Named.values()).map(Named::toString).toList();
  }

  private static Optional<ValueFormat> find(String text) {
    return Arrays.stream(Named.values())
        .filter(named -> named.toString().equals(text))
        .map(ValueFormat.class::cast)
        .findFirst();
  }
}
