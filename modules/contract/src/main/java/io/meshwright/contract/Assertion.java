package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link Rule} promises, apart from how much it matters.
 *
 * <p>Three families, because they are measured differently: {@link OnRow} can be told from one row
 * alone, {@link OnKeys} needs rows compared with each other or with another product, {@link
 * OnTable} is a statement about all rows together.
 *
 * <p>A null value keeps every {@code OnRow} promise but {@link NotNull} and {@link Expression}, and
 * is left out of {@link Unique}; a primary key has no nulls.
 */
public sealed interface Assertion {

  /** The key under which contracts write this assertion, such as {@code not_null}. */
  String kind();

  /** The fields it is about, in order; empty if it is about whole rows or the whole table. */
  List<String> fields();

  /** A promise that one row keeps or breaks by itself. */
  sealed interface OnRow extends Assertion {}

  /** A promise about rows compared with each other, or with the rows of another table. */
  sealed interface OnKeys extends Assertion {}

  /** A promise that no two rows share a key. */
  sealed interface UniqueKey extends OnKeys {}

  /** A promise about all rows together. */
  sealed interface OnTable extends Assertion
      permits RowCount, Completeness, Query, Freshness, Statistic {}

  /** The field has a value. */
  record NotNull(String field) implements OnRow {
    public NotNull {
      requireNonNull(field, "field");
    }

    @Override
    public String kind() {
      return "not_null";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /** How a value relates to the limit of a {@link Bound}. */
  enum Limit {
    MIN(">="),
    MAX("<="),
    EXCLUSIVE_MIN(">"),
    EXCLUSIVE_MAX("<");

    private final String operator;

    Limit(String operator) {
      this.operator = operator;
    }

    /** The SQL operator that a kept value satisfies, value on the left. */
    public String operator() {
      return operator;
    }

    public boolean isLower() {
      return this == MIN || this == EXCLUSIVE_MIN;
    }

    public String kind() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The value is on the right side of a limit; {@code value} is a literal of the field's type. */
  record Bound(String field, Limit limit, String value) implements OnRow {
    public Bound {
      requireNonNull(field, "field");
      requireNonNull(limit, "limit");
      requireNonNull(value, "value");
    }

    @Override
    public String kind() {
      return limit.kind();
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /** The value is one of a list; {@code values} are literals of the field's type. */
  record OneOf(String field, List<String> values) implements OnRow {
    public OneOf {
      requireNonNull(field, "field");
      values = List.copyOf(values);
    }

    @Override
    public String kind() {
      return "in";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /** The value is none of a list; {@code values} are literals of the field's type. */
  record NoneOf(String field, List<String> values) implements OnRow {
    public NoneOf {
      requireNonNull(field, "field");
      values = List.copyOf(values);
    }

    @Override
    public String kind() {
      return "not_in";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /** The whole text matches a Java regular expression. */
  record Matches(String field, String pattern) implements OnRow {
    public Matches {
      requireNonNull(field, "field");
      requireNonNull(pattern, "pattern");
    }

    @Override
    public String kind() {
      return "pattern";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /** The text has at least ({@code MIN}) or at most ({@code MAX}) so many characters. */
  record Length(String field, Limit limit, int characters) implements OnRow {
    public Length {
      requireNonNull(field, "field");
      if (limit != Limit.MIN && limit != Limit.MAX) {
        throw new IllegalArgumentException(
            "Invalid length limit %s: use MIN or MAX".formatted(limit));
      }
      if (characters < 0) {
        throw new IllegalArgumentException(
            "Invalid length %d: a text has 0 or more characters".formatted(characters));
      }
    }

    @Override
    public String kind() {
      return limit.kind() + "_length";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /** The text is written in a well-known form; see {@link ValueFormat}. */
  record HasFormat(String field, ValueFormat format) implements OnRow {
    public HasFormat {
      requireNonNull(field, "field");
      requireNonNull(format, "format");
    }

    @Override
    public String kind() {
      return "format";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /** The value relates to another field of the row; a null on either side keeps it. */
  record Comparison(String field, Condition.Operator operator, String other) implements OnRow {
    public Comparison {
      requireNonNull(field, "field");
      requireNonNull(operator, "operator");
      requireNonNull(other, "other");
    }

    @Override
    public String kind() {
      return "compare";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /**
   * A promise about what lies inside a nested field: a member of a struct, or every element of an
   * array.
   *
   * @param rule the promise, about a field called {@link FieldPath#from field and path}
   */
  record Within(String field, FieldPath path, OnRow rule) implements OnRow {
    public Within {
      requireNonNull(field, "field");
      requireNonNull(path, "path");
      requireNonNull(rule, "rule");
      if (!rule.fields().equals(List.of(path.from(field)))) {
        throw new IllegalArgumentException(
            "Invalid nested rule about %s: expected %s".formatted(rule.fields(), path.from(field)));
      }
    }

    @Override
    public String kind() {
      return rule.kind();
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /** A SQL predicate over the row's own columns is true; null counts as broken. */
  record Expression(String predicate) implements OnRow {
    public Expression {
      requireNonNull(predicate, "predicate");
    }

    @Override
    public String kind() {
      return "expression";
    }

    @Override
    public List<String> fields() {
      return List.of();
    }
  }

  /**
   * No two rows share the same values in these fields; rows with a null among them are left out.
   */
  record Unique(List<String> fields) implements UniqueKey {
    public Unique {
      fields = List.copyOf(fields);
    }

    @Override
    public String kind() {
      return "unique";
    }
  }

  /** The fields together identify a row: none is null and no two rows share them. */
  record PrimaryKey(List<String> fields) implements UniqueKey {
    public PrimaryKey {
      fields = List.copyOf(fields);
    }

    @Override
    public String kind() {
      return "primary_key";
    }
  }

  /**
   * The values of these fields exist together in a row of {@code to}, in the fields {@code targets}
   * one by one; rows with a null among them are left out.
   */
  record References(List<String> fields, RowSource to, List<String> targets) implements OnKeys {
    public References {
      fields = List.copyOf(fields);
      requireNonNull(to, "to");
      targets = List.copyOf(targets);
      if (fields.isEmpty() || fields.size() != targets.size()) {
        throw new IllegalArgumentException(
            "Invalid reference of %s to %s: every field needs a target of its own"
                .formatted(fields, targets));
      }
    }

    /** A reference of one field. */
    public static References of(String field, RowSource to, String target) {
      return new References(List.of(field), to, List.of(target));
    }

    @Override
    public String kind() {
      return "references";
    }
  }

  /**
   * Rows that agree in the fields {@code on} agree in {@code field}, too; rows with a null among
   * them are left out.
   */
  record FunctionalDependency(String field, List<String> on) implements OnKeys {
    public FunctionalDependency {
      requireNonNull(field, "field");
      on = List.copyOf(on);
      if (on.isEmpty()) {
        throw new IllegalArgumentException("Invalid dependency of %s on nothing".formatted(field));
      }
    }

    @Override
    public String kind() {
      return "functional_dependency";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /** How each value relates to the one before it. */
  enum Order {
    INCREASING("<"),
    STRICTLY_INCREASING("<="),
    DECREASING(">"),
    STRICTLY_DECREASING(">=");

    private final String broken;

    Order(String broken) {
      this.broken = broken;
    }

    /** The SQL operator between a value and its predecessor that breaks this order. */
    public String brokenBy() {
      return broken;
    }
  }

  /**
   * The values rise or fall from row to row, in the order of the fields {@code by}, separately for
   * each combination of the fields {@code within}; rows without a value are left out.
   */
  record Monotonic(String field, Order order, List<String> by, List<String> within)
      implements OnKeys {
    public Monotonic {
      requireNonNull(field, "field");
      requireNonNull(order, "order");
      by = List.copyOf(by);
      within = List.copyOf(within);
      if (by.isEmpty()) {
        throw new IllegalArgumentException(
            "Invalid order of %s: rows have no order of their own".formatted(field));
      }
    }

    @Override
    public String kind() {
      return "monotonic";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /** The number of rows is inside the bounds, both inclusive. */
  record RowCount(Optional<Long> min, Optional<Long> max) implements OnTable {
    public RowCount {
      requireNonNull(min, "min");
      requireNonNull(max, "max");
    }

    @Override
    public String kind() {
      return "row_count";
    }

    @Override
    public List<String> fields() {
      return List.of();
    }
  }

  /**
   * At least the fraction {@code min} of the cells have a value: of one field, or of all declared
   * fields together where none is named.
   */
  record Completeness(Optional<String> field, BigDecimal min) implements OnTable {
    public Completeness {
      requireNonNull(field, "field");
      min = Decimals.canonical(min);
    }

    @Override
    public String kind() {
      return "completeness";
    }

    @Override
    public List<String> fields() {
      return field.stream().toList();
    }
  }

  /**
   * A SQL query that returns one number gives at most {@code threshold}. {@code tables} maps names
   * of the query to {@code self} or to an input; a name that is not mapped resolves to the
   * product's short names and its inputs.
   */
  record Query(String sql, BigDecimal threshold, Map<String, String> tables) implements OnTable {

    /** What {@link #tables} calls the rows about to be published. */
    public static final String SELF = "self";

    public Query {
      requireNonNull(sql, "sql");
      threshold = Decimals.canonical(threshold);
      tables = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    @Override
    public String kind() {
      return "query";
    }

    @Override
    public List<String> fields() {
      return List.of();
    }
  }

  /**
   * The latest value of a date or timestamp field is at most {@code maxAge} old when the run
   * starts.
   */
  record Freshness(String field, Duration maxAge) implements OnTable {
    public Freshness {
      requireNonNull(field, "field");
      requireNonNull(maxAge, "maxAge");
    }

    @Override
    public String kind() {
      return "freshness";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }
}
