package io.meshwright.contract.evolution;

import io.meshwright.contract.CronSchedule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** The minutes, hours, days and months at which a schedule fires. */
final class CronTimes {

  private static final List<String> MONTHS =
      List.of(
          "", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private static final int[] FIRST = {0, 0, 1, 1, 0};
  private static final int[] LAST = {59, 23, 31, 12, 6};
  private static final int DAY_OF_MONTH = 2;
  private static final int DAY_OF_WEEK = 4;

  private final List<BitSet> fields = new ArrayList<>();

  private CronTimes() {}

  static CronTimes of(CronSchedule schedule) {
    CronTimes times = new CronTimes();
    String[] texts = schedule.text().split(" ", -1);
    for (int field = 0; field < texts.length; field++) {
      BitSet values = new BitSet();
      for (String item : texts[field].split(",", -1)) {
        add(values, field, item);
      }
      times.fields.add(values);
    }
    return times;
  }

  /**
   * Says whether this fires whenever {@code other} does. POSIX lets either day match where both are
   * restricted, so that both schedules must restrict days in the same way to be comparable.
   */
  boolean includes(CronTimes other) {
    boolean comparable =
        everyDay()
            || (isFull(DAY_OF_MONTH) == other.isFull(DAY_OF_MONTH)
                && isFull(DAY_OF_WEEK) == other.isFull(DAY_OF_WEEK));
    if (!comparable) {
      return false;
    }

    for (int field = 0; field < fields.size(); field++) {
      BitSet missing = (BitSet) other.fields.get(field).clone();
      missing.andNot(fields.get(field));
      if (!missing.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private boolean everyDay() {
    return isFull(DAY_OF_MONTH) && isFull(DAY_OF_WEEK);
  }

  private boolean isFull(int field) {
    return fields.get(field).cardinality() == LAST[field] - FIRST[field] + 1;
  }

  private static void add(BitSet values, int field, String item) {
    String[] rangeAndStep = item.split("/", -1);
    int step = rangeAndStep.length == 2 ? Integer.parseInt(rangeAndStep[1]) : 1;
    String[] ends = rangeAndStep[0].split("-", -1);
    boolean all = rangeAndStep[0].equals("*");
    int first = all ? FIRST[field] : value(field, ends[0]);
    int last = all ? LAST[field] : value(field, ends[ends.length - 1]);
    for (int value = first; value <= last; value += step) {
      values.set(field == DAY_OF_WEEK ? value % DAYS.size() : value);
    }
  }

  private static int value(int field, String word) {
    List<String> names = field == DAY_OF_WEEK ? DAYS : MONTHS;
    int name = names.indexOf(word.toLowerCase(Locale.ROOT));
    return name >= 0 ? name : Integer.parseInt(word);
  }
}
