package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ProductName;
import java.util.List;
import java.util.Set;

/**
 * What a run or a sweep found out about the alerts of one product.
 *
 * @param types the types of alert that were evaluated in full. An open alert of one of these that
 *     is not among {@code alerts} is resolved; one of any other type stays as it is.
 * @param alerts those that hold
 */
public record Evaluation(ProductName product, Set<String> types, List<Alert> alerts) {

  public Evaluation {
    requireNonNull(product, "product");
    types = Set.copyOf(types);
    alerts = List.copyOf(alerts);
    for (Alert alert : alerts) {
      if (!alert.product().equals(product) || !types.contains(alert.key().type())) {
        throw new IllegalArgumentException(
            "Invalid evaluation of %s for %s: it holds the alert '%s'"
                .formatted(product, types.stream().sorted().toList(), alert.key()));
      }
    }
  }
}
