package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ProductName;
import io.meshwright.contract.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which alerts a sink takes, and how often. Metrics are routed by product and domain alone.
 *
 * @param minimum the least severity
 * @param types alert types; empty for all
 * @param products taken beside those of {@code domains}
 * @param domains taken beside {@code products}; all products if both are empty
 * @param allClear whether the sink is told when an alert it heard of is resolved
 * @param repeatAfter how long an alert may stay open before the sink hears of it again; empty for
 *     never
 */
public record Route(
    Severity minimum,
    Set<String> types,
    Set<ProductName> products,
    Set<String> domains,
    AllClear allClear,
    Optional<Duration> repeatAfter) {

  public enum AllClear {
    TOLD,
    KEPT_BACK
  }

  /** Every alert of every product, once, and its all-clear. */
  public static final Route EVERYTHING = atLeast(Severity.INFO);

  public Route {
    requireNonNull(minimum, "minimum");
    types = Set.copyOf(types);
    products = Set.copyOf(products);
    domains = Set.copyOf(domains);
    requireNonNull(allClear, "allClear");
    requireNonNull(repeatAfter, "repeatAfter");
    repeatAfter.ifPresent(pause -> Durations.requirePositive("repeat-after", pause));
  }

  public static Route atLeast(Severity minimum) {
    return new Route(minimum, Set.of(), Set.of(), Set.of(), AllClear.TOLD, Optional.empty());
  }

  boolean takes(ProductName product) {
    return (products.isEmpty() && domains.isEmpty())
        || products.contains(product)
        || domains.contains(product.domain());
  }

  boolean takes(Alert alert) {
    return takes(alert.product())
        && alert.severity().compareTo(minimum) >= 0
        && (types.isEmpty() || types.contains(alert.key().type()));
  }

  /** Whether an alert that was last told at {@code told} is to be told again. */
  boolean isDue(Instant told, Instant now) {
    return repeatAfter.filter(pause -> !told.plus(pause).isAfter(now)).isPresent();
  }
}
