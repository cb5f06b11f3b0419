package io.meshwright.quality;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Rule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Says in words what a rule expects, for the report. */
public final class Expectation {

  private Expectation() {}

  /** One line, such as {@code status in (pending, completed), at most 0.1% of rows may not}. */
  public static String of(Rule rule) {
    String expected = of(rule.assertion());
    String where = rule.scope().where().map(predicate -> " where " + predicate).orElse("");
    String tolerance = rule.tolerance().isZero() ? "" : ", tolerating " + rule.tolerance();
    return expected + where + tolerance;
  }

  private static String of(Assertion assertion) {
    if (assertion instanceof Assertion.NotNull notNull) {
      return notNull.field() + " is not null";
    }
    if (assertion instanceof Assertion.Bound bound) {
      return "%s %s %s".formatted(bound.field(), bound.limit().operator(), bound.value());
    }
    if (assertion instanceof Assertion.OneOf oneOf) {
      return oneOf.field() + " in " + list(oneOf.values());
    }
    if (assertion instanceof Assertion.NoneOf noneOf) {
      return noneOf.field() + " not in " + list(noneOf.values());
    }
    if (assertion instanceof Assertion.Matches matches) {
      return matches.field() + " matches " + matches.pattern();
    }
    if (assertion instanceof Assertion.Length length) {
      return "%s has %s %d characters"
          .formatted(
              length.field(),
              length.limit() == Assertion.Limit.MIN ? "at least" : "at most",
              length.characters());
    }
    if (assertion instanceof Assertion.HasFormat format) {
      return format.field() + " has format " + format.format();
    }
    if (assertion instanceof Assertion.Expression expression) {
      return expression.predicate();
    }
    if (assertion instanceof Assertion.Unique unique) {
      return String.join(", ", unique.fields()) + " unique";
    }
    if (assertion instanceof Assertion.PrimaryKey key) {
      return String.join(", ", key.fields()) + " unique and not null";
    }
    if (assertion instanceof Assertion.References references) {
      return "%s in %s.%s".formatted(references.field(), references.product(), references.target());
    }
    if (assertion instanceof Assertion.RowCount rowCount) {
      return "rows "
          + rowCount.min().map(min -> ">= " + min).orElse("")
          + (rowCount.min().isPresent() && rowCount.max().isPresent() ? " and " : "")
          + rowCount.max().map(max -> "<= " + max).orElse("");
    }
    if (assertion instanceof Assertion.Completeness completeness) {
      return "%s complete >= %s"
          .formatted(completeness.field().orElse("all cells"), percent(completeness.min()));
    }
    if (assertion instanceof Assertion.Query query) {
      return "query <= " + query.threshold().toPlainString();
    }
    if (assertion instanceof Assertion.Freshness freshness) {
      return "newest %s at most %s old".formatted(freshness.field(), hours(freshness.maxAge()));
    }
    throw new AssertionError("Unmapped assertion: " + assertion);
  }

  static String percent(BigDecimal fraction) {
    return new io.meshwright.contract.Amount.Share(fraction).toString();
  }

  static String hours(Duration duration) {
    return BigDecimal.valueOf(duration.toMinutes())
            .divide(BigDecimal.valueOf(60), 1, java.math.RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        + " h";
  }

  private static String list(List<String> values) {
    return "(" + String.join(", ", values) + ")";
  }
}
