package io.meshwright.contract.evolution;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Contract;
import java.util.List;
import java.util.Optional;

/**
 * What else is known when a version is to be released.
 *
 * @param live published versions of the product beside the one before
 * @param consumers contracts of other products, whether they read this one or not
 * @param guide the migration guide, where there is one
 */
public record Surroundings(
    List<Contract> live, List<Contract> consumers, Optional<MigrationGuide> guide) {

  public static final Surroundings NONE = new Surroundings(List.of(), List.of(), Optional.empty());

  public Surroundings {
    live = List.copyOf(live);
    consumers = List.copyOf(consumers);
    requireNonNull(guide, "guide");
  }
}
