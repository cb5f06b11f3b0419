package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ProductName;
import io.meshwright.contract.SemanticVersion;
import java.util.List;
import java.util.Optional;

/**
 * What it takes to make a published table agree with its contract.
 *
 * @param holds the version of the contract that the table says it holds; empty if it says none
 * @param location the table; it exists if {@code isPublished}
 * @param steps in the order in which they are made; none if the table agrees, or nothing is
 *     published
 * @param proofs what the rows say about every rule that the table is to enforce from now on
 * @param refusals why it cannot be done; if there is one, nothing is done
 */
public record MigrationPlan(
    ProductName product,
    SemanticVersion version,
    Optional<String> holds,
    String location,
    boolean isPublished,
    List<MigrationStep> steps,
    List<Proof> proofs,
    List<Problem> refusals) {

  public MigrationPlan {
    requireNonNull(product, "product");
    requireNonNull(version, "version");
    requireNonNull(holds, "holds");
    requireNonNull(location, "location");
    steps = List.copyOf(steps);
    proofs = List.copyOf(proofs);
    refusals = List.copyOf(refusals);
  }

  /** Says whether the table is as the contract says, or will be by its first run. */
  public boolean isNothingToDo() {
    return steps.isEmpty() && refusals.isEmpty();
  }

  public boolean isRefused() {
    return !refusals.isEmpty();
  }
}
