package io.meshwright.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** How far two distributions of one column are apart, told from what is kept of them. */
public final class DistributionDistance {

  private DistributionDistance() {}

  /**
   * The population stability index: the sum of {@code (now - before) * ln(now / before)} over the
   * values, or over the tenths of {@code before}. Read as usual in credit scoring: below 0.1
   * nothing has changed, above 0.25 much has.
   *
   * @return empty if either has no rows, or they are of different kinds
   */
  public static Optional<Double> psi(Distribution before, Distribution now) {
    return shares(before, now)
        .map(shares -> DistributionPass.index(column(shares, 1), column(shares, 0)));
  }

  /**
   * Kolmogorov and Smirnov's statistic: the largest difference of the cumulated shares, from 0 to
   * 1. Of numbers it is exact to a part of the quantiles that are kept; of values without an order
   * it is half the sum of the differences, the largest that any order could give.
   *
   * @return empty if either has no rows, or they are of different kinds
   */
  public static Optional<Double> ks(Distribution before, Distribution now) {
    if (before instanceof Distribution.Quantiles from
        && now instanceof Distribution.Quantiles to
        && from.rows() > 0
        && to.rows() > 0) {
      TreeSet<Double> ends = new TreeSet<>(from.ends());
      ends.addAll(to.ends());
      return Optional.of(
          ends.stream()
              .mapToDouble(
                  x ->
                      Math.max(
                          Math.abs(from.upTo(x) - to.upTo(x)),
                          Math.abs(from.below(x) - to.below(x))))
              .max()
              .orElse(0));
    }

    return shares(before, now)
        .map(
            shares ->
                shares.stream().mapToDouble(share -> Math.abs(share[1] - share[0])).sum() / 2);
  }

  private static double[] column(List<double[]> shares, int column) {
    return shares.stream().mapToDouble(share -> share[column]).toArray();
  }

  /** The share before and now of each part of the range of values. */
  private static Optional<List<double[]>> shares(Distribution before, Distribution now) {
    if (before.rows() == 0 || now.rows() == 0) {
      return Optional.empty();
    }
    if (before instanceof Distribution.Values from && now instanceof Distribution.Values to) {
      return Optional.of(ofValues(from, to));
    }
    if (before instanceof Distribution.Quantiles from && now instanceof Distribution.Quantiles to) {
      return Optional.of(ofNumbers(from, to));
    }

    return Optional.empty();
  }

  private static List<double[]> ofValues(Distribution.Values before, Distribution.Values now) {
    TreeSet<String> values = new TreeSet<>(before.counts().keySet());
    values.addAll(now.counts().keySet());
    List<double[]> shares = new ArrayList<>();
    values.forEach(value -> shares.add(new double[] {before.share(value), now.share(value)}));
    shares.add(
        new double[] {(double) before.other() / before.rows(), (double) now.other() / now.rows()});
    return shares;
  }

  /** Below the smallest, each tenth, above the largest: a constant column has parts, too. */
  private static List<double[]> ofNumbers(
      Distribution.Quantiles before, Distribution.Quantiles now) {
    TreeSet<Double> ends = new TreeSet<>();
    int parts = before.ends().size() - 1;
    for (int i = 0; i <= parts; i += Math.max(1, parts / 10)) {
      ends.add(before.ends().get(i));
    }
    ends.add(before.ends().get(parts));
    List<double[]> shares = new ArrayList<>();
    double[] reached = {before.below(ends.first()), now.below(ends.first())};
    shares.add(reached);
    for (double end : ends) {
      double[] next = {before.upTo(end), now.upTo(end)};
      shares.add(new double[] {next[0] - reached[0], next[1] - reached[1]});
      reached = next;
    }
    shares.add(new double[] {1 - reached[0], 1 - reached[1]});
    return shares;
  }
}
