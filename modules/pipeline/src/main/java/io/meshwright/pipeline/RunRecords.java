package io.meshwright.pipeline;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Where runs are kept for later: a JSON document each, and rows in the system tables. */
final class RunRecords {

  private final SparkSession spark;
  private final Environment environment;

  RunRecords(SparkSession spark, Environment environment) {
    this.spark = spark;
    this.environment = environment;
  }

  boolean exists(String runId) {
    return new Storage(spark).exists(path(runId));
  }

  /** The document of a run, if it left one. */
  Optional<String> find(String runId) {
    return new Storage(spark).findText(path(runId));
  }

  /** The document comes last: where it is, the system tables have the run. */
  void write(RunReport report) {
    new SystemTables(spark, environment).append(report);
    new Storage(spark).write(path(report.identity().runId()), RunReportJson.write(report));
  }

  private String path(String runId) {
    return environment.root() + "/_mesh/runs/" + runId + ".json";
  }
}
