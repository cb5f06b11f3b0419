package io.meshwright.quality;

import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.FieldPath;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Rule;
import io.meshwright.contract.ValueFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

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
    if (assertion instanceof Assertion.Expression expression) {
      return "coalesce((" + expression.predicate() + "), false)";
    }
    if (assertion instanceof Assertion.Comparison comparison) {
      return comparison(comparison, typeOf);
    }

    String field = assertion.fields().get(0);
    FieldType type = typeOf.apply(field);
    return assertion instanceof Assertion.Within within
        ? inside(SqlText.name(field), type, within.path().steps(), within.rule())
        : ofValue(assertion, SqlText.name(field), type);
  }

  /** A promise about one value, which {@code value} gives in SQL. */
  private static String ofValue(Assertion.OnRow assertion, String value, FieldType type) {
    if (assertion instanceof Assertion.NotNull) {
      return value + " IS NOT NULL";
    }
    if (assertion instanceof Assertion.Bound bound) {
      return bound(bound, value, type);
    }
    if (assertion instanceof Assertion.OneOf oneOf) {
      return nullKeeps(value + " IN " + list(oneOf.values(), type));
    }
    if (assertion instanceof Assertion.NoneOf noneOf) {
      return nullKeeps(value + " NOT IN " + list(noneOf.values(), type));
    }
    if (assertion instanceof Assertion.Matches matches) {
      return matches(value, matches.pattern());
    }
    if (assertion instanceof Assertion.Length length) {
      return nullKeeps(
          "char_length(%s) %s %d".formatted(value, length.limit().operator(), length.characters()));
    }
    if (assertion instanceof Assertion.HasFormat format) {
      return format(format, value);
    }
    throw new AssertionError("Unmapped row rule: " + assertion);
  }

  /** Goes into a nested value: a member of null is null, and null has no elements. */
  private static String inside(
      String value, FieldType type, List<FieldPath.Step> steps, Assertion.OnRow rule) {
    if (steps.isEmpty()) {
      return ofValue(rule, value, type);
    }

    FieldPath.Step step = steps.get(0);
    List<FieldPath.Step> rest = steps.subList(1, steps.size());
    FieldType next = new FieldPath(List.of(step)).findType(type).orElseThrow();
    if (step instanceof FieldPath.Member member) {
      return inside(value + "." + SqlText.name(member.name()), next, rest, rule);
    }

    String element = "__mesh_e" + steps.size();
    String elements = step instanceof FieldPath.Values ? "map_values(" + value + ")" : value;
    return nullKeeps(
        "forall(%s, %s -> %s)".formatted(elements, element, inside(element, next, rest, rule)));
  }

  private static String comparison(
      Assertion.Comparison comparison, Function<String, FieldType> typeOf) {
    String left = SqlText.name(comparison.field());
    String right = SqlText.name(comparison.other());
    String kept = left + " " + comparison.operator().symbol() + " " + right;
    String numbers =
        Stream.of(comparison.field(), comparison.other())
            .filter(field -> mayBeNaN(typeOf.apply(field)))
            .map(field -> "NOT isnan(" + SqlText.name(field) + ") AND ")
            .collect(joining());
    return nullKeeps(numbers + kept);
  }

  private static boolean mayBeNaN(FieldType type) {
    return type == FieldType.Atomic.DOUBLE || type == FieldType.Atomic.FLOAT;
  }

  private static String bound(Assertion.Bound bound, String value, FieldType type) {
    String kept =
        value + " " + bound.limit().operator() + " " + SqlText.literal(bound.value(), type);
    return nullKeeps(mayBeNaN(type) ? "NOT isnan(" + value + ") AND " + kept : kept);
  }

  private static String list(List<String> values, FieldType type) {
    return values.stream()
        .map(value -> SqlText.literal(value, type))
        .collect(joining(", ", "(", ")"));
  }

  private static String format(Assertion.HasFormat rule, String value) {
    if (rule.format() instanceof ValueFormat.Named named) {
      return matches(value, named.pattern());
    }

    String pattern = ((ValueFormat.DatePattern) rule.format()).pattern();
    return "CASE WHEN %s IS NULL THEN true WHEN %s THEN try_to_timestamp(%s, %s) IS NOT NULL ELSE false END"
        .formatted(
            value, matches(value, DatePatternRegex.of(pattern)), value, SqlText.text(pattern));
  }

  /** The whole value must match; {@code $} would let a trailing line break through. */
  private static String matches(String value, String pattern) {
    return nullKeeps(value + " RLIKE " + SqlText.text("\\A(?:" + pattern + ")\\z"));
  }

  private static String nullKeeps(String predicate) {
    return "coalesce(" + predicate + ", true)";
  }
}
