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

    return isAnchored(pattern) ? pattern : PART_START + pattern + PART_END;
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
        : WHOLE_START + pattern + WHOLE_END;
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

  private static int scan(String pattern, int from, char wanted) {
    int depth = 0;
    boolean inClass = false;
    for (int at = from; at < pattern.length(); at++) {
      char character = pattern.charAt(at);
      if (character == '\\') {
        at++;
      } else if (inClass) {
        inClass = character != ']';
      } else if (depth == 0 && character == wanted) {
        return at;
      } else if (character == '[') {
        inClass = true;
      } else if (character == '(') {
        depth++;
      } else if (character == ')') {
        depth--;
      }
    }
    return -1;
  }

  private static boolean isEscaped(String pattern, int at) {
    int slashes = 0;
    while (at - slashes > 0 && pattern.charAt(at - slashes - 1) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }
}
