package io.meshwright.pipeline;

import io.delta.exceptions.DeltaConcurrentModificationException;
import io.meshwright.contract.Rule;
import io.meshwright.quality.RuleResult;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What runs did, as Delta tables under {@code <root>/_mesh/system}, for SQL and dashboards: {@code
 * runs} (one row a run), {@code rule_results} (one a rule and run), {@code metrics} (one a number
 * and run), {@code alerts} (one an alert and run, see {@link AlertTable}). A report is appended
 * once, whatever is repeated. A table of an earlier version gets the columns it does not have.
 *
 * <p>Only the row in {@code runs} is a transaction of the run's, which Delta reads the whole log
 * for: a run that is started again after its commit is told of once more, without rules, metrics
 * and alerts.
 */
final class SystemTables {

  static final String RUNS = "runs";
  static final String RULE_RESULTS = "rule_results";
  static final String METRICS = "metrics";

  private static final StructType RUN =
      StructType.fromDDL(
          "run_id STRING, attempt INT, product STRING, contract_version STRING, contract_hash STRING,"
              + " logical_date DATE, environment STRING, outcome STRING, exit_code INT,"
              + " started_at TIMESTAMP, ended_at TIMESTAMP, publisher STRING, write_mode STRING,"
              + " rows_transformed BIGINT, rows_published BIGINT, rows_quarantined BIGINT,"
              + " table_location STRING, version_before BIGINT, version_after BIGINT,"
              + " files BIGINT, bytes BIGINT");
  private static final StructType RULE_RESULT =
      StructType.fromDDL(
          "run_id STRING, product STRING, contract_version STRING, started_at TIMESTAMP, rule STRING,"
              + " kind STRING, fields ARRAY<STRING>, severity STRING, verdict STRING, method STRING,"
              + " expected STRING, actual STRING, checked BIGINT, violations BIGINT");
  private static final StructType METRIC =
      StructType.fromDDL(
          "run_id STRING, product STRING, contract_version STRING, started_at TIMESTAMP, name STRING,"
              + " column_name STRING, value DOUBLE, logical_date DATE, outcome STRING,"
              + " distribution STRING");

  private static final int TRIES = 3;
  private static final int TABLES = 4;

  /**
   * Nothing comes after a run was published, so that it is recorded once: a run that was killed on
   * the way here is recorded when it is started again, but only where it has not been.
   */
  private static final long LAST = Long.MAX_VALUE;

  private final SparkSession spark;
  private final Environment environment;

  SystemTables(SparkSession spark, Environment environment) {
    this.spark = spark;
    this.environment = environment;
  }

  /** Where a system table is. */
  static String pathOf(Environment environment, String table) {
    return environment.root() + "/_mesh/system/" + table;
  }

  /**
   * Appends a report to all tables it has rows for, side by side: each is a small commit that
   * mostly waits.
   */
  void append(RunReport report) {
    ExecutorService threads = Executors.newFixedThreadPool(TABLES);
    try {
      List<CompletableFuture<Void>> appends =
          List.of(
              start(threads, report, RUNS, RUN, List.of(run(report))),
              start(threads, report, RULE_RESULTS, RULE_RESULT, ruleResults(report)),
              start(threads, report, METRICS, METRIC, metrics(report)),
              start(threads, report, AlertTable.NAME, AlertTable.SCHEMA, AlertTable.rows(report)));
      appends.forEach(CompletableFuture::join);
    } finally {
      threads.shutdown();
    }
  }

  private CompletableFuture<Void> start(
      ExecutorService threads, RunReport report, String table, StructType schema, List<Row> rows) {
    if (rows.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }

    return CompletableFuture.runAsync(
        () -> {
          SparkSession.setActiveSession(spark);
          for (int attempt = 1; ; attempt++) {
            try {
              append(report, table, schema, rows);
              return;
            } catch (DeltaConcurrentModificationException e) {
              // Appends never collide, but two runs may both be the first and create the table.
              if (attempt == TRIES) {
                throw e;
              }
            }
          }
        },
        threads);
  }

  private void append(RunReport report, String table, StructType schema, List<Row> rows) {
    DataFrameWriter<Row> append =
        spark
            .createDataFrame(rows, schema)
            .coalesce(1)
            .write()
            .format("delta")
            .mode(SaveMode.Append)
            .option("mergeSchema", true);
    if (table.equals(RUNS)) {
      append.option("txnAppId", report.identity().runId()).option("txnVersion", sequence(report));
    }
    append.save(pathOf(environment, table));
  }

  private static long sequence(RunReport report) {
    boolean published =
        report.outcome() == Outcome.PUBLISHED || report.outcome() == Outcome.ALREADY_PUBLISHED;
    return published ? LAST : report.timing().startedAt().toEpochMilli();
  }

  private static Row run(RunReport report) {
    RunReport.Identity identity = report.identity();
    RunReport.Table table = report.table();
    return RowFactory.create(
        identity.runId(),
        identity.attempt(),
        identity.product().toString(),
        identity.version().toString(),
        identity.contractHash(),
        java.sql.Date.valueOf(identity.logicalDate()),
        identity.environment(),
        report.outcome().toString(),
        report.exitCode().number(),
        Timestamp.from(report.timing().startedAt()),
        Timestamp.from(report.timing().endedAt()),
        table.publisher(),
        table.mode().toString(),
        report.rows().transformed(),
        report.rows().published(),
        report.rows().quarantined(),
        table.location(),
        nullable(table.versionBefore()),
        nullable(table.versionAfter()),
        table.files(),
        table.bytes());
  }

  private static List<Row> ruleResults(RunReport report) {
    return report.rules().stream().map(result -> ruleResult(report, result)).toList();
  }

  private static Row ruleResult(RunReport report, RuleResult result) {
    Rule rule = result.rule();
    return RowFactory.create(
        report.identity().runId(),
        report.identity().product().toString(),
        report.identity().version().toString(),
        Timestamp.from(report.timing().startedAt()),
        rule.name(),
        rule.assertion().kind(),
        rule.assertion().fields().toArray(String[]::new),
        rule.severity().name().toLowerCase(Locale.ROOT),
        result.verdict().toString(),
        result.method().toString(),
        result.expected(),
        result.actual(),
        result.checked(),
        result.violations());
  }

  private static List<Row> metrics(RunReport report) {
    return report.metrics().stream()
        .map(
            metric ->
                RowFactory.create(
                    report.identity().runId(),
                    report.identity().product().toString(),
                    report.identity().version().toString(),
                    Timestamp.from(report.timing().startedAt()),
                    metric.name(),
                    metric.column().orElse(null),
                    metric.value(),
                    java.sql.Date.valueOf(report.identity().logicalDate()),
                    report.outcome().toString(),
                    metric
                        .distribution()
                        .map(distribution -> DistributionJson.write(distribution).toString())
                        .orElse(null)))
        .toList();
  }

  private static Object nullable(Optional<Long> version) {
    return version.orElse(null);
  }
}
