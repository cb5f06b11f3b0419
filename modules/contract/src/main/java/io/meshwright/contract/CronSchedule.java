package io.meshwright.contract;

import java.util.List;
import java.util.Locale;

/**
 * When a product is updated, in the five fields of <a
 * href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/crontab.html">POSIX crontab</a>
 * (minute, hour, day of month, month, day of week), in UTC, with ranges, lists and steps, and
 * English three-letter names for months and days.
 */
public record CronSchedule(String text) {

  private record Part(String name, int min, int max, List<String> names) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("minute", 0, 59, List.of()),
          new Part("hour", 0, 23, List.of()),
          new Part("day of month", 1, 31, List.of()),
          new Part(
              "month",
              1,
              12,
              List.of(
                  "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                  "dec")),
          new Part("day of week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

  /**
   * @throws IllegalArgumentException if the text has not five fields, or one is out of its range
   */
  public CronSchedule {
    String[] fields = text.trim().split("\\s+");
    if (fields.length != PARTS.size()) {
      throw new IllegalArgumentException(
          "Invalid schedule '%s': expected five fields (minute hour day month weekday), such as 0 2 * * *"
              .formatted(text));
    }
    for (int i = 0; i < fields.length; i++) {
      requireField(text, PARTS.get(i), fields[i]);
    }
    text = String.join(" ", fields);
  }

  @Override
  public String toString() {
    return text;
  }

  private static void requireField(String text, Part part, String field) {
    for (String item : field.split(",", -1)) {
      String[] rangeAndStep = item.split("/", -1);
      boolean stepIsNumber =
          rangeAndStep.length == 1
              || (rangeAndStep.length == 2 && rangeAndStep[1].matches("[1-9]\\d?"));
      if (!stepIsNumber || !isRange(part, rangeAndStep[0])) {
        throw new IllegalArgumentException(
            "Invalid schedule '%s': '%s' is no %s; use %d to %d, *, a-b, a,b or */n"
                .formatted(text, item, part.name(), part.min(), part.max()));
      }
    }
  }

  private static boolean isRange(Part part, String range) {
    if (range.equals("*")) {
      return true;
    }

    String[] ends = range.split("-", -1);
    int first = value(part, ends[0]);
    int last = ends.length == 2 ? value(part, ends[1]) : first;
    return ends.length <= 2 && first >= part.min() && last <= part.max() && first <= last;
  }

  /** Returns the number a field's word stands for, or one that is out of every range. */
  private static int value(Part part, String word) {
    int name = part.names().indexOf(word.toLowerCase(Locale.ROOT));
    if (name >= 0) {
      return part.min() + name;
    }

    return word.matches("\\d{1,2}") ? Integer.parseInt(word) : Integer.MAX_VALUE;
  }
}
