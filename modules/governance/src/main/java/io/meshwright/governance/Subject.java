package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractOutline;
import io.meshwright.contract.evolution.Surroundings;
import java.util.List;
import java.util.Optional;

/**
 * A product as policies see it: its contract, and as much of the rest as is known.
 *
 * @param outline where the contract's file says what, for violations to have a place
 * @param previous the contract that was published last
 * @param lost why {@code previous} is not known, where something was published
 * @param surroundings other live versions, contracts of consumers, the migration guide
 * @param run what the run measured, or the last one did
 * @param origins which columns are made from personal data; empty where no transform was looked at
 */
public record Subject(
    Contract contract,
    Optional<ContractOutline> outline,
    Optional<Contract> previous,
    Optional<String> lost,
    Surroundings surroundings,
    Optional<MeasuredRun> run,
    Optional<List<PersonalOrigin>> origins) {

  public Subject {
    requireNonNull(contract, "contract");
    requireNonNull(outline, "outline");
    requireNonNull(previous, "previous");
    requireNonNull(lost, "lost");
    requireNonNull(surroundings, "surroundings");
    requireNonNull(run, "run");
    origins = origins.map(List::copyOf);
  }

  /** A contract of which nothing else is known. */
  public static Subject of(Contract contract) {
    return new Subject(
        contract,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Surroundings.NONE,
        Optional.empty(),
        Optional.empty());
  }

  public Subject withOutline(ContractOutline found) {
    return new Subject(contract, Optional.of(found), previous, lost, surroundings, run, origins);
  }

  public Subject withPrevious(Contract published) {
    return new Subject(
        contract, outline, Optional.of(published), Optional.empty(), surroundings, run, origins);
  }

  /** Something was published, and nobody knows any more by which contract. */
  public Subject withoutPrevious(String why) {
    return new Subject(
        contract, outline, Optional.empty(), Optional.of(why), surroundings, run, origins);
  }

  public Subject withSurroundings(Surroundings found) {
    return new Subject(contract, outline, previous, lost, found, run, origins);
  }

  public Subject withRun(MeasuredRun measured) {
    return new Subject(
        contract, outline, previous, lost, surroundings, Optional.of(measured), origins);
  }

  public Subject withOrigins(List<PersonalOrigin> found) {
    return new Subject(contract, outline, previous, lost, surroundings, run, Optional.of(found));
  }
}
