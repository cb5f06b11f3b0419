package io.meshwright.cli;

import static java.util.stream.Collectors.joining;

import io.meshwright.quality.Distribution;
import java.util.List;
import java.util.Map;

/** A distribution in a few words: the most frequent values, or three numbers. */
final class DistributionText {

  private static final int MOST_VALUES = 3;

  private DistributionText() {}

  /** {@code (open 60%, gone 40%)}, or {@code (0 … 12 … 99)}: smallest, median, largest. */
  static String of(Distribution distribution) {
    if (distribution instanceof Distribution.Quantiles quantiles) {
      List<Double> ends = quantiles.ends();
      return "(%s … %s … %s)"
          .formatted(
              HumanText.number(ends.get(0)),
              HumanText.number(ends.get(ends.size() / 2)),
              HumanText.number(ends.get(ends.size() - 1)));
    }

    Map<String, Long> counts = ((Distribution.Values) distribution).counts();
    if (distribution.rows() == 0) {
      return "(no rows)";
    }

    String frequent =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_VALUES)
            .map(value -> value.getKey() + " " + share(value.getValue(), distribution.rows()))
            .collect(joining(", "));
    return counts.size() > MOST_VALUES ? "(" + frequent + ", …)" : "(" + frequent + ")";
  }

  private static String share(long rows, long all) {
    return HumanText.number(Math.round(1000.0 * rows / all) / 10.0) + "%";
  }
}
