package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_json;

import io.delta.tables.DeltaTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The rows of one product that were set aside, for people to look at. */
public final class Quarantine {

  /**
   * A row that was not published, and why.
   *
   * @param outcome {@code published} if its run published the other rows, else {@code rejected}
   * @param row the row as JSON; {@code null} as text for a record that could not be read
   */
  public record Entry(
      String runId, String outcome, Instant at, String row, List<Violation> violations) {
    public Entry {
      violations = List.copyOf(violations);
    }
  }

  /** One rule a row breaks; no value where the column holds personal data. */
  public record Violation(
      String rule, Optional<String> column, Optional<String> value, String message) {}

  private final SparkSession spark;
  private final String location;

  Quarantine(SparkSession spark, String location) {
    this.spark = spark;
    this.location = location;
  }

  public String location() {
    return location;
  }

  /** How many rows are set aside, over all runs. */
  public long count() {
    return isEmpty() ? 0 : spark.read().format("delta").load(location).count();
  }

  /** The latest rows, at most {@code limit}. */
  public List<Entry> show(int limit) {
    if (isEmpty()) {
      return List.of();
    }

    return spark
        .read()
        .format("delta")
        .load(location)
        .orderBy(col("quarantined_at").desc(), col("run_id"))
        .limit(limit)
        .select(
            col("run_id"),
            col("outcome"),
            col("quarantined_at"),
            to_json(col("row")),
            col("violations"))
        .collectAsList()
        .stream()
        .map(Quarantine::entry)
        .toList();
  }

  private boolean isEmpty() {
    return !DeltaTable.isDeltaTable(spark, location);
  }

  private static Entry entry(Row row) {
    List<Row> violations = row.getList(4);
    return new Entry(
        row.getString(0),
        row.getString(1),
        row.getTimestamp(2).toInstant(),
        String.valueOf(row.getString(3)),
        violations.stream().map(Quarantine::violation).toList());
  }

  private static Violation violation(Row violation) {
    return new Violation(
        violation.getAs("rule"),
        Optional.ofNullable(violation.getAs("column")),
        Optional.ofNullable(violation.getAs("value")),
        violation.getAs("message"));
  }
}
