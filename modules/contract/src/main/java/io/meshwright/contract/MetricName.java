package io.meshwright.contract;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A metric that has a name everywhere and needs no expression: {@code row_count}, or {@code
 * null_rate} of every column, or {@code null_rate.status} of one.
 */
public record MetricName(Kind kind, Optional<String> column) {

  /** What is measured, always on the published rows of one run. */
  public enum Kind {
    /** Rows. */
    ROW_COUNT(About.TABLE),
    /** Cells that have a value, as a fraction of all cells. */
    COMPLETENESS(About.TABLE),
    /** Columns of inputs that were added, removed or retyped since the last published run. */
    SCHEMA_DRIFT(About.TABLE),
    /** The mean of the contract's only decimal field. */
    AVG_ORDER_VALUE(About.ONLY_DECIMAL),
    /** Rows without a value, as a fraction of all rows. */
    NULL_RATE(About.COLUMNS),
    /** Rows without a value, in percent of all rows. */
    NULL_PERCENTAGE(About.COLUMNS),
    /** The same as {@link #NULL_PERCENTAGE}. */
    NULL_PERCENTAGE_BY_COLUMN(About.COLUMNS),
    /** Different values, within about two percent. */
    DISTINCT_COUNT(About.COMPARABLE_COLUMNS),
    /** How often values occur, or where the quantiles of numbers and times are. */
    VALUE_DISTRIBUTION(About.COMPARABLE_COLUMNS),
    MEAN(About.NUMBERS),
    MIN(About.NUMBERS),
    MAX(About.NUMBERS),
    /** The standard deviation of the rows as a population: divided by n. */
    STDDEV(About.NUMBERS);

    private final About about;

    Kind(About about) {
      this.about = about;
    }

    /** The name contracts use. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Says whether it is one number for the whole table. */
    public boolean isAboutTable() {
      return about == About.TABLE || about == About.ONLY_DECIMAL;
    }

    private boolean fits(FieldType type) {
      return switch (about) {
        case TABLE -> false;
        case ONLY_DECIMAL -> type instanceof FieldType.Decimal;
        case COLUMNS -> true;
        case COMPARABLE_COLUMNS -> type.isComparable();
        case NUMBERS -> type.isNumeric();
      };
    }
  }

  private enum About {
    TABLE,
    ONLY_DECIMAL,
    COLUMNS,
    COMPARABLE_COLUMNS,
    NUMBERS
  }

  public MetricName {
    requireNonNull(kind, "kind");
    requireNonNull(column, "column");
  }

  /** Every name there is, without columns. */
  public static List<String> known() {
    return Arrays.stream(Kind.values()).map(Kind::key).toList();
  }

  /** Finds what {@code text} names; whether the column exists, {@link #findProblem} tells. */
  public static Optional<MetricName> find(String text) {
    int dot = text.indexOf('.');
    String name = dot < 0 ? text : text.substring(0, dot);
    Optional<String> column = dot < 0 ? Optional.empty() : Optional.of(text.substring(dot + 1));
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.key().equals(name))
        .map(kind -> new MetricName(kind, column))
        .findFirst();
  }

  /** The fields it is measured on, in the order of the contract; none if it is about the table. */
  public List<Field> fields(Schema schema) {
    return schema.fields().stream()
        .filter(field -> kind.fits(field.type()))
        .filter(field -> column.map(field.name()::equals).orElse(true))
        .toList();
  }

  /** Why this cannot be measured on such a table, in a few words; empty if it can. */
  public Optional<String> findProblem(Schema schema) {
    List<Field> fields = fields(schema);
    if (kind.isAboutTable() && column.isPresent()) {
      return Optional.of("it is about the table and has no column");
    }
    if (kind.about == About.TABLE) {
      return Optional.empty();
    }
    if (kind.about == About.ONLY_DECIMAL) {
      return fields.size() == 1
          ? Optional.empty()
          : Optional.of("it is the mean of the only decimal field, and " + found(fields));
    }
    if (fields.isEmpty()) {
      return Optional.of(
          column
              .flatMap(schema::findField)
              .map(field -> "'%s' is %s, which has none".formatted(field.name(), field.type()))
              .or(() -> column.map("there is no field '%s'"::formatted))
              .orElse("there is no field of a type that has it"));
    }

    return Optional.empty();
  }

  @Override
  public String toString() {
    return kind.key() + column.map(name -> "." + name).orElse("");
  }

  private static String found(List<Field> decimals) {
    return decimals.isEmpty()
        ? "there is none"
        : "there are " + decimals.stream().map(Field::name).collect(joining(", "));
  }
}
