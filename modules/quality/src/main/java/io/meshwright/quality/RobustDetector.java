package io.meshwright.quality;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Judges a value by the median and the median absolute deviation of its history, which a few
 * accidents in the past do not move.
 *
 * <p>A value is unusual if it is further than {@code limit} deviations from where it is expected.
 * Where that is follows the history: its median; a steady trend (the median of all slopes, Theil
 * and Sen); the median of the same weekday; of the same day of the month, the last day of a month
 * being one of its own. Each is used only if the history shows it: if it explains most of the
 * spread, or if nearly all earlier values of that day, at least three, were unusual in the same
 * direction.
 *
 * <p>The deviation is never less than {@code floor}, nor than two percent of what is expected, so
 * that a series that never changed does not cry at the first step.
 *
 * @param limit deviations that are still usual; 3.5 is Iglewicz and Hoaglin's advice
 * @param floor the least deviation, in the unit of the metric
 */
public record RobustDetector(double limit, double floor) implements AnomalyDetector {

  public static final double USUAL_LIMIT = 3.5;

  /** Fewer values than this tell nothing. */
  public static final int LEAST_HISTORY = 8;

  /** Values further back than so many runs are left out. */
  public static final int MOST_HISTORY = 400;

  /** Level, trend and deviation are those of so many latest values; seasons look further back. */
  private static final int RECENT = 60;

  /** Makes the median absolute deviation of normal values their standard deviation. */
  private static final double NORMAL = 1.4826;

  private static final double RELATIVE_FLOOR = 0.02;

  /** A pattern that leaves more of the spread than this is none. */
  private static final double EXPLAINS = 0.5;

  /** With fewer values a season, noise alone looks like a pattern. */
  private static final int VALUES_A_SEASON = 5;

  private static final int LEAST_PEERS = 3;
  private static final double MOST_PEERS = 0.8;

  public RobustDetector {
    if (!(limit > 0) || !(floor >= 0)) {
      throw new IllegalArgumentException(
          "Invalid detector of limit %s and floor %s: a limit is above 0, a floor not below it"
              .formatted(limit, floor));
    }
  }

  @Override
  public Finding judge(List<HistoryPoint> history, HistoryPoint now) {
    List<HistoryPoint> known = HistoryPoint.latest(history, MOST_HISTORY);
    if (known.size() < LEAST_HISTORY) {
      return Finding.learning(known.size(), LEAST_HISTORY);
    }
    if (!Double.isFinite(now.value())) {
      return new Finding(State.UNUSUAL, NumberText.of(now.value()) + " is no number");
    }

    Outlook outlook = new Outlook(known);
    outlook.withTrend();
    outlook.withSeason(now.day(), LocalDate::getDayOfWeek, "weekday");
    outlook.withSeason(now.day(), RobustDetector::dayOfMonth, "day of the month");
    return outlook.finding(now.value());
  }

  /** The last day of a month is 31, however long the month. */
  private static int dayOfMonth(LocalDate day) {
    return day.getDayOfMonth() == day.lengthOfMonth() ? 31 : day.getDayOfMonth();
  }

  /** Where the next value is expected, and what of the history that leaves unexplained. */
  private final class Outlook {

    private final List<HistoryPoint> known;
    private final List<String> patterns = new ArrayList<>();
    private double center;
    private double[] residuals;
    private double deviation;

    Outlook(List<HistoryPoint> known) {
      this.known = known;
      double[] values = known.stream().mapToDouble(HistoryPoint::value).toArray();
      center = median(recent(values));
      residuals = minus(values, center);
      settle();
    }

    void withTrend() {
      double[] latest = recent(residuals);
      double slope = slope(latest);
      double[] level =
          IntStream.range(0, latest.length).mapToDouble(i -> latest[i] - slope * i).toArray();
      double start = median(level);
      double[] left = minus(level, start);
      if (slope != 0 && spread(left) < EXPLAINS * spread(latest)) {
        center += start + slope * latest.length;
        int older = residuals.length - left.length;
        System.arraycopy(left, 0, residuals, older, left.length);
        for (int i = 0; i < older; i++) {
          residuals[i] -= start + slope * (i - older);
        }
        patterns.add("trend");
        settle();
      }
    }

    <T> void withSeason(LocalDate day, Function<LocalDate, T> season, String name) {
      List<T> seasons = known.stream().map(HistoryPoint::day).map(season).toList();
      double[] peers = peers(seasons, season.apply(day));
      Map<T, Double> medians = new HashMap<>();
      double[] left = residuals.clone();
      for (int i = 0; i < left.length; i++) {
        left[i] -= medians.computeIfAbsent(seasons.get(i), of -> median(peers(seasons, of)));
      }
      boolean explains =
          known.size() >= VALUES_A_SEASON * medians.size()
              && NORMAL * spread(recent(residuals)) > floor
              && spread(recent(left)) < EXPLAINS * spread(recent(residuals));
      if (peers.length >= LEAST_PEERS && (explains || areApart(peers))) {
        center += median(peers);
        residuals = explains ? left : residuals;
        patterns.add(name);
        settle();
        deviation = Math.max(deviation, NORMAL * spread(minus(peers, median(peers))));
      }
    }

    Finding finding(double value) {
      double low = center - limit * deviation;
      double high = center + limit * deviation;
      boolean usual = low <= value && value <= high;
      return new Finding(
          usual ? State.USUAL : State.UNUSUAL,
          "%s where %s to %s is usual, from %d runs%s"
              .formatted(
                  NumberText.of(value),
                  NumberText.of(low),
                  NumberText.of(high),
                  known.size(),
                  patterns.isEmpty() ? "" : " by " + String.join(" and ", patterns)));
    }

    private void settle() {
      deviation =
          Math.max(
              NORMAL * spread(recent(residuals)),
              Math.max(floor, RELATIVE_FLOOR * Math.abs(center)));
    }

    private boolean areApart(double[] peers) {
      long above = Arrays.stream(peers).filter(peer -> peer > limit * deviation).count();
      long below = Arrays.stream(peers).filter(peer -> peer < -limit * deviation).count();
      return Math.max(above, below) >= MOST_PEERS * peers.length;
    }

    private <T> double[] peers(List<T> seasons, T wanted) {
      return IntStream.range(0, seasons.size())
          .filter(i -> seasons.get(i).equals(wanted))
          .mapToDouble(i -> residuals[i])
          .toArray();
    }
  }

  private static double slope(double[] values) {
    double[] slopes = new double[values.length * (values.length - 1) / 2];
    int next = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = i + 1; j < values.length; j++) {
        slopes[next++] = (values[j] - values[i]) / (j - i);
      }
    }
    return median(slopes);
  }

  private static double[] recent(double[] values) {
    return Arrays.copyOfRange(values, Math.max(0, values.length - RECENT), values.length);
  }

  /** The median absolute deviation from zero. */
  private static double spread(double[] residuals) {
    return median(Arrays.stream(residuals).map(Math::abs).toArray());
  }

  private static double[] minus(double[] values, double center) {
    return Arrays.stream(values).map(value -> value - center).toArray();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
