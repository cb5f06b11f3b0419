package io.meshwright.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
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

  /**
   * The times of this schedule from {@code from} (inclusive) to {@code to} (exclusive), in order.
   * As in crontab, a day has to fit the day of month or the day of week where both are restricted,
   * else both.
   */
  public List<Instant> times(Instant from, Instant to) {
    List<BitSet> allowed = new ArrayList<>();
    String[] fields = text.split(" ");
    for (int i = 0; i < fields.length; i++) {
      allowed.add(allowed(PARTS.get(i), fields[i]));
    }
    boolean eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");

    List<Instant> times = new ArrayList<>();
    LocalDate last = to.atOffset(ZoneOffset.UTC).toLocalDate();
    for (LocalDate day = from.atOffset(ZoneOffset.UTC).toLocalDate();
        !day.isAfter(last);
        day = day.plusDays(1)) {
      if (isOn(day, allowed, eitherDay)) {
        timesOf(day, allowed).stream()
            .filter(time -> !time.isBefore(from) && time.isBefore(to))
            .forEach(times::add);
      }
    }
    return times;
  }

  @Override
  public String toString() {
    return text;
  }

  private static boolean isOn(LocalDate day, List<BitSet> allowed, boolean eitherDay) {
    boolean ofMonth = allowed.get(2).get(day.getDayOfMonth());
    boolean ofWeek = allowed.get(4).get(day.getDayOfWeek().getValue() % 7);
    return allowed.get(3).get(day.getMonthValue())
        && (eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
  }

  private static List<Instant> timesOf(LocalDate day, List<BitSet> allowed) {
    return allowed.get(1).stream()
        .boxed()
        .flatMap(hour -> allowed.get(0).stream().mapToObj(minute -> LocalTime.of(hour, minute)))
        .map(time -> day.atTime(time).toInstant(ZoneOffset.UTC))
        .toList();
  }

  /** The numbers a field allows; Sunday is 0, however it is written. */
  private static BitSet allowed(Part part, String field) {
    BitSet allowed = new BitSet();
    for (String item : field.split(",", -1)) {
      String[] rangeAndStep = item.split("/", -1);
      String[] ends = rangeAndStep[0].split("-", -1);
      int step = rangeAndStep.length == 2 ? Integer.parseInt(rangeAndStep[1]) : 1;
      int first = ends[0].equals("*") ? part.min() : value(part, ends[0]);
      boolean open = ends[0].equals("*") || rangeAndStep.length == 2;
      int last = open ? part.max() : first;
      if (ends.length == 2) {
        last = value(part, ends[1]);
      }
      for (int number = first; number <= last; number += step) {
        allowed.set(part.max() == 7 ? number % 7 : number);
      }
    }
    return allowed;
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
