package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.ProductName;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where runs are kept for later: a JSON document each, and rows in the system tables. */
public final class RunRecords {

  private static final Logger LOG = LoggerFactory.getLogger(RunRecords.class);

  /** How the id of a requeue begins: its results are about a few rows, and make no history. */
  static final String REQUEUE = "requeue-";

  private final SparkSession spark;
  private final Environment environment;

  public RunRecords(SparkSession spark, Environment environment) {
    this.spark = spark;
    this.environment = environment;
  }

  /** The report of a run, as {@code conf/schema/run.schema.json} says; empty if there is none. */
  public Optional<String> find(String runId) {
    return new Storage(spark).findText(path(runId));
  }

  /** The report of the run of a product that started last; empty if none is recorded. */
  public Optional<String> findLatest(ProductName product) {
    String runs = SystemTables.pathOf(environment, SystemTables.RUNS);
    if (!DeltaTable.isDeltaTable(spark, runs)) {
      return Optional.empty();
    }

    return spark
        .read()
        .format("delta")
        .load(runs)
        .where(col("product").equalTo(product.toString()))
        .orderBy(col("started_at").desc(), col("ended_at").desc())
        .limit(1)
        .select("run_id")
        .collectAsList()
        .stream()
        .findFirst()
        .flatMap(row -> find(row.getString(0)));
  }

  boolean exists(String runId) {
    return new Storage(spark).exists(path(runId));
  }

  /** The document comes last: where it is, the system tables have the run. */
  void write(RunReport report) {
    new SystemTables(spark, environment).append(report);
    new Storage(spark).write(path(report.identity().runId()), RunReportJson.write(report));
  }

  /** Writes the report; where that fails, the report says so. */
  RunReport keep(RunReport report) {
    try {
      write(report);
      return report;
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      RunReport.Identity identity = report.identity();
      LOG.error("Run {} of {} cannot be recorded", identity.runId(), identity.product(), e);
      return report.withProblem(
          ExitCode.UNEXPECTED,
          new Problem(
              "The run was %s, but could not be recorded: %s"
                  .formatted(report.outcome(), SparkFailures.firstLine(e)),
              "check that the run may write to mesh.root, then run it again: what is published is"
                  + " not done twice, only recorded"));
    }
  }

  private String path(String runId) {
    return environment.root() + "/_mesh/runs/" + runId + ".json";
  }
}
