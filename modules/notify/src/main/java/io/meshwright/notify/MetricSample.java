package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ProductName;
import java.time.Instant;
import java.util.Optional;

/**
 * A metric of a product at a moment.
 *
 * @param name as the contract writes it, such as {@code row_count}
 * @param column empty for a metric of the whole table
 */
public record MetricSample(
    String name, Optional<String> column, ProductName product, double value, Instant at) {

  public MetricSample {
    requireNonNull(name, "name");
    requireNonNull(column, "column");
    requireNonNull(product, "product");
    requireNonNull(at, "at");
  }
}
