package io.meshwright.quality;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One number measured on the published rows of a run, or why there is none.
 *
 * @param column the column it is about; empty for the whole table
 * @param value the number, finite; of a distribution, the rows that have a value
 * @param missing why it was not measured; empty if it was
 */
public record MetricValue(
    String name,
    Optional<String> column,
    double value,
    Optional<Distribution> distribution,
    Optional<String> missing) {

  public MetricValue {
    requireNonNull(name, "name");
    requireNonNull(column, "column");
    requireNonNull(distribution, "distribution");
    requireNonNull(missing, "missing");
  }

  /** A number; what is none, such as the mean of values with a NaN among them, is missing. */
  public static MetricValue of(String name, Optional<String> column, double value) {
    return Double.isFinite(value)
        ? new MetricValue(name, column, value, Optional.empty(), Optional.empty())
        : missing(name, column, "it is " + value);
  }

  static MetricValue of(String name, Optional<String> column, Distribution distribution) {
    return new MetricValue(
        name, column, (double) distribution.rows(), Optional.of(distribution), Optional.empty());
  }

  public static MetricValue missing(String name, Optional<String> column, String reason) {
    return new MetricValue(name, column, 0, Optional.empty(), Optional.of(reason));
  }

  public boolean isMeasured() {
    return missing.isEmpty();
  }

  /** The name with its column, as conditions write it: {@code null_rate.status}. */
  public String label() {
    return name + column.map(of -> "." + of).orElse("");
  }
}
