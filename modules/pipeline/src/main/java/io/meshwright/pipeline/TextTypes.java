package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.expr;

import io.meshwright.contract.FieldType;
import io.meshwright.quality.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds the types that texts are written in: the narrowest that holds every value and prints it as
 * it was, with room for larger ones.
 *
 * <p>Spark's own guess reads 007 as 7, and money as double.
 */
final class TextTypes {

  /** A type and why. */
  record Typed(FieldType type, String reason) {}

  /** Beyond this, Spark no longer compiles the aggregates of one pass. */
  private static final int TOGETHER = 60;

  /** As many digits as a long holds, with which Spark calculates fastest. */
  private static final int NARROW = 18;

  private static final String WHOLE = "-?(0|[1-9][0-9]*)";
  private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
  private static final String TIME =
      DAY + "[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?";

  private static final Map<String, String> COUNTS = counts();

  private TextTypes() {}

  /** The types of {@code columns}, all of which are texts. */
  static Map<String, Typed> find(Dataset<Row> rows, List<String> columns) {
    return find(rows, columns, true);
  }

  /** The same, for texts of which only dates and times can be meant as something else. */
  static Map<String, Typed> findTimes(Dataset<Row> rows, List<String> columns) {
    return find(rows, columns, false);
  }

  /** Makes room for larger numbers than those that were seen. */
  static FieldType.Decimal decimal(int digits, int scale) {
    return new FieldType.Decimal(
        digits + scale <= NARROW ? NARROW : FieldType.Decimal.MAX_PRECISION, scale);
  }

  private static Map<String, Typed> find(
      Dataset<Row> rows, List<String> columns, boolean maybeNumbers) {
    Map<String, Typed> types = new LinkedHashMap<>();
    for (int from = 0; from < columns.size(); from += TOGETHER) {
      List<String> some = columns.subList(from, Math.min(columns.size(), from + TOGETHER));
      List<Column> counts = new ArrayList<>();
      for (String column : some) {
        String name = SqlText.name(column);
        COUNTS.values().forEach(sql -> counts.add(expr(sql.replace("$", name))));
      }
      Row row = rows.select(counts.toArray(Column[]::new)).head();
      for (int i = 0; i < some.size(); i++) {
        types.put(some.get(i), typed(new Counted(row, i * COUNTS.size()), maybeNumbers));
      }
    }
    return types;
  }

  private static Typed typed(Counted counted, boolean maybeNumbers) {
    if (counted.of("filled") == 0) {
      return new Typed(FieldType.Atomic.STRING, "");
    }
    if (maybeNumbers && counted.areAll("booleans")) {
      return new Typed(FieldType.Atomic.BOOLEAN, "every value is true or false");
    }
    if (maybeNumbers && counted.areAll("numbers")) {
      return number(counted);
    }
    if (maybeNumbers && counted.areAll("floats")) {
      return new Typed(
          FieldType.Atomic.DOUBLE, "every value is a number, some with an exponent or no number");
    }
    if (counted.areAll("days")) {
      return new Typed(FieldType.Atomic.DATE, "every value is a date");
    }
    if (counted.of("days") + counted.of("times") == counted.of("filled")) {
      return new Typed(
          FieldType.Atomic.TIMESTAMP, "every value is a time, in UTC where it names no zone");
    }

    return new Typed(
        FieldType.Atomic.STRING,
        maybeNumbers && counted.areAll("digits") ? "string, for its leading zeros" : "");
  }

  private static Typed number(Counted counted) {
    int digits = (int) counted.of("most_digits");
    int scale = (int) counted.of("most_decimals");
    if (scale == 0 && digits <= NARROW) {
      return new Typed(FieldType.Atomic.LONG, "every value is a whole number");
    }

    return digits + scale > FieldType.Decimal.MAX_PRECISION
        ? new Typed(
            FieldType.Atomic.STRING,
            "string, for numbers of %d digits, more than any type holds".formatted(digits + scale))
        : new Typed(
            decimal(digits, scale),
            "every value is a number of at most %d digits before and %d after the point"
                .formatted(digits, scale));
  }

  /** What is counted of each column; $ stands for its name. */
  private static Map<String, String> counts() {
    String isNumber = is(WHOLE + "([.][0-9]+)?");
    Map<String, String> counts = new LinkedHashMap<>();
    counts.put("filled", "count($)");
    counts.put("booleans", "count_if(lower($) IN ('true', 'false'))");
    counts.put("numbers", "count_if(" + isNumber + ")");
    counts.put(
        "most_digits", most(isNumber, "char_length(replace(substring_index($, '.', 1), '-', ''))"));
    counts.put(
        "most_decimals",
        most(isNumber + " AND instr($, '.') > 0", "char_length(substring_index($, '.', -1))"));
    counts.put(
        "floats",
        "count_if(" + is(WHOLE + "([.][0-9]+)?([eE][+-]?[0-9]{1,3})?|NaN|-?Inf(inity)?") + ")");
    counts.put("digits", "count_if(" + is("-?[0-9]+([.][0-9]+)?") + ")");
    counts.put("days", "count_if(" + is(DAY) + " AND try_cast($ AS date) IS NOT NULL)");
    counts.put("times", "count_if(" + is(TIME) + " AND try_cast($ AS timestamp) IS NOT NULL)");
    return counts;
  }

  private static String most(String where, String length) {
    return "coalesce(max(if(" + where + ", " + length + ", 0)), 0)";
  }

  private static String is(String pattern) {
    return "$ RLIKE " + SqlText.text("\\A(?:" + pattern + ")\\z");
  }

  /** What was counted of one column. */
  private record Counted(Row row, int offset) {
    private static final List<String> NAMES = List.copyOf(COUNTS.keySet());

    long of(String name) {
      return ((Number) row.get(offset + NAMES.indexOf(name))).longValue();
    }

    boolean areAll(String name) {
      return of(name) == of("filled");
    }
  }
}
