package io.meshwright.contract.evolution;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which classifier claims the differences at and below a place.
 *
 * @param pattern keys from the top; {@code *} stands for any name
 * @param applies whether the classifier wants this branch
 */
record Route(
    List<String> pattern,
    Predicate<Comparison> applies,
    Function<Comparison, List<Change>> classifier) {

  static Route of(String pattern, Function<Comparison, List<Change>> classifier) {
    return new Route(List.of(pattern.split("\\.")), comparison -> true, classifier);
  }

  static Route of(String pattern, ChangeRule rule) {
    return of(pattern, comparison -> comparison.changes(rule));
  }

  Route when(Predicate<Comparison> condition) {
    return new Route(pattern, condition, classifier);
  }

  /** The branch at or above {@code path} that this route is for. */
  Optional<ChangePath> branchOf(ChangePath path) {
    if (path.parts().size() < pattern.size()) {
      return Optional.empty();
    }

    for (int i = 0; i < pattern.size(); i++) {
      if (!pattern.get(i).equals("*") && !pattern.get(i).equals(path.parts().get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(path.first(pattern.size()));
  }
}
