package io.meshwright.contract.evolution;

import io.meshwright.contract.Contract;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.VersionRange;
import io.meshwright.contract.evolution.ConsumerImpact.Outcome;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out what a new version of a product means to those who read it. */
final class Consumers {

  private final ContractDiff diff;
  private final List<SemanticVersion> readable;

  private Consumers(ContractDiff diff, List<SemanticVersion> readable) {
    this.diff = diff;
    this.readable = readable;
  }

  /**
   * What the new version means to every input and every reference of {@code contracts} that names
   * the product, in the order of the contracts.
   *
   * @param live other versions of the product that are published
   * @param day what has not ended before this day is readable beside the new version
   */
  static List<ConsumerImpact> of(
      ContractDiff diff, Collection<Contract> live, Collection<Contract> contracts, LocalDate day) {
    List<SemanticVersion> readable =
        Stream.concat(Stream.of(diff.before()), live.stream())
            .filter(version -> version.version().major() != diff.after().version().major())
            .filter(version -> MajorState.of(version, day).isLive())
            .map(Contract::version)
            .toList();
    Consumers consumers = new Consumers(diff, readable);
    return ProductUse.of(diff.after().name(), contracts).stream().map(consumers::impact).toList();
  }

  private ConsumerImpact impact(ProductUse use) {
    List<Change> changes =
        diff.changes().stream()
            .filter(change -> !change.impact().consumers().isSafe())
            .filter(change -> concerns(change, use))
            .toList();
    Set<String> columns = new LinkedHashSet<>();
    changes.forEach(change -> change.path().field().ifPresent(columns::add));
    return new ConsumerImpact(
        use.consumer(),
        use.range().toString(),
        List.copyOf(columns),
        changes,
        outcome(use.range(), changes));
  }

  private Outcome outcome(VersionRange range, List<Change> changes) {
    if (!range.contains(diff.after().version())) {
      return readable.stream().anyMatch(range::contains) ? Outcome.TO_MIGRATE : Outcome.STRANDED;
    }
    if (changes.isEmpty()) {
      return Outcome.UNAFFECTED;
    }

    boolean breaks =
        changes.stream().anyMatch(change -> change.impact().consumers() == Effect.BREAKING);
    return breaks ? Outcome.BROKEN : Outcome.AT_RISK;
  }

  private static boolean concerns(Change change, ProductUse use) {
    Optional<String> column = change.path().column();
    if (column.isPresent()) {
      return use.columns()
          .map(columns -> columns.stream().anyMatch(column.get()::equalsIgnoreCase))
          .orElse(true);
    }

    boolean ofOtherDomain =
        change.rule() == ChangeRule.ROLE_REMOVED
            && change.path().last().startsWith("domain: ")
            && !change.path().last().equals("domain: " + use.consumer().product().domain());
    return !ofOtherDomain;
  }
}
