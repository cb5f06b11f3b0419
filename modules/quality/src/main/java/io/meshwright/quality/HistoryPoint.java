package io.meshwright.quality;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;

/**
 * One value of a metric in the past.
 *
 * @param day the day the run was for, which tells the season
 */
public record HistoryPoint(LocalDate day, double value) {

  public HistoryPoint {
    requireNonNull(day, "day");
  }

  /** The latest {@code most} values that are finite; the history has the oldest first. */
  static List<HistoryPoint> latest(List<HistoryPoint> history, int most) {
    List<HistoryPoint> finite =
        history.stream().filter(point -> Double.isFinite(point.value())).toList();
    return finite.subList(Math.max(0, finite.size() - most), finite.size());
  }
}
