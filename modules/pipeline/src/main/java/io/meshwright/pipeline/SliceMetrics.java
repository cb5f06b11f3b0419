package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.Contract;
import io.meshwright.quality.MetricValue;
import io.meshwright.quality.SliceStates;
import io.meshwright.quality.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The metrics of a whole table whose slices are published one at a time: from the states of its
 * slices, kept in the system table {@code states}, without reading a slice that stays.
 *
 * <p>States stand for rows only as long as nobody else changes them. Where the table's history has
 * a commit that changed rows and is not known here, or a slice lacks a metric that the contract
 * asks for now, the states of all slices are made anew by one scan.
 */
final class SliceMetrics {

  static final String NAME = "states";

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "location STRING, slice STRING, table_version BIGINT, metric STRING, column_name STRING,"
              + " numbers STRING");

  private final SparkSession spark;
  private final TargetTable target;
  private final SliceStates states;
  private final String path;

  SliceMetrics(SparkSession spark, Environment environment, Contract contract, TargetTable target) {
    this.spark = spark;
    this.target = target;
    this.states = SliceStates.of(contract);
    this.path = SystemTables.pathOf(environment, NAME);
  }

  /**
   * Keeps the states of the slice that {@code commit} published.
   *
   * @param slice the columns of the slice and their values as SQL
   * @param history the table's latest commits, {@code commit} among them
   * @return the metrics of the table after that commit
   */
  List<MetricValue> after(
      TargetTable.Commit commit,
      Map<String, String> slice,
      List<SliceStates.Kept> published,
      TargetTable.History history) {
    List<Row> known = load();
    long latest = known.stream().mapToLong(row -> row.getLong(1)).max().orElse(-1);
    String name = nameOf(slice);
    Map<String, List<SliceStates.Kept>> bySlice = new LinkedHashMap<>();
    for (Row row : known) {
      bySlice
          .computeIfAbsent(row.getString(0), same -> new ArrayList<>())
          .add(
              new SliceStates.Kept(
                  row.getString(2), Optional.ofNullable(row.getString(3)), row.getString(4)));
    }
    bySlice.put(name, published);

    boolean areAll =
        history.knowsRowsBetween(latest, commit.version())
            && bySlice.keySet().stream().allMatch(other -> columnsOf(other).equals(columnsOf(name)))
            && bySlice.values().stream().allMatch(states::areComplete);
    if (areAll) {
      keep(Map.of(name, published), commit.version(), " AND slice = " + SqlText.text(name));
    } else {
      bySlice = scan(List.copyOf(slice.keySet()));
      keep(bySlice, commit.version(), "");
    }
    return states.merge(bySlice.values().stream().flatMap(List::stream).toList());
  }

  private List<Row> load() {
    return DeltaTable.isDeltaTable(spark, path)
        ? spark
            .read()
            .format("delta")
            .load(path)
            .where(col("location").equalTo(target.path()))
            .select("slice", "table_version", "metric", "column_name", "numbers")
            .collectAsList()
        : List.of();
  }

  /** The states of every slice there is: one scan. */
  private Map<String, List<SliceStates.Kept>> scan(List<String> columns) {
    List<Column> counters = states.counters();
    Map<String, List<SliceStates.Kept>> bySlice = new LinkedHashMap<>();
    target
        .read()
        .groupBy(name(columns).as("slice"))
        .agg(counters.get(0), counters.subList(1, counters.size()).toArray(Column[]::new))
        .collectAsList()
        .forEach(row -> bySlice.put(row.getString(0), states.read(row, 1)));
    return bySlice;
  }

  /** What a row's slice is called: {@code order_date=2024-01-14}, as Spark prints the value. */
  private static Column name(List<String> columns) {
    return concat_ws(
        "/",
        columns.stream()
            .map(
                column ->
                    expr(
                        "concat(%s, '=', coalesce(CAST(%s AS STRING), 'null'))"
                            .formatted(SqlText.text(column), SqlText.name(column))))
            .toArray(Column[]::new));
  }

  private String nameOf(Map<String, String> slice) {
    String values =
        slice.entrySet().stream()
            .map(value -> value.getValue() + " AS " + SqlText.name(value.getKey()))
            .collect(joining(", "));
    return spark
        .sql("SELECT " + values)
        .select(name(List.copyOf(slice.keySet())))
        .head()
        .getString(0);
  }

  private static List<String> columnsOf(String slice) {
    List<String> columns = new ArrayList<>();
    for (String part : slice.split("/", -1)) {
      columns.add(part.replaceFirst("=.*", ""));
    }
    return columns;
  }

  private void keep(Map<String, List<SliceStates.Kept>> bySlice, long version, String andSlice) {
    List<Row> rows = new ArrayList<>();
    bySlice.forEach(
        (slice, kept) ->
            kept.forEach(
                state ->
                    rows.add(
                        RowFactory.create(
                            target.path(),
                            slice,
                            version,
                            state.metric(),
                            state.column().orElse(null),
                            state.numbers()))));
    Dataset<Row> frame = spark.createDataFrame(rows, SCHEMA).coalesce(1);
    frame
        .write()
        .format("delta")
        .mode(SaveMode.Overwrite)
        .option("replaceWhere", "location = " + SqlText.text(target.path()) + andSlice)
        .save(path);
  }
}
