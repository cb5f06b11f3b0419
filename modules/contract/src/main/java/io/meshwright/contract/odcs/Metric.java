package io.meshwright.contract.odcs;

import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A metric of ODCS's library: a number of rows. Null is missing, never invalid and never a
 * duplicate; a duplicate is every row beyond the first with its values.
 */
final class Metric {

  private enum Kind {
    NULLS,
    MISSING,
    INVALID,
    DUPLICATES,
    ROWS
  }

  private static final Map<String, Kind> KINDS =
      Map.of(
          "nullValues", Kind.NULLS,
          "nullCheck", Kind.NULLS,
          "missingValues", Kind.MISSING,
          "invalidValues", Kind.INVALID,
          "duplicateValues", Kind.DUPLICATES,
          "duplicateCount", Kind.DUPLICATES,
          "rowCount", Kind.ROWS,
          "countCheck", Kind.ROWS);

  private final Kind kind;
  private final String product;
  private final List<String> fields;
  private final List<YamlNode> values;
  private final Optional<String> pattern;
  private final boolean isOfOwner;

  private Metric(
      Kind kind,
      String product,
      List<String> fields,
      List<YamlNode> values,
      Optional<String> pattern,
      boolean isOfOwner) {
    this.kind = kind;
    this.product = product;
    this.fields = fields;
    this.values = values;
    this.pattern = pattern;
    this.isOfOwner = isOfOwner;
  }

  /** Reads a metric and its arguments; empty if it is not known or lacks what it needs. */
  static Optional<Metric> read(
      Node rule, String name, Optional<String> field, String product, Reading reading) {
    Kind kind = KINDS.get(name);
    Optional<Node> arguments = rule.has("arguments") ? rule.node("arguments") : Optional.empty();
    List<String> fields = new ArrayList<>(field.stream().toList());
    List<YamlNode> values = List.of();
    Optional<String> pattern = Optional.empty();
    if (arguments.isPresent()) {
      Node given = arguments.get();
      if (kind == Kind.DUPLICATES && given.has("properties")) {
        fields = given.texts("properties").stream().map(text -> text.value()).toList();
      }
      if (kind == Kind.MISSING) {
        values = given.items("missingValues");
      }
      if (kind == Kind.INVALID) {
        values = given.items("validValues");
        pattern = given.value("pattern");
      }
    }
    boolean isComplete =
        kind != null
            && (kind == Kind.ROWS || !fields.isEmpty())
            && (kind != Kind.INVALID || !values.isEmpty() || pattern.isPresent());
    return isComplete
        ? Optional.of(
            new Metric(
                kind, product, fields, values, pattern, fields.equals(field.stream().toList())))
        : Optional.empty();
  }

  /** The constraint of a field that says that at most so many rows count, if there is one. */
  Optional<Keys> constraint(Place place, String tolerance) {
    Keys keys = new Keys(place);
    return switch (kind) {
      case NULLS -> Optional.of(keys.flag("not_null", true));
      case MISSING -> Optional.of(keys.text("expression", "NOT (" + isBad() + ")"));
      case INVALID ->
          Optional.of(
              pattern.isEmpty()
                  ? keys.put("in", Tree.list(place, values))
                  : values.isEmpty()
                      ? keys.text("pattern", Patterns.toWhole(pattern.get()))
                      : keys.text("expression", "NOT coalesce(" + isBad() + ", false)"));
      case DUPLICATES ->
          Optional.of(keys.flag("unique", true))
              .filter(unique -> isOfOwner && tolerance.equals("0"));
      case ROWS -> Optional.empty();
    };
  }

  /** The quality check that makes the comparison itself, if there is one. */
  Optional<Keys> check(Place place, Comparison comparison) {
    Keys keys = new Keys(place);
    if (kind == Kind.DUPLICATES && comparison.atMost().filter("0"::equals).isPresent()) {
      return Optional.of(keys.texts("unique", fields));
    }
    if (kind != Kind.ROWS) {
      return Optional.empty();
    }

    return comparison
        .bounds()
        .map(
            bounds -> {
              Keys count = new Keys(place);
              bounds.min().ifPresent(min -> count.raw("min", Numbers.print(min)));
              bounds.max().ifPresent(max -> count.raw("max", Numbers.print(max)));
              return keys.put("row_count", count);
            });
  }

  /** A query that gives the number, or its share of all rows in percent. */
  String query(Comparison comparison) {
    String count =
        switch (kind) {
          case NULLS, MISSING, INVALID -> "count_if(" + isBad() + ")";
          case DUPLICATES ->
              "count_if(%s) - count(DISTINCT %s)"
                  .formatted(
                      fields.stream()
                          .map(field -> column(field) + " IS NOT NULL")
                          .collect(Collectors.joining(" AND ")),
                      columns());
          case ROWS -> "count(*)";
        };
    String number =
        comparison.isPercent()
            ? "coalesce(100.0 * (%s) / nullif(count(*), 0), 0)".formatted(count)
            : count;
    return "SELECT %s FROM %s".formatted(number, product);
  }

  private String isBad() {
    String column = column(fields.get(0));
    String listed =
        values.stream()
            .filter(YamlNode.Scalar.class::isInstance)
            .map(value -> literal(((YamlNode.Scalar) value).text()))
            .collect(Collectors.joining(", "));
    return switch (kind) {
      case MISSING ->
          listed.isEmpty()
              ? column + " IS NULL"
              : "%s IS NULL OR CAST(%s AS STRING) IN (%s)".formatted(column, column, listed);
      case INVALID -> {
        List<String> wrong = new ArrayList<>();
        if (!listed.isEmpty()) {
          wrong.add("CAST(%s AS STRING) NOT IN (%s)".formatted(column, listed));
        }
        pattern.ifPresent(
            text -> wrong.add("NOT CAST(%s AS STRING) RLIKE %s".formatted(column, literal(text))));
        yield String.join(" OR ", wrong);
      }
      default -> column + " IS NULL";
    };
  }

  private String columns() {
    return fields.stream().map(Metric::column).collect(Collectors.joining(", "));
  }

  /** A column's name in SQL. */
  static String column(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : "`" + name.replace("`", "``") + "`";
  }

  private static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
