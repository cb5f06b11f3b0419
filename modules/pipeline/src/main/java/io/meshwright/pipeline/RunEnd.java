package io.meshwright.pipeline;

import io.meshwright.contract.Contract;
import java.time.Clock;
import org.apache.spark.sql.SparkSession;

/** What is done with the report of every run, whatever came of it: explained, kept, audited. */
final class RunEnd {

  private final Explainer explainer;
  private final RunRecords records;
  private final RunAudit audit;

  RunEnd(SparkSession spark, Environment environment, Clock clock, Contract contract) {
    this.explainer = new Explainer(spark, environment, contract);
    this.records = new RunRecords(spark, environment);
    this.audit = new RunAudit(spark, environment, clock, contract);
  }

  RunReport record(RunReport report) {
    return audit.record(records.keep(explainer.explain(report)));
  }
}
