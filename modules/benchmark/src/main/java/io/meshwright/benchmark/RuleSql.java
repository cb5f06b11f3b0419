package io.meshwright.benchmark;

import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Rule;
import java.util.List;

/**
 * The generated rules as somebody without Meshwright would write them in SQL. Written again and not
 * taken from the quality module: the ways are to agree without sharing a line.
 */
final class RuleSql {

  private final SampleTable table;

  RuleSql(SampleTable table) {
    this.table = table;
  }

  /** A predicate that is true where the row keeps the rule, and never null. */
  String predicate(Assertion.OnRow assertion) {
    if (assertion instanceof Assertion.NotNull notNull) {
      return notNull.field() + " IS NOT NULL";
    }
    if (assertion instanceof Assertion.Bound bound) {
      String literal = literal(bound.value(), table.typeOf(bound.field()));
      return nullOr(bound.field(), "%s " + bound.limit().operator() + " " + literal);
    }
    if (assertion instanceof Assertion.OneOf oneOf) {
      FieldType type = table.typeOf(oneOf.field());
      return nullOr(
          oneOf.field(),
          oneOf.values().stream()
              .map(value -> literal(value, type))
              .collect(joining(", ", "%s IN (", ")")));
    }
    if (assertion instanceof Assertion.Matches matches) {
      return nullOr(
          matches.field(),
          "%s RLIKE " + literal("^" + matches.pattern() + "$", FieldType.Atomic.STRING));
    }
    if (assertion instanceof Assertion.Length length) {
      return nullOr(
          length.field(), "length(%s) " + length.limit().operator() + " " + length.characters());
    }
    if (assertion instanceof Assertion.Comparison pair) {
      return "%1$s IS NULL OR %2$s IS NULL OR %1$s %3$s %2$s"
          .formatted(pair.field(), pair.other(), pair.operator().symbol());
    }
    throw unknown(assertion);
  }

  /**
   * A query over {@code rows} and {@code targets} that counts what breaks the rule: rows, or nulls
   * where it is about completeness.
   */
  String violations(Rule rule, String rows, String targets) {
    Assertion assertion = rule.assertion();
    if (assertion instanceof Assertion.OnRow onRow) {
      return "SELECT COUNT(*) FROM %s WHERE NOT (%s)".formatted(rows, predicate(onRow));
    }
    if (assertion instanceof Assertion.Completeness completeness) {
      return "SELECT COUNT(*) FROM %s WHERE %s IS NULL"
          .formatted(rows, completeness.field().orElseThrow());
    }
    if (assertion instanceof Assertion.Unique unique) {
      List<String> key = unique.fields();
      return "SELECT COALESCE(SUM(n), 0) FROM (SELECT COUNT(*) AS n FROM %s WHERE %s GROUP BY %s HAVING COUNT(*) > 1)"
          .formatted(
              rows,
              key.stream().map(name -> name + " IS NOT NULL").collect(joining(" AND ")),
              String.join(", ", key));
    }
    if (assertion instanceof Assertion.References references) {
      return "SELECT COUNT(*) FROM %1$s r LEFT ANTI JOIN %2$s t ON r.%3$s = t.%4$s WHERE r.%3$s IS NOT NULL"
          .formatted(rows, targets, references.fields().get(0), references.targets().get(0));
    }
    throw unknown(assertion);
  }

  private static AssertionError unknown(Assertion assertion) {
    return new AssertionError("The generator makes no such rule: " + assertion);
  }

  private static String nullOr(String column, String predicate) {
    return column + " IS NULL OR " + predicate.replaceFirst("%s", column);
  }

  private static String literal(String value, FieldType type) {
    if (type.isNumeric()) {
      return value;
    }

    String text = "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    return type.isTemporal() ? "DATE" + text : text;
  }
}
