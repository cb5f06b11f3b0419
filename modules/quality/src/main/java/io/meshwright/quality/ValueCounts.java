package io.meshwright.quality;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts how often values occur, for all columns in one job, and never brings more to the driver
 * than {@link #LISTED} values of {@link #LONGEST} characters a column.
 *
 * <p>Columns of few values are counted whole. Of the others, one more job finds what can be in more
 * than 1 % of the rows (Misra and Gries, 1982), so that only this has to be counted.
 */
final class ValueCounts {

  /** A column estimated to have more values is not counted value by value. */
  static final int LISTED = 120;

  /** Longer texts are not told apart. */
  static final int LONGEST = 100;

  static final int BINS = 20;

  private static final double FREQUENT = 0.01;

  private final List<ColumnMeasure.Measured> columns;
  private final Map<Integer, List<String>> candidates = new HashMap<>();

  private ValueCounts(List<ColumnMeasure.Measured> columns) {
    this.columns = columns;
  }

  /**
   * Returns the profiles of {@code columns} with what was counted.
   *
   * @param inputs the rows, with the columns that the measures made
   */
  static List<ColumnProfile> of(Dataset<Row> inputs, List<ColumnMeasure.Measured> columns) {
    ValueCounts counts = new ValueCounts(columns);
    counts.findCandidates(inputs);
    return counts.counted(inputs);
  }

  private void findCandidates(Dataset<Row> inputs) {
    List<Integer> repeating = shown().filter(index -> isRepeating(profile(index))).toList();
    if (repeating.isEmpty()) {
      return;
    }

    String[] names = repeating.stream().map(index -> measure(index).value()).toArray(String[]::new);
    Row found =
        inputs
            .selectExpr(
                repeating.stream()
                    .map(index -> text(index) + " AS " + measure(index).value())
                    .toArray(String[]::new))
            .stat()
            .freqItems(names, FREQUENT)
            .head();
    for (int i = 0; i < names.length; i++) {
      List<String> values = new ArrayList<>(found.<String>getList(i));
      values.removeIf(value -> value == null);
      candidates.put(repeating.get(i), values);
    }
  }

  private List<ColumnProfile> counted(Dataset<Row> inputs) {
    List<String> items = new ArrayList<>();
    shown().forEach(index -> value(index).ifPresent(sql -> items.add(item(index, false, sql))));
    shown().forEach(index -> bin(index).ifPresent(sql -> items.add(item(index, true, sql))));
    if (items.isEmpty()) {
      return columns.stream().map(ColumnMeasure.Measured::profile).toList();
    }

    List<Row> found =
        inputs
            .select(expr("inline(array(" + String.join(", ", items) + "))"))
            .where(col("v").isNotNull())
            .groupBy("c", "b", "v")
            .agg(count(lit(1)))
            .collectAsList();
    return columnsWith(found);
  }

  private static String item(int index, boolean isBin, String sql) {
    return "named_struct('c', %d, 'b', %s, 'v', %s)".formatted(index, isBin, sql);
  }

  private List<ColumnProfile> columnsWith(List<Row> found) {
    Map<Integer, List<ColumnProfile.Frequency>> values = new HashMap<>();
    Map<Integer, List<Long>> bins = new HashMap<>();
    for (Row row : found) {
      int index = row.getInt(0);
      if (row.getBoolean(1)) {
        bins.computeIfAbsent(index, column -> new ArrayList<>(Collections.nCopies(BINS, 0L)))
            .set(Integer.parseInt(row.getString(2)), row.getLong(3));
      } else {
        values
            .computeIfAbsent(index, column -> new ArrayList<>())
            .add(new ColumnProfile.Frequency(shown(index, row.getString(2)), row.getLong(3)));
      }
    }
    List<ColumnProfile> counted = new ArrayList<>();
    for (int index = 0; index < columns.size(); index++) {
      counted.add(
          with(
              profile(index),
              values.getOrDefault(index, List.of()),
              bins.getOrDefault(index, List.of())));
    }
    return counted;
  }

  private static ColumnProfile with(
      ColumnProfile profile, List<ColumnProfile.Frequency> values, List<Long> bins) {
    List<ColumnProfile.Frequency> sorted =
        values.stream()
            .sorted(
                Comparator.comparingLong(ColumnProfile.Frequency::count)
                    .reversed()
                    .thenComparing(ColumnProfile.Frequency::value))
            .toList();
    long listed = sorted.stream().mapToLong(ColumnProfile.Frequency::count).sum();
    boolean areAll = !sorted.isEmpty() && listed == profile.filled();
    List<ColumnProfile.Frequency> told =
        areAll
            ? sorted
            : sorted.stream()
                .filter(value -> value.count() >= FREQUENT * profile.filled())
                .toList();
    ColumnProfile counted = profile.with(new ColumnProfile.Values(told, areAll, bins));
    return areAll ? counted.with(new ColumnProfile.Distinct(sorted.size(), true)) : counted;
  }

  /** The columns whose values may be looked at. */
  private Stream<Integer> shown() {
    return IntStream.range(0, columns.size())
        .boxed()
        .filter(index -> measure(index).isComparable())
        .filter(index -> profile(index).personal().isEmpty())
        .filter(index -> profile(index).filled() > 0);
  }

  private static boolean isListed(ColumnProfile profile) {
    return profile.distinct().orElseThrow().count() <= LISTED;
  }

  private static boolean isRepeating(ColumnProfile profile) {
    return !isListed(profile) && profile.distinct().orElseThrow().count() < profile.filled() / 2;
  }

  private Optional<String> value(int index) {
    if (isListed(profile(index))) {
      return Optional.of(text(index));
    }

    return Optional.ofNullable(candidates.get(index))
        .filter(values -> !values.isEmpty())
        .map(
            values ->
                "if(%1$s IN (%2$s), %1$s, null)"
                    .formatted(
                        text(index), values.stream().map(SqlText::text).collect(joining(", "))));
  }

  /** The value as text that no session's zone has a say in; null if it is a long one. */
  private String text(int index) {
    ColumnMeasure measure = measure(index);
    String value = measure.value();
    if (measure.isText()) {
      return "if(char_length(%1$s) <= %2$d, %1$s, null)".formatted(value, LONGEST);
    }

    return measure.isTimestamp()
        ? "cast(unix_micros(%s) AS string)".formatted(value)
        : "cast(%s AS string)".formatted(value);
  }

  private String shown(int index, String text) {
    return measure(index).isTimestamp() ? ColumnMeasure.instant(Long.parseLong(text)) : text;
  }

  /** The number of the part of the line that a value lies in. */
  private Optional<String> bin(int index) {
    return columns
        .get(index)
        .line()
        .filter(line -> line.max() > line.min() && Double.isFinite(line.max() - line.min()))
        .map(
            line ->
                "if(%1$s IS NULL, null, cast(least(%4$d, int(floor((%1$s - double('%2$s')) / double('%3$s') * %5$d))) AS string))"
                    .formatted(
                        measure(index).number(),
                        line.min(),
                        line.max() - line.min(),
                        BINS - 1,
                        BINS));
  }

  private ColumnMeasure measure(int index) {
    return columns.get(index).measure();
  }

  private ColumnProfile profile(int index) {
    return columns.get(index).profile();
  }
}
