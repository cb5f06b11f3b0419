package io.meshwright.contract.evolution;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Written;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is different between two versions of a product's contract.
 *
 * <p>The version and the changelog are no promise and do not count; {@link ReleaseCheck} holds them
 * against the changes. Neither does a deprecation where the majors differ: it speaks of its own.
 *
 * @param changes the worst first, and else in the order of the contract; empty if and only if the
 *     two promise the same
 */
public record ContractDiff(Contract before, Contract after, List<Change> changes) {

  private static final Comparator<Change> WORST_FIRST =
      Comparator.comparing(Change::verdict).reversed();

  public ContractDiff {
    requireNonNull(before, "before");
    requireNonNull(after, "after");
    changes = changes.stream().sorted(WORST_FIRST).toList();
  }

  /**
   * Compares two versions of one product.
   *
   * @throws IllegalArgumentException if they are contracts of different products
   */
  public static ContractDiff between(Contract before, Contract after) {
    if (!before.name().equals(after.name())) {
      throw new IllegalArgumentException(
          "Cannot compare %s with %s: these are different products"
              .formatted(before.name(), after.name()));
    }

    return new ContractDiff(before, after, new Classification(before, after).changes());
  }

  /** The worst verdict of all changes; empty where nothing changed. */
  public Optional<Verdict> verdict() {
    return changes.stream().map(Change::verdict).max(Comparator.naturalOrder());
  }

  /**
   * What Delta has to do before the rows of the new version can be published. A new major has a
   * table of its own, so that the old one stays readable.
   */
  public TableWork tableWork() {
    if (before.version().major() != after.version().major()) {
      return TableWork.NEW_TABLE;
    }

    return changes.stream()
        .map(change -> change.impact().table())
        .max(Comparator.naturalOrder())
        .orElse(TableWork.NOTHING);
  }

  /**
   * This diff once the present rows were shown to keep those promises of verdict {@link
   * Verdict#PROVE} that {@code kept} accepts.
   */
  public ContractDiff withProof(Predicate<Change> kept) {
    return new ContractDiff(
        before,
        after,
        changes.stream().map(change -> kept.test(change) ? change.proven() : change).toList());
  }

  /**
   * This diff once the present rows were looked at: a change of verdict {@link Verdict#PROVE} is
   * {@link Verdict#MINOR} where {@code kept} accepts it, {@link Verdict#MAJOR} where {@code broken}
   * does, and stays as it is where neither does.
   */
  public ContractDiff withProof(Predicate<Change> kept, Predicate<Change> broken) {
    ContractDiff proven = withProof(kept);
    return new ContractDiff(
        before,
        after,
        proven.changes().stream()
            .map(change -> broken.test(change) ? change.disproven() : change)
            .toList());
  }

  /** The changes of verdict {@link Verdict#PROVE}, which the present rows can decide. */
  public List<Change> toProve() {
    return changes.stream().filter(change -> change.verdict() == Verdict.PROVE).toList();
  }

  /**
   * The rules of the new contract that decide a change of verdict {@link Verdict#PROVE}: all of
   * them have to hold on the present rows. Empty where no rule of the contract tells.
   */
  public List<Rule> rulesToProve(Change change) {
    return ProofRules.of(change, after);
  }

  /** The comparison of two contracts: every difference goes to the classifier that claims it. */
  private static final class Classification {

    private final Contract before;
    private final Contract after;
    private final List<Change> changes = new ArrayList<>();

    Classification(Contract before, Contract after) {
      this.before = before;
      this.after = after;
    }

    List<Change> changes() {
      CaseRenames renames = CaseRenames.between(before, after);
      Written.Keys oldTree = content(renames.apply(ContentTree.of(before)));
      Written.Keys newTree = content(ContentTree.of(after));
      changes.addAll(renames.changes());
      Set<ChangePath> claimed = new HashSet<>();
      for (Difference difference : Difference.between(oldTree, newTree)) {
        Optional<Claim> claim = claim(difference, oldTree, newTree);
        ChangePath branch = claim.map(Claim::branch).orElse(difference.path());
        if (claimed.add(branch)) {
          changes.addAll(classify(claim, difference));
        }
      }
      return changes;
    }

    /** A notice is about its own major, and no part of what another one promises. */
    private Written.Keys content(Written.Keys tree) {
      if (before.version().major() == after.version().major()) {
        return tree;
      }

      Map<String, Written> keys = new LinkedHashMap<>(tree.keys());
      keys.remove("deprecation");
      return new Written.Keys(keys);
    }

    private List<Change> classify(Optional<Claim> claim, Difference difference) {
      List<Change> classified =
          claim.map(found -> found.route().classifier().apply(found.question())).orElse(List.of());
      return classified.isEmpty() ? unknown(difference) : classified;
    }

    private List<Change> unknown(Difference difference) {
      return new Comparison(
              difference.path(), difference.before(), difference.after(), before, after)
          .changes(ChangeRule.UNKNOWN);
    }

    private Optional<Claim> claim(
        Difference difference, Written.Keys oldTree, Written.Keys newTree) {
      for (Route route : Routes.ALL) {
        Optional<Claim> claim =
            route
                .branchOf(difference.path())
                .map(
                    branch ->
                        new Comparison(
                            branch,
                            ContentTree.find(oldTree, branch),
                            ContentTree.find(newTree, branch),
                            before,
                            after))
                .filter(route.applies())
                .map(question -> new Claim(route, question));
        if (claim.isPresent()) {
          return claim;
        }
      }
      return Optional.empty();
    }
  }

  private record Claim(Route route, Comparison question) {
    ChangePath branch() {
      return question.path();
    }
  }
}
