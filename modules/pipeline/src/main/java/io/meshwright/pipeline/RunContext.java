package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import org.apache.spark.sql.SparkSession;

/**
 * What every stage of one run shares. Time comes from here, never from the system clock.
 *
 * @param logicalDate the day the run is for, in UTC
 * @param declaredInputs the inputs of the contract, ready to read
 */
public record RunContext(
    SparkSession spark,
    String runId,
    LocalDate logicalDate,
    Instant startedAt,
    Environment environment,
    Inputs declaredInputs) {

  public RunContext {
    requireNonNull(spark, "spark");
    requireNonNull(runId, "runId");
    requireNonNull(logicalDate, "logicalDate");
    requireNonNull(startedAt, "startedAt");
    requireNonNull(environment, "environment");
    requireNonNull(declaredInputs, "declaredInputs");
  }
}
