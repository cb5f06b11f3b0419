package io.meshwright.benchmark;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.meshwright.benchmark.ColumnProfile.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Looks at the rows of a sample table: one job for all ranges, one for all lists of values. */
final class Profiler {

  /** A rule with a longer list of values is one that nobody writes. */
  private static final int MOST_VALUES = 12;

  /** How many columns {@link #totals} has for each of the table's. */
  private static final int FACTS = 4;

  private Profiler() {}

  /** Profiles {@code columns} of {@code rows}, in their order. */
  static List<ColumnProfile> profile(Dataset<Row> rows, List<SampleColumn> columns) {
    Row totals = totals(rows, columns);
    long size = totals.getLong(columns.size() * FACTS);
    Map<String, List<String>> values = values(rows, columns, totals);
    List<ColumnProfile> profiles = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int at = i * FACTS;
      Optional<Range> range =
          totals.isNullAt(at + 1)
              ? Optional.empty()
              : Optional.of(new Range(totals.getString(at + 1), totals.getString(at + 2)));
      profiles.add(
          new ColumnProfile(
              columns.get(i),
              (double) totals.getLong(at) / size,
              range,
              values.getOrDefault(columns.get(i).name(), List.of())));
    }
    return profiles;
  }

  private static Row totals(Dataset<Row> rows, List<SampleColumn> columns) {
    List<Column> facts = new ArrayList<>();
    for (SampleColumn column : columns) {
      Column value = col(column.name());
      Column size = column.type().isText() ? length(value) : value;
      facts.add(count(value));
      facts.add(min(size).cast("string"));
      facts.add(max(size).cast("string"));
      facts.add(column.type().isText() ? approx_count_distinct(value) : lit(Long.MAX_VALUE));
    }
    facts.add(count(lit(1)));
    return rows.agg(facts.get(0), rest(facts)).head();
  }

  private static Map<String, List<String>> values(
      Dataset<Row> rows, List<SampleColumn> columns, Row totals) {
    List<String> few = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (totals.getLong(i * FACTS + FACTS - 1) <= MOST_VALUES) {
        few.add(columns.get(i).name());
      }
    }
    Map<String, List<String>> values = new HashMap<>();
    if (few.isEmpty()) {
      return values;
    }

    List<Column> sets = few.stream().map(name -> array_sort(collect_set(col(name)))).toList();
    Row found = rows.agg(sets.get(0), rest(sets)).head();
    for (int i = 0; i < few.size(); i++) {
      values.put(few.get(i), found.getList(i));
    }
    return values;
  }

  private static Column[] rest(List<Column> columns) {
    return columns.subList(1, columns.size()).toArray(Column[]::new);
  }
}
