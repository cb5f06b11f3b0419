package io.meshwright.contract.evolution;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Input;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.RowSource;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Statistic;
import io.meshwright.contract.VersionRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One place that reads a product: an input of another one, or a rule that compares with it.
 *
 * @param range the versions it accepts
 * @param columns what it says it reads; empty if it does not say, and may read every column
 */
public record ProductUse(
    ConsumerImpact.Consumer consumer, VersionRange range, Optional<List<String>> columns) {

  public ProductUse {
    requireNonNull(consumer, "consumer");
    requireNonNull(range, "range");
    columns = columns.map(List::copyOf);
  }

  /** Every place in other contracts that reads the product, in the order of the contracts. */
  public static List<ProductUse> of(ProductName product, Collection<Contract> contracts) {
    return contracts.stream()
        .filter(contract -> !contract.name().equals(product))
        .flatMap(contract -> uses(contract, product).stream())
        .toList();
  }

  private static List<ProductUse> uses(Contract contract, ProductName product) {
    List<ProductUse> uses = new ArrayList<>();
    for (Input input : contract.production().inputs()) {
      if (input.source() instanceof Input.Product source
          && source.reference().name().equals(product)) {
        uses.add(
            new ProductUse(
                consumer(contract, "input " + input.name()),
                source.reference().range(),
                Optional.of(input.schema().stream().map(Input.Column::name).toList())
                    .filter(columns -> !columns.isEmpty())));
      }
    }
    for (Rule rule : contract.rules()) {
      columnsComparedWith(rule.assertion(), product)
          .ifPresent(
              columns ->
                  uses.add(
                      new ProductUse(
                          consumer(contract, "rule " + rule.name()),
                          VersionRange.parse("*"),
                          Optional.of(columns))));
    }
    return uses;
  }

  /** The columns of the product that a rule compares with; none of them if it counts its rows. */
  private static Optional<List<String>> columnsComparedWith(
      Assertion assertion, ProductName product) {
    if (assertion instanceof Assertion.References references) {
      return Optional.of(references.targets()).filter(any -> isOf(references.to(), product));
    }
    if (assertion instanceof Statistic.ValueSet set) {
      return Optional.of(List.of(set.target())).filter(any -> isOf(set.of(), product));
    }
    if (assertion instanceof Statistic.RowCountMatch match) {
      return Optional.of(List.<String>of()).filter(any -> isOf(match.with(), product));
    }

    return Optional.empty();
  }

  private static boolean isOf(RowSource source, ProductName product) {
    return source instanceof RowSource.OfProduct other && other.product().equals(product);
  }

  private static ConsumerImpact.Consumer consumer(Contract contract, String place) {
    return new ConsumerImpact.Consumer(contract.name(), contract.version(), place);
  }
}
