package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ProductName;
import java.util.List;
import java.util.regex.Pattern;

/**
 * All metrics of one product that were measured together. A sink that holds the current state
 * replaces what it held of the same product and source, and nothing else.
 *
 * @param source what measured, such as {@code run} or {@code sla}
 */
public record Measurements(ProductName product, String source, List<MetricSample> samples) {

  private static final Pattern SOURCE = Pattern.compile("[a-z][a-z0-9_]*");

  public Measurements {
    requireNonNull(product, "product");
    requireNonNull(source, "source");
    samples = List.copyOf(samples);
    if (!SOURCE.matcher(source).matches()) {
      throw new IllegalArgumentException(
          "Invalid source '%s': use lower-case letters, digits and _, starting with a letter"
              .formatted(source));
    }
    for (MetricSample sample : samples) {
      if (!sample.product().equals(product)) {
        throw new IllegalArgumentException(
            "Invalid measurements of %s: they hold %s of %s"
                .formatted(product, sample.name(), sample.product()));
      }
    }
  }
}
