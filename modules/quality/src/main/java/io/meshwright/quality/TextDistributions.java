package io.meshwright.quality;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts the values of text columns that turned out to have few: all of them in one job, which
 * gives at most twice {@link Distribution#MOST_VALUES} rows a column.
 */
final class TextDistributions {

  private static final int LONGEST_VALUE = 256;

  /** Stands for a distribution until the values are counted. */
  private static final String TO_COUNT = "its values are still to be counted";

  /** Column by the label of the metric. */
  final Map<String, String> columns = new LinkedHashMap<>();

  /** What the write alone tells: whether the values can be counted one by one. */
  MetricValue planned(String name, Optional<String> column, long distinct) {
    if (distinct == 0) {
      return MetricValue.missing(name, column, "no row has a value");
    }
    return MetricValue.missing(
        name,
        column,
        distinct <= Distribution.MOST_VALUES
            ? TO_COUNT
            : "it has about %d different values, and at most %d are counted"
                .formatted(distinct, Distribution.MOST_VALUES));
  }

  /** Replaces what is still to be counted. */
  void count(Dataset<Row> rows, Map<String, MetricValue> values) {
    List<Map.Entry<String, String>> few =
        columns.entrySet().stream()
            .filter(column -> values.get(column.getKey()).missing().equals(Optional.of(TO_COUNT)))
            .toList();
    if (few.isEmpty()) {
      return;
    }

    Column[] pairs =
        few.stream()
            .map(
                column ->
                    struct(
                        lit(column.getKey()).as("label"),
                        substring(
                                col(SqlText.name(column.getValue())).cast("string"),
                                1,
                                LONGEST_VALUE)
                            .as("value")))
            .toArray(Column[]::new);
    List<Row> counted =
        rows.select(explode(array(pairs)).as("pair"))
            .where("pair.value IS NOT NULL")
            .groupBy("pair.label", "pair.value")
            .count()
            .orderBy(desc("count"), col("label"), col("value"))
            .limit(2 * Distribution.MOST_VALUES * few.size())
            .collectAsList();
    for (Map.Entry<String, String> column : few) {
      values.computeIfPresent(
          column.getKey(),
          (label, planned) ->
              MetricValue.of(planned.name(), planned.column(), distribution(label, counted)));
    }
  }

  private static Distribution distribution(String label, List<Row> counted) {
    Map<String, Long> counts = new LinkedHashMap<>();
    long other = 0;
    for (Row row : counted) {
      if (row.getString(0).equals(label)) {
        if (counts.size() < Distribution.MOST_VALUES) {
          counts.put(row.getString(1), row.getLong(2));
        } else {
          other += row.getLong(2);
        }
      }
    }
    return new Distribution.Values(counts, other);
  }
}
