package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Production;
import io.meshwright.quality.HistoryPoint;
import io.meshwright.quality.RobustDetector;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The metrics of a product's published runs, from the system table {@code metrics}: also from one
 * that an earlier version wrote, which did not say the outcome of a run nor its day.
 */
final class MetricHistory {

  /** However many columns are looked at, no more values than this come to the driver. */
  private static final int MOST_VALUES = 20_000;

  private final SparkSession spark;
  private final Environment environment;

  MetricHistory(SparkSession spark, Environment environment) {
    this.spark = spark;
    this.environment = environment;
  }

  /**
   * Reads earlier values by name and column ({@code null_rate.status}), the oldest first: one small
   * job, or none where there is no table yet. A slice counts with its latest run only.
   *
   * @param names of the metrics, without columns
   * @param context the run that is judged, which is left out
   */
  Map<String, List<HistoryPoint>> read(Contract contract, Set<String> names, RunContext context) {
    String path = SystemTables.pathOf(environment, SystemTables.METRICS);
    if (names.isEmpty() || !DeltaTable.isDeltaTable(spark, path)) {
      return Map.of();
    }

    Dataset<Row> table = spark.read().format("delta").load(path);
    List<Row> rows =
        table
            .where(col("product").equalTo(contract.name().toString()))
            .where(col("name").isin(names.toArray()))
            .where(col("run_id").notEqual(context.runId()))
            .where(published(table))
            .select(
                col("name"),
                col("column_name"),
                col("value"),
                day(table).as("day"),
                col("started_at"))
            .orderBy(desc("started_at"))
            .limit(MOST_VALUES)
            .collectAsList();
    return series(rows, isSliced(contract), context.logicalDate());
  }

  private static boolean isSliced(Contract contract) {
    return contract.production().write().mode() == Production.Mode.SLICE;
  }

  /** Turns rows, the newest first, into series, the oldest first. */
  private static Map<String, List<HistoryPoint>> series(
      List<Row> rows, boolean sliced, LocalDate today) {
    Map<String, List<HistoryPoint>> series = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (Row row : rows) {
      String label = row.getString(0) + (row.isNullAt(1) ? "" : "." + row.getString(1));
      LocalDate day = row.getDate(3).toLocalDate();
      boolean replaced = sliced && (day.equals(today) || !seen.add(label + "@" + day));
      List<HistoryPoint> points = series.computeIfAbsent(label, same -> new ArrayList<>());
      if (!replaced && !row.isNullAt(2) && points.size() < RobustDetector.MOST_HISTORY) {
        points.add(new HistoryPoint(day, row.getDouble(2)));
      }
    }
    series.values().forEach(Collections::reverse);
    return series;
  }

  private static Column published(Dataset<Row> table) {
    return has(table, "outcome")
        ? col("outcome").isNull().or(col("outcome").equalTo(Outcome.PUBLISHED.toString()))
        : lit(true);
  }

  private static Column day(Dataset<Row> table) {
    Column started = to_date(col("started_at"));
    return has(table, "logical_date")
        ? org.apache.spark.sql.functions.coalesce(col("logical_date"), started)
        : started;
  }

  private static boolean has(Dataset<Row> table, String column) {
    return Arrays.asList(table.columns()).contains(column);
  }
}
