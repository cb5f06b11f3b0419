package io.meshwright.quality;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.meshwright.contract.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Tells what rows hold, column by column.
 *
 * <p>Reads the rows once for every {@link #TOGETHER} columns, once to count values, once more if
 * there are values to look for among many, and the key columns of each column that may be a key.
 * What comes to the driver is bounded by the number of columns, not of rows or values.
 *
 * <p>Columns that look like personal data are measured, and their values are left out.
 */
public final class Profiler {

  /** Beyond this, Spark no longer compiles the aggregates of one pass. */
  private static final int TOGETHER = 40;

  /** The share of different values, as estimated with 5 %, at which a column may be a key. */
  private static final double NEARLY_UNIQUE = 0.8;

  private static final int LONGEST_KEY = 256;

  private Profiler() {}

  /**
   * Profiles rows; without rows, nothing but the columns' types.
   *
   * @param personal columns that are known to hold personal data, beside those that look like it
   */
  public static Profile profile(Dataset<Row> rows, Set<String> personal) {
    List<String> names = List.of(rows.columns());
    List<ColumnMeasure> measures =
        IntStream.range(0, names.size())
            .mapToObj(index -> new ColumnMeasure(index, rows.schema().apply(index)))
            .toList();
    Dataset<Row> inputs =
        rows.select(
            measures.stream().flatMap(measure -> measure.inputs().stream()).toArray(Column[]::new));
    List<ColumnMeasure.Measured> measured = new ArrayList<>();
    long counted = 0;
    for (int from = 0; from < measures.size(); from += TOGETHER) {
      List<ColumnMeasure> some = measures.subList(from, Math.min(measures.size(), from + TOGETHER));
      counted = measure(inputs, some, names, measured);
    }
    List<ColumnMeasure.Measured> hidden =
        measured.stream().map(column -> hide(column, personal)).toList();
    if (counted == 0) {
      return new Profile(0, hidden.stream().map(ColumnMeasure.Measured::profile).toList());
    }

    List<ColumnProfile> profiles =
        ValueCounts.of(inputs, hidden).stream().map(column -> countKeys(rows, column)).toList();
    return new Profile(counted, profiles);
  }

  private static long measure(
      Dataset<Row> inputs,
      List<ColumnMeasure> some,
      List<String> names,
      List<ColumnMeasure.Measured> measured) {
    List<Column> aggregates =
        some.stream().flatMap(measure -> measure.aggregates().stream()).toList();
    Row row = inputs.agg(count(lit(1)), aggregates.toArray(Column[]::new)).head();
    int offset = 1;
    for (ColumnMeasure measure : some) {
      measured.add(measure.read(row, offset, names));
      offset += measure.aggregates().size();
    }
    return row.getLong(0);
  }

  private static ColumnMeasure.Measured hide(ColumnMeasure.Measured column, Set<String> personal) {
    ColumnProfile profile = column.profile();
    if (profile.personal().isPresent() || !personal.contains(profile.name())) {
      return column;
    }

    return new ColumnMeasure.Measured(
        column.measure(),
        new ColumnProfile(
            profile.name(),
            profile.type(),
            profile.filled(),
            profile.distinct(),
            profile.summary(),
            profile.values(),
            Optional.of(new PersonalData("personal", "its contract"))),
        column.line());
  }

  /** Replaces the estimate by the exact number where no two rows share a value. */
  private static ColumnProfile countKeys(Dataset<Row> rows, ColumnProfile column) {
    if (!mayBeKey(column)) {
      return column;
    }

    Measurement.Keys keys = KeyPass.unique(rows, List.of(column.name()), Optional.empty());
    return keys.violations() == 0
        ? column.with(new ColumnProfile.Distinct(keys.checked(), true))
        : column;
  }

  /** Deequ asks for 0.92 here, which its own estimate misses for one key in ten. */
  private static boolean mayBeKey(ColumnProfile column) {
    return isKeyType(column)
        && column
            .distinct()
            .filter(distinct -> !distinct.isExact())
            .map(distinct -> distinct.count() >= NEARLY_UNIQUE * column.filled())
            .orElse(false);
  }

  /** Says whether a column is of a type that people make keys of. */
  static boolean isKeyType(ColumnProfile column) {
    if (column.summary() instanceof ColumnProfile.Texts texts) {
      return texts.lengths().map(lengths -> lengths.max() <= LONGEST_KEY).orElse(false);
    }

    return column
        .type()
        .map(
            type ->
                type instanceof FieldType.Decimal decimal
                    ? decimal.scale() == 0
                    : type == FieldType.Atomic.INTEGER
                        || type == FieldType.Atomic.LONG
                        || type == FieldType.Atomic.SHORT)
        .orElse(false);
  }
}
