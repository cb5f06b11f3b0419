package io.meshwright.contract.odcs;

/**
 * Regular expressions between two readings: ODCS looks for the pattern anywhere in a text, as JSON
 * Schema does, and a contract's pattern is the whole text.
 */
final class Patterns {

  private static final String ANYTHING = "[\\s\\S]*";
  private static final String WHOLE_START = "^(?:";
  private static final String WHOLE_END = ")$";
  private static final String PART_START = ANYTHING + "(?:";
  private static final String PART_END = ")" + ANYTHING;

  private Patterns() {}

  /** A pattern that matches a whole text where {@code pattern} is found in it. */
  static String toWhole(String pattern) {
    if (isEnclosed(pattern, WHOLE_START, WHOLE_END)) {
      return inside(pattern, WHOLE_START, WHOLE_END);
    }

    return isAnchored(pattern) ? pattern : PART_START + closed(pattern) + PART_END;
  }

  /** A pattern that is found in a text where {@code pattern} matches all of it. */
  static String toSearch(String pattern) {
    if (isEnclosed(pattern, PART_START, PART_END)) {
      String part = inside(pattern, PART_START, PART_END);
      if (toWhole(part).equals(pattern)) {
        return part;
      }
    }

    return isAnchored(pattern) && !isEnclosed(pattern, WHOLE_START, WHOLE_END)
        ? pattern
        : WHOLE_START + closed(pattern) + WHOLE_END;
  }

  /** A quote that Java lets run to the end would take in what is put behind it. */
  private static String closed(String pattern) {
    return endsInQuote(pattern) ? pattern + "\\E" : pattern;
  }

  static boolean endsInQuote(String pattern) {
    for (int at = 0; at < pattern.length(); at++) {
      if (pattern.charAt(at) == '\\') {
        at = endOfEscape(pattern, at);
        if (at == pattern.length()) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isAnchored(String pattern) {
    return pattern.startsWith("^")
        && pattern.length() > 1
        && pattern.endsWith("$")
        && !isEscaped(pattern, pattern.length() - 1)
        && closingBar(pattern, 0) < 0;
  }

  private static boolean isEnclosed(String pattern, String start, String end) {
    return pattern.length() >= start.length() + end.length()
        && pattern.startsWith(start)
        && pattern.endsWith(end)
        && closing(pattern, start.length()) == pattern.length() - end.length();
  }

  private static String inside(String pattern, String start, String end) {
    return pattern.substring(start.length(), pattern.length() - end.length());
  }

  /** Where the group closes in which {@code from} stands, or -1. */
  private static int closing(String pattern, int from) {
    return scan(pattern, from, ')');
  }

  /** Where an alternative starts outside every group, or -1. */
  private static int closingBar(String pattern, int from) {
    return scan(pattern, from, '|');
  }

  /** Finds a character outside groups, classes and quotes, as Java reads them. */
  private static int scan(String pattern, int from, char wanted) {
    int groups = 0;
    int classes = 0;
    for (int at = from; at < pattern.length(); at++) {
      char character = pattern.charAt(at);
      if (character == '\\') {
        at = endOfEscape(pattern, at);
      } else if (character == '[') {
        classes++;
        at = lastLiteral(pattern, at);
      } else if (classes > 0) {
        classes -= character == ']' ? 1 : 0;
      } else if (groups == 0 && character == wanted) {
        return at;
      } else if (character == '(') {
        groups++;
      } else if (character == ')') {
        groups--;
      }
    }
    return -1;
  }

  /** The last character of what a backslash begins: the next one, or all up to {@code \\E}. */
  private static int endOfEscape(String pattern, int at) {
    if (!pattern.startsWith("\\Q", at)) {
      return at + 1;
    }

    int end = pattern.indexOf("\\E", at + 2);
    return end < 0 ? pattern.length() : end + 1;
  }

  /** A bracket that closes a class at once stands for itself. */
  private static int lastLiteral(String pattern, int opening) {
    int first = pattern.startsWith("^", opening + 1) ? opening + 2 : opening + 1;
    return pattern.startsWith("]", first) ? first : first - 1;
  }

  private static boolean isEscaped(String pattern, int at) {
    int slashes = 0;
    while (at - slashes > 0 && pattern.charAt(at - slashes - 1) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }
}
