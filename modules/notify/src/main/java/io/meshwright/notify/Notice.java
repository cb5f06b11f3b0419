package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ProductName;
import java.time.Instant;
import java.util.List;

/**
 * One message about one product to one sink.
 *
 * @param at when it is sent
 * @param holding what the sink is to hear of, the worst first
 * @param resolved what it heard of before and no longer holds, the worst first
 */
public record Notice(
    ProductName product, Instant at, List<OpenAlert> holding, List<OpenAlert> resolved) {

  public Notice {
    requireNonNull(product, "product");
    requireNonNull(at, "at");
    holding = List.copyOf(holding);
    resolved = List.copyOf(resolved);
    if (holding.isEmpty() && resolved.isEmpty()) {
      throw new IllegalArgumentException("Cannot send a notice about nothing");
    }
  }
}
