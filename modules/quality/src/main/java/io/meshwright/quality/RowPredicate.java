package io.meshwright.quality;

import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Rule;
import io.meshwright.contract.ValueFormat;
import java.util.List;
import java.util.function.Function;

/**
 * Prints a row rule as a Spark SQL predicate that is true where the row keeps it, and never null.
 *
 * <p>The same text marks rows in the write, becomes the table's CHECK constraint, and is shown to
 * whoever asks what a rule means.
 */
final class RowPredicate {

  private RowPredicate() {}

  static String of(Rule rule, Function<String, FieldType> typeOf) {
    String keeps = of((Assertion.OnRow) rule.assertion(), typeOf);
    return rule.scope()
        .where()
        .map(where -> "(NOT coalesce((" + where + "), false) OR " + keeps + ")")
        .orElse(keeps);
  }

  private static String of(Assertion.OnRow assertion, Function<String, FieldType> typeOf) {
    if (assertion instanceof Assertion.NotNull notNull) {
      return SqlText.name(notNull.field()) + " IS NOT NULL";
    }
    if (assertion instanceof Assertion.Bound bound) {
      return bound(bound, typeOf.apply(bound.field()));
    }
    if (assertion instanceof Assertion.OneOf oneOf) {
      return nullKeeps(member(oneOf.field(), oneOf.values(), typeOf.apply(oneOf.field()), " IN ("));
    }
    if (assertion instanceof Assertion.NoneOf noneOf) {
      return nullKeeps(
          member(noneOf.field(), noneOf.values(), typeOf.apply(noneOf.field()), " NOT IN ("));
    }
    if (assertion instanceof Assertion.Matches matches) {
      return matches(matches.field(), matches.pattern());
    }
    if (assertion instanceof Assertion.Length length) {
      return nullKeeps(
          "char_length(%s) %s %d"
              .formatted(
                  SqlText.name(length.field()), length.limit().operator(), length.characters()));
    }
    if (assertion instanceof Assertion.HasFormat format) {
      return format(format);
    }
    if (assertion instanceof Assertion.Expression expression) {
      return "coalesce((" + expression.predicate() + "), false)";
    }
    throw new AssertionError("Unmapped row rule: " + assertion);
  }

  private static String bound(Assertion.Bound bound, FieldType type) {
    String name = SqlText.name(bound.field());
    String kept =
        name + " " + bound.limit().operator() + " " + SqlText.literal(bound.value(), type);
    boolean mayBeNaN = type == FieldType.Atomic.DOUBLE || type == FieldType.Atomic.FLOAT;
    return nullKeeps(mayBeNaN ? "NOT isnan(" + name + ") AND " + kept : kept);
  }

  private static String member(String field, List<String> values, FieldType type, String operator) {
    return values.stream()
        .map(value -> SqlText.literal(value, type))
        .collect(joining(", ", SqlText.name(field) + operator, ")"));
  }

  private static String format(Assertion.HasFormat rule) {
    if (rule.format() instanceof ValueFormat.Named named) {
      return matches(rule.field(), named.pattern());
    }

    String pattern = ((ValueFormat.DatePattern) rule.format()).pattern();
    String name = SqlText.name(rule.field());
    return "CASE WHEN %s IS NULL THEN true WHEN %s THEN try_to_timestamp(%s, %s) IS NOT NULL ELSE false END"
        .formatted(
            name, matches(rule.field(), DatePatternRegex.of(pattern)), name, SqlText.text(pattern));
  }

  /** The whole value must match; {@code $} would let a trailing line break through. */
  private static String matches(String field, String pattern) {
    return nullKeeps(SqlText.name(field) + " RLIKE " + SqlText.text("\\A(?:" + pattern + ")\\z"));
  }

  private static String nullKeeps(String predicate) {
    return "coalesce(" + predicate + ", true)";
  }
}
