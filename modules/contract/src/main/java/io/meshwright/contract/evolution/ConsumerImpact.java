package io.meshwright.contract.evolution;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ProductName;
import io.meshwright.contract.SemanticVersion;
import java.util.List;

/**
 * What a new version means to one place in which another product reads this one.
 *
 * @param range the versions it accepts
 * @param columns those of the columns it reads that a change may break, in the order of changes
 * @param changes the changes that may break it, the worst first
 */
public record ConsumerImpact(
    Consumer consumer, String range, List<String> columns, List<Change> changes, Outcome outcome) {

  /**
   * A product that reads this one.
   *
   * @param place the input or the rule of its contract that does
   */
  public record Consumer(ProductName product, SemanticVersion version, String place) {
    public Consumer {
      requireNonNull(product, "product");
      requireNonNull(version, "version");
      requireNonNull(place, "place");
    }
  }

  /** What happens to it, from least to worst. */
  public enum Outcome {
    /** It goes on as before. */
    UNAFFECTED,
    /** It gets the new version, and a change may break it. */
    AT_RISK,
    /** It stays with the old major, which will end: it has to move until then. */
    TO_MIGRATE,
    /** It gets the new version, and a change breaks it. */
    BROKEN,
    /** No version that it accepts can be read any more. */
    STRANDED
  }

  public ConsumerImpact {
    requireNonNull(consumer, "consumer");
    requireNonNull(range, "range");
    columns = List.copyOf(columns);
    changes = List.copyOf(changes);
    requireNonNull(outcome, "outcome");
  }
}
