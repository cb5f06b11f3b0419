package io.meshwright.quality;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Range;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Statistic;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

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
    if (assertion instanceof Assertion.Comparison comparison) {
      return "%s %s %s"
          .formatted(comparison.field(), comparison.operator().symbol(), comparison.other());
    }
    if (assertion instanceof Assertion.Within within) {
      return of(within.rule());
    }
    if (assertion instanceof Assertion.References references) {
      return "%s in %s.%s"
          .formatted(names(references.fields()), references.to(), names(references.targets()));
    }
    if (assertion instanceof Assertion.FunctionalDependency dependency) {
      return "one %s for each %s".formatted(dependency.field(), String.join(", ", dependency.on()));
    }
    if (assertion instanceof Assertion.Monotonic monotonic) {
      return "%s %s by %s%s"
          .formatted(
              monotonic.field(),
              monotonic.order().name().toLowerCase(Locale.ROOT).replace('_', ' '),
              String.join(", ", monotonic.by()),
              within(monotonic.within()));
    }
    if (assertion instanceof Statistic statistic) {
      return of(statistic);
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

  private static String of(Statistic statistic) {
    if (statistic instanceof Statistic.Aggregate aggregate) {
      return "%s %s".formatted(name(aggregate), aggregate.range());
    }
    if (statistic instanceof Statistic.KeyStatistic key) {
      String measure = key.measure().kind().replace('_', ' ');
      return "%s of %s %s"
          .formatted(
              measure,
              String.join(", ", key.fields()),
              key.measure() == Statistic.KeyMeasure.DISTINCT_COUNT
                  ? key.range()
                  : percents(key.range()));
    }
    if (statistic instanceof Statistic.RowCountMatch match) {
      return "as many rows as %s%s"
          .formatted(
              match.with(),
              match.tolerance().isZero() ? "" : ", give or take " + match.tolerance());
    }
    if (statistic instanceof Statistic.GapFree gapFree) {
      return "%s without gaps%s".formatted(gapFree.field(), within(gapFree.within()));
    }
    if (statistic instanceof Statistic.ValueSet set) {
      String relation =
          switch (set.relation()) {
            case WITHIN -> "are among";
            case EQUALS -> "are";
            case CONTAINS -> "contain";
          };
      return "values of %s %s those of %s.%s"
          .formatted(set.field(), relation, set.of(), set.target());
    }

    Statistic.Distribution distribution = (Statistic.Distribution) statistic;
    return "%s of %s to the version before <= %s"
        .formatted(
            distribution.distance(), distribution.field(), distribution.max().toPlainString());
  }

  static String name(Statistic.Aggregate aggregate) {
    return aggregate
        .at()
        .map(at -> "%s quantile of %s".formatted(percent(at), aggregate.field()))
        .orElseGet(() -> aggregate.function() + " of " + aggregate.field());
  }

  private static String percents(Range range) {
    if (range.max().isEmpty()) {
      return ">= " + percent(range.min().orElseThrow());
    }
    if (range.min().isEmpty()) {
      return "<= " + percent(range.max().orElseThrow());
    }

    return "from %s to %s".formatted(percent(range.min().get()), percent(range.max().get()));
  }

  private static String names(List<String> fields) {
    return fields.size() == 1 ? fields.get(0) : list(fields);
  }

  private static String within(List<String> fields) {
    return fields.isEmpty() ? "" : " within each " + String.join(", ", fields);
  }

  static String percent(BigDecimal fraction) {
    return new io.meshwright.contract.Amount.Share(fraction).toString();
  }

  /** {@code 25.5 h}, to a tenth of an hour. */
  public static String hours(Duration duration) {
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
