package io.meshwright.quality;

import static org.apache.spark.sql.functions.expr;

import io.meshwright.contract.FieldType;
import io.meshwright.contract.ValueFormat;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * The aggregates that tell of one column, all in one pass.
 *
 * <p>The column goes by a name of ours, so that neither Deequ nor SQL stumbles over dots and blanks
 * in its own. Distinct values and deviations are Deequ's analyzers. The rest is native, for Deequ's
 * calculates in doubles, refuses dates, and takes NaN for a number.
 */
final class ColumnMeasure {

  /** Longer texts have no shape worth a rule. */
  private static final int LONGEST_SHAPE = 64;

  /** How much of a text is searched for an e-mail address. */
  private static final int SEARCHED = 1000;

  private static final String CLASSES =
      "translate(%s, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', '"
          + "9".repeat(10)
          + "A".repeat(26)
          + "a".repeat(26)
          + "')";

  private static final String HOLDS_MAIL = "[^\\s@]+@[^\\s@]+\\.[^\\s@]+";

  /** Fewer digits may be a date, and leading zeros those of a number. */
  private static final String PHONE =
      "(?=(?:\\D*\\d){9,15}\\D*\\z)(?:\\+\\d[\\d ().-]{6,20}"
          + "|\\(?\\d{2,4}\\)?(?:[ -]\\(?\\d{2,4}\\)?){2,5})";

  /** What a value must be, cheaply, before its form is looked at. */
  private static final Map<ValueFormat.Named, UnaryOperator<String>> FORMS =
      Map.of(
          ValueFormat.Named.EMAIL, value -> contains(value, "@"),
          ValueFormat.Named.UUID, value -> "char_length(" + value + ") = 36",
          ValueFormat.Named.URI, value -> contains(value, ":"),
          ValueFormat.Named.IPV4, value -> "char_length(" + value + ") BETWEEN 7 AND 15");

  /** A column as measured, and where on the line its values lie. */
  record Measured(ColumnMeasure measure, ColumnProfile profile, Optional<Line> line) {}

  /** The smallest and the largest {@link #number}. */
  record Line(double min, double max) {}

  private final int index;
  private final StructField column;
  private final Optional<FieldType> type;
  private final Map<String, Column> aggregates = new LinkedHashMap<>();
  private final Optional<DeequCounter> distinct;
  private final Optional<DeequCounter> deviation;

  ColumnMeasure(int index, StructField column) {
    this.index = index;
    this.column = column;
    this.type = FieldTypes.find(column.dataType());
    this.distinct = isComparable() ? Optional.of(DeequCounter.distinct(value())) : Optional.empty();
    this.deviation =
        isNumeric() ? Optional.of(DeequCounter.standardDeviation(number())) : Optional.empty();
    addAggregates();
  }

  boolean isComparable() {
    return type.map(FieldType::isComparable).orElse(false);
  }

  boolean isText() {
    return type.map(FieldType::isText).orElse(false);
  }

  /** Says whether values are points on a line. */
  private boolean isOnLine() {
    return isNumeric() || isTemporal();
  }

  boolean isTimestamp() {
    return is(FieldType.Atomic.TIMESTAMP);
  }

  /** What the column goes by in the rows that {@link #inputs} makes. */
  String value() {
    return "c" + index;
  }

  /** The value as a double, without NaN and infinities; only where {@link #isOnLine}. */
  String number() {
    return "n" + index;
  }

  /** The columns that the aggregates are over. */
  List<Column> inputs() {
    Column value = new Column(SqlText.name(column.name()));
    return isOnLine()
        ? List.of(value.as(value()), expr(onLine(SqlText.name(column.name()))).as(number()))
        : List.of(value.as(value()));
  }

  List<Column> aggregates() {
    List<Column> columns = new ArrayList<>();
    aggregates.forEach((name, aggregate) -> columns.add(aggregate.as(name + "_" + index)));
    distinct.ifPresent(counter -> columns.addAll(counter.columns()));
    deviation.ifPresent(counter -> columns.addAll(counter.columns()));
    return columns;
  }

  /**
   * @param offset where this column's aggregates begin in {@code row}
   * @param columns the names of all columns, which tell how to understand this one's
   */
  Measured read(Row row, int offset, List<String> columns) {
    long filled = row.getLong(offset);
    int at = offset + aggregates.size();
    Optional<ColumnProfile.Distinct> values = Optional.empty();
    if (distinct.isPresent()) {
      double estimate = distinct.get().metric(row, at);
      values =
          Optional.of(
              new ColumnProfile.Distinct(Math.min(filled, Math.round(estimate)), filled == 0));
      at += distinct.get().columns().size();
    }
    Optional<PersonalData> personal =
        PersonalData.byName(column.name(), columns)
            .or(
                () ->
                    isText()
                        ? PersonalData.byValues(
                            filled,
                            number(row, "mail").longValue(),
                            number(row, "phone").longValue())
                        : Optional.empty());
    return new Measured(
        this,
        new ColumnProfile(
            column.name(),
            type,
            filled,
            values,
            summary(row, at),
            ColumnProfile.Values.NONE,
            personal),
        line(row));
  }

  private Optional<Line> line(Row row) {
    return isOnLine()
        ? find(row, "from").map(from -> new Line((Double) from, number(row, "to").doubleValue()))
        : Optional.empty();
  }

  private void addAggregates() {
    String value = value();
    add("filled", "count(" + value + ")");
    if (isOnLine()) {
      add("from", "min(" + number() + ")");
      add("to", "max(" + number() + ")");
    }
    if (isNumeric()) {
      String finite = isFloating() ? "if(" + number() + " IS NULL, null, " + value + ")" : value;
      add("min", "cast(min(" + finite + ") AS string)");
      add("max", "cast(max(" + finite + ") AS string)");
      add("mean", "avg(" + number() + ")");
      add("finite", "count(" + number() + ")");
    } else if (isTemporal()) {
      add("min", time("min(" + value + ")"));
      add("max", time("max(" + value + ")"));
    } else if (isText()) {
      addTextAggregates(value);
    }
  }

  private void addTextAggregates(String value) {
    String length = "char_length(" + value + ")";
    add("empty", "count_if(" + value + " = '')");
    add("shortest", "min(" + length + ")");
    add("longest", "max(" + length + ")");
    String shape =
        "if(%s <= %d, %s, '')".formatted(length, LONGEST_SHAPE, CLASSES.formatted(value));
    add("first_shape", "min(" + shape + ")");
    add("last_shape", "max(" + shape + ")");
    add("first", "left(min(%s), %d)".formatted(value, LONGEST_SHAPE));
    add("last", "left(max(%s), %d)".formatted(value, LONGEST_SHAPE));
    String beginning = "left(%s, %d)".formatted(value, SEARCHED);
    add("mail", counted(contains(value, "@"), beginning, HOLDS_MAIL));
    add("phone", counted(length + " BETWEEN 9 AND 24", value, whole(PHONE)));
    FORMS.forEach(
        (form, guard) ->
            add(form.name(), counted(guard.apply(value), value, whole(form.pattern()))));
  }

  private static String counted(String guard, String text, String pattern) {
    return "count_if(" + guard + " AND " + text + " RLIKE " + SqlText.text(pattern) + ")";
  }

  private static String whole(String pattern) {
    return "\\A(?:" + pattern + ")\\z";
  }

  private static String contains(String value, String part) {
    return "instr(" + value + ", '" + part + "') > 0";
  }

  private void add(String name, String sql) {
    aggregates.put(name, expr(sql));
  }

  private ColumnProfile.Summary summary(Row row, int deviationAt) {
    if (isNumeric()) {
      return numbers(row, deviationAt);
    }
    if (isTemporal()) {
      return new ColumnProfile.Times(
          find(row, "min")
              .map(
                  min ->
                      new ColumnProfile.Bounds(shown(min), shown(find(row, "max").orElseThrow()))));
    }
    if (isText()) {
      return texts(row);
    }

    return new ColumnProfile.Other();
  }

  private ColumnProfile.Numbers numbers(Row row, int deviationAt) {
    long notFinite = number(row, "filled").longValue() - number(row, "finite").longValue();
    return new ColumnProfile.Numbers(
        find(row, "min")
            .map(
                min ->
                    new ColumnProfile.Spread(
                        plain(min),
                        plain(find(row, "max").orElseThrow()),
                        number(row, "mean").doubleValue(),
                        deviation.orElseThrow().metric(row, deviationAt))),
        notFinite);
  }

  private ColumnProfile.Texts texts(Row row) {
    Optional<ColumnProfile.Lengths> lengths =
        find(row, "shortest")
            .map(
                shortest ->
                    new ColumnProfile.Lengths(
                        (Integer) shortest, number(row, "longest").intValue()));
    Map<ValueFormat.Named, Long> matching = new EnumMap<>(ValueFormat.Named.class);
    FORMS.keySet().forEach(form -> matching.put(form, number(row, form.name()).longValue()));
    Optional<ColumnProfile.Shape> shape =
        find(row, "first_shape")
            .filter(first -> !first.equals("") && first.equals(find(row, "last_shape").orElse("")))
            .map(
                classes ->
                    new ColumnProfile.Shape(
                        classes.toString(),
                        prefix(
                            find(row, "first").orElseThrow().toString(),
                            find(row, "last").orElseThrow().toString())));
    return new ColumnProfile.Texts(
        number(row, "empty").longValue(), lengths, new ColumnProfile.Forms(matching, shape));
  }

  /** What the first and the last text in order begin with, all between them begin with. */
  private static String prefix(String first, String last) {
    int end = 0;
    while (end < Math.min(first.length(), last.length())
        && first.charAt(end) == last.charAt(end)
        && !Character.isDigit(first.charAt(end))) {
      end++;
    }
    boolean isHalved = end > 0 && Character.isHighSurrogate(first.charAt(end - 1));
    return first.substring(0, isHalved ? end - 1 : end);
  }

  private String onLine(String name) {
    if (isFloating()) {
      return "if(isnan(%1$s) OR abs(%1$s) = double('Infinity'), null, cast(%1$s AS double))"
          .formatted(name);
    }
    if (is(FieldType.Atomic.DATE)) {
      return "cast(unix_date(%s) AS double)".formatted(name);
    }
    return isTemporal()
        ? "cast(unix_micros(cast(%s AS timestamp)) AS double)".formatted(name)
        : "cast(%s AS double)".formatted(name);
  }

  /** A time as SQL that no session's zone has a say in. */
  private String time(String sql) {
    return isTimestamp() ? "unix_micros(" + sql + ")" : "cast(" + sql + " AS string)";
  }

  /** A time as {@link #time(String)} gave it, for people. */
  private String shown(Object time) {
    return isTimestamp() ? instant((Long) time) : time.toString().replace(' ', 'T');
  }

  /** A point in time, from microseconds since 1970. */
  static String instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  /** {@code 1.0E10} as {@code 10000000000}. */
  private static String plain(Object number) {
    BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
    return (exact.scale() < 0 ? exact.setScale(0) : exact).toPlainString();
  }

  private Optional<Object> find(Row row, String aggregate) {
    return Optional.ofNullable(row.getAs(aggregate + "_" + index));
  }

  private Number number(Row row, String aggregate) {
    return (Number) find(row, aggregate).orElse(Double.NaN);
  }

  private boolean isNumeric() {
    return type.map(FieldType::isNumeric).orElse(false);
  }

  private boolean isTemporal() {
    return type.map(FieldType::isTemporal).orElse(false);
  }

  private boolean isFloating() {
    return is(FieldType.Atomic.DOUBLE) || is(FieldType.Atomic.FLOAT);
  }

  private boolean is(FieldType wanted) {
    return type.equals(Optional.of(wanted));
  }
}
