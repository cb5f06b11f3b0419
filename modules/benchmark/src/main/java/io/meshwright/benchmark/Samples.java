package io.meshwright.benchmark;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What one way took in each round, and what the bare write took in the same rounds. Ratios and
 * differences are taken round by round, so that a machine that slows down slows both.
 *
 * @param bare as many as {@code runs}; empty if no bare write was measured
 */
record Samples(List<Usage> bare, List<Usage> runs) {

  Samples {
    bare = List.copyOf(bare);
    runs = List.copyOf(runs);
    if (!bare.isEmpty() && bare.size() != runs.size()) {
      throw new IllegalArgumentException(
          "Cannot compare %d rounds with %d bare ones".formatted(runs.size(), bare.size()));
    }
  }

  double median(ToDoubleFunction<Usage> amount) {
    return median(runs.stream().mapToDouble(amount));
  }

  /** The median over the rounds of this way divided by the bare write; NaN without one. */
  double ratio(ToDoubleFunction<Usage> amount) {
    return median(
        rounds()
            .mapToDouble(
                i -> amount.applyAsDouble(runs.get(i)) / amount.applyAsDouble(bare.get(i))));
  }

  /** The median over the rounds of this way minus the bare write; NaN without one. */
  double added(ToDoubleFunction<Usage> amount) {
    return median(
        rounds()
            .mapToDouble(
                i -> amount.applyAsDouble(runs.get(i)) - amount.applyAsDouble(bare.get(i))));
  }

  private IntStream rounds() {
    return IntStream.range(0, bare.size());
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }

    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
