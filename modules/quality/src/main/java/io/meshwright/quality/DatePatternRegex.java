package io.meshwright.quality;

import java.util.regex.Pattern;

/**
 * The shape of a date pattern as a regular expression: how many digits stand where.
 *
 * <p>Spark's parser alone is no judge: on a value such as {@code 2024-1-5} for {@code yyyy-MM-dd}
 * it stops the job to warn of its older self's leniency. Values of the right shape never get there.
 */
final class DatePatternRegex {

  private DatePatternRegex() {}

  static String of(String pattern) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < pattern.length()) {
      char letter = pattern.charAt(at);
      if (letter == '\'') {
        int end = pattern.indexOf('\'', at + 1);
        String quoted = end < 0 ? "" : pattern.substring(at + 1, end);
        regex.append(Pattern.quote(quoted.isEmpty() ? "'" : quoted));
        at = end < 0 ? pattern.length() : end + 1;
        continue;
      }
      int run = at;
      while (run < pattern.length() && pattern.charAt(run) == letter) {
        run++;
      }
      regex.append(letters(letter, run - at));
      at = run;
    }
    return regex.toString();
  }

  private static String letters(char letter, int count) {
    if (!Character.isLetter(letter)) {
      return Pattern.quote(String.valueOf(letter).repeat(count));
    }

    return switch (letter) {
      case 'y', 'u' -> count == 1 ? "\\d{1,4}" : "\\d{" + count + "}";
      case 'M', 'L' -> count > 2 ? "\\p{L}+\\.?" : digits(count);
      case 'E', 'a', 'G' -> "\\p{L}+\\.?";
      case 'S', 'n' -> "\\d{" + count + "}";
      case 'X', 'x', 'Z', 'z', 'V', 'O' -> "\\S+";
      default -> digits(count);
    };
  }

  private static String digits(int count) {
    return count == 1 ? "\\d{1,2}" : "\\d{" + count + "}";
  }
}
