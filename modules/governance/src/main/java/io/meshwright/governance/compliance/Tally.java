package io.meshwright.governance.compliance;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Several products in a few numbers.
 *
 * @param status the worst of them; {@link ComplianceStatus#NOT_EVALUATED} if there are none
 * @param products how many have each status; all of them are keys
 * @param rules how many rules were evaluated, each for each product
 * @param kept how many of these are kept, without the help of a waiver
 */
public record Tally(
    ComplianceStatus status, Map<ComplianceStatus, Integer> products, int rules, int kept) {

  public Tally {
    requireNonNull(status, "status");
    products = Collections.unmodifiableMap(new EnumMap<>(products));
  }

  static Tally of(Collection<ProductCompliance> products) {
    Map<ComplianceStatus, Integer> counts = new EnumMap<>(ComplianceStatus.class);
    for (ComplianceStatus status : ComplianceStatus.values()) {
      counts.put(status, (int) products.stream().filter(each -> each.status() == status).count());
    }
    return new Tally(
        products.stream()
            .map(ProductCompliance::status)
            .max(Comparator.naturalOrder())
            .orElse(ComplianceStatus.NOT_EVALUATED),
        counts,
        products.stream().mapToInt(ProductCompliance::rules).sum(),
        products.stream().mapToInt(ProductCompliance::kept).sum());
  }

  public int count(ComplianceStatus wanted) {
    return products.get(wanted);
  }

  /**
   * The kept rules in percent of those evaluated, rounded down: 100 means all. Empty if none was.
   */
  public OptionalInt score() {
    return score(rules, kept);
  }

  static OptionalInt score(int rules, int kept) {
    return rules == 0 ? OptionalInt.empty() : OptionalInt.of((int) (100L * kept / rules));
  }
}
