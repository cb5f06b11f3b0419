package io.meshwright.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for limits of one field between which nothing is left. */
final class BoundChecks {

  private final String field;
  private final FieldType type;
  private final List<Diagnostic> problems;

  BoundChecks(String field, FieldType type, List<Diagnostic> problems) {
    this.field = field;
    this.type = type;
    this.problems = problems;
  }

  /** Compares the tightest limits among the rules that look at the same rows. */
  void check(List<Located<Rule>> rules) {
    Map<Optional<String>, Located<Assertion.Bound>> lowers = new HashMap<>();
    Map<Optional<String>, Located<Assertion.Bound>> uppers = new HashMap<>();
    Map<Optional<String>, Located<Assertion.Length>> shortest = new HashMap<>();
    Map<Optional<String>, Located<Assertion.Length>> longest = new HashMap<>();
    for (Located<Rule> rule : rules) {
      Optional<String> rows = rule.value().scope().where();
      if (rule.value().assertion() instanceof Assertion.Bound bound) {
        (bound.limit().isLower() ? lowers : uppers)
            .merge(rows, new Located<>(bound, rule.place()), this::tighter);
      }
      if (rule.value().assertion() instanceof Assertion.Length length) {
        (length.limit().isLower() ? shortest : longest)
            .merge(rows, new Located<>(length, rule.place()), BoundChecks::stricter);
      }
    }
    lowers.forEach(
        (rows, lower) -> Optional.ofNullable(uppers.get(rows)).ifPresent(u -> bounds(lower, u)));
    shortest.forEach(
        (rows, least) -> Optional.ofNullable(longest.get(rows)).ifPresent(m -> lengths(least, m)));
  }

  private void bounds(Located<Assertion.Bound> lower, Located<Assertion.Bound> upper) {
    int order = Literals.compare(lower.value().value(), upper.value().value(), type);
    if (order > 0 || (order == 0 && (isExclusive(lower.value()) || isExclusive(upper.value())))) {
      problems.add(
          ContractDiagnostics.nothingBetween(
              later(lower.place(), upper.place()),
              field,
              lower.value().kind() + " " + lower.value().value(),
              upper.value().kind() + " " + upper.value().value()));
    }
  }

  private void lengths(Located<Assertion.Length> least, Located<Assertion.Length> most) {
    if (least.value().characters() > most.value().characters()) {
      problems.add(
          ContractDiagnostics.nothingBetween(
              later(least.place(), most.place()),
              field,
              least.value().kind() + " " + least.value().characters(),
              most.value().kind() + " " + most.value().characters()));
    }
  }

  private Located<Assertion.Bound> tighter(
      Located<Assertion.Bound> left, Located<Assertion.Bound> right) {
    int order = Literals.compare(left.value().value(), right.value().value(), type);
    if (order == 0) {
      return isExclusive(left.value()) ? left : right;
    }

    return (order > 0) == left.value().limit().isLower() ? left : right;
  }

  private static Located<Assertion.Length> stricter(
      Located<Assertion.Length> left, Located<Assertion.Length> right) {
    boolean leftIsLonger = left.value().characters() > right.value().characters();
    return leftIsLonger == left.value().limit().isLower() ? left : right;
  }

  private static boolean isExclusive(Assertion.Bound bound) {
    return bound.limit() == Assertion.Limit.EXCLUSIVE_MIN
        || bound.limit() == Assertion.Limit.EXCLUSIVE_MAX;
  }

  private static Place later(Place left, Place right) {
    boolean leftIsLater =
        left.line() > right.line()
            || (left.line() == right.line() && left.column() > right.column());
    return leftIsLater ? left : right;
  }
}
