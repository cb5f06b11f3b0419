package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractOutline;
import io.meshwright.contract.evolution.ProductUse;
import io.meshwright.contract.evolution.Surroundings;
import java.util.List;
import java.util.Optional;

/**
 * A product as policies see it: its contract, and as much of the rest as is known.
 *
 * @param outline where the contract's file says what, for violations to have a place
 * @param previous the version before it
 * @param surroundings other live versions, contracts of consumers, the migration guide
 * @param run what the run measured, or the last one did
 * @param origins which columns are made from personal data; empty where no transform was looked at
 */
public record Subject(
    Contract contract,
    Optional<ContractOutline> outline,
    Previous previous,
    Surroundings surroundings,
    Optional<MeasuredRun> run,
    Optional<List<PersonalOrigin>> origins) {

  public Subject {
    requireNonNull(contract, "contract");
    requireNonNull(outline, "outline");
    requireNonNull(previous, "previous");
    requireNonNull(surroundings, "surroundings");
    requireNonNull(run, "run");
    origins = origins.map(List::copyOf);
  }

  /** A contract of which nothing else is known. */
  public static Subject of(Contract contract) {
    return new Subject(
        contract,
        Optional.empty(),
        new Previous.Unknown(),
        Surroundings.NONE,
        Optional.empty(),
        Optional.empty());
  }

  /** The places in other contracts that read the product. */
  List<ProductUse> consumers() {
    return ProductUse.of(contract.name(), surroundings.consumers());
  }

  public Subject withOutline(ContractOutline found) {
    return new Subject(contract, Optional.of(found), previous, surroundings, run, origins);
  }

  public Subject withPrevious(Previous found) {
    return new Subject(contract, outline, found, surroundings, run, origins);
  }

  public Subject withSurroundings(Surroundings found) {
    return new Subject(contract, outline, previous, found, run, origins);
  }

  public Subject withRun(MeasuredRun measured) {
    return new Subject(contract, outline, previous, surroundings, Optional.of(measured), origins);
  }

  public Subject withOrigins(List<PersonalOrigin> found) {
    return new Subject(contract, outline, previous, surroundings, run, Optional.of(found));
  }
}
