package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.Contract;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Checks what contracts promise over time, whether or not a run happened: how fresh the published
 * table is, and how many scheduled updates were served. Reads the table's history and the system
 * table {@code runs}, and tells the sinks of {@code mesh.notify} what is broken.
 */
public final class SlaCheck {

  private SlaCheck() {}

  /**
   * Looks at a product as it was on {@code on}: later runs do not count.
   *
   * @param window how far back scheduled updates are counted
   */
  public static SlaReport check(
      SparkSession spark, Pipeline pipeline, Instant on, Duration window) {
    Contract contract = pipeline.contract();
    List<SlaJudge.PastRun> runs = new ArrayList<>(recorded(spark, pipeline, on, window));
    new TargetTable(spark, contract, pipeline.location(), Map.of())
        .history().commits().stream()
            .filter(commit -> commit.runId().isPresent() && !commit.asOf().isAfter(on))
            .map(SlaCheck::run)
            .forEach(runs::add);
    SlaReport report = new SlaJudge(contract, runs, on.minus(window), on).judge();
    Announcer announcer =
        Announcer.of(spark, pipeline.environment(), Clock.fixed(on, ZoneOffset.UTC));
    return report.withNotes(announcer.tell(report));
  }

  /** A run that was killed before it was recorded is known by its commit. */
  private static SlaJudge.PastRun run(TargetTable.Commit commit) {
    return new SlaJudge.PastRun(
        commit.runId().orElseThrow(), commit.asOf(), Outcome.PUBLISHED.toString());
  }

  /** The runs within the window, and the first of all, with which the product began to exist. */
  private static List<SlaJudge.PastRun> recorded(
      SparkSession spark, Pipeline pipeline, Instant on, Duration window) {
    String path = SystemTables.pathOf(pipeline.environment(), SystemTables.RUNS);
    if (!DeltaTable.isDeltaTable(spark, path)) {
      return List.of();
    }

    Dataset<Row> runs =
        spark
            .read()
            .format("delta")
            .load(path)
            .where(col("product").equalTo(pipeline.contract().name().toString()))
            .where(col("ended_at").leq(Timestamp.from(on)))
            // A requeue brings back a few rows, and no update.
            .where(not(col("run_id").startsWith(RunRecords.REQUEUE)))
            .select("run_id", "started_at", "outcome");
    return Stream.concat(
            runs
                .where(col("started_at").geq(Timestamp.from(on.minus(window))))
                .collectAsList()
                .stream(),
            runs.orderBy("started_at").limit(1).collectAsList().stream())
        .distinct()
        .map(
            row ->
                new SlaJudge.PastRun(
                    row.getString(0), row.getTimestamp(1).toInstant(), row.getString(2)))
        .toList();
  }
}
