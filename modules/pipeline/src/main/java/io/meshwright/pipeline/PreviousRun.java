package io.meshwright.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshwright.quality.MetricValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the last published run says of itself in its {@code run.json}: with what this one is
 * compared. Read from one small file, without a job.
 */
record PreviousRun(String runId, List<RunReport.InputVersion> inputs, List<MetricValue> metrics) {

  private static final Logger LOG = LoggerFactory.getLogger(PreviousRun.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A run that was killed after its commit leaves a record without metrics. */
  private static final int MOST_SEARCHED = 5;

  PreviousRun {
    inputs = List.copyOf(inputs);
    metrics = List.copyOf(metrics);
  }

  /** Finds the last run in {@code history} that left a full record. */
  static Optional<PreviousRun> find(
      SparkSession spark, Environment environment, TargetTable.History history) {
    RunRecords records = new RunRecords(spark, environment);
    return history.runIds().stream()
        .limit(MOST_SEARCHED)
        .flatMap(runId -> records.find(runId).flatMap(PreviousRun::read).stream())
        .filter(run -> !run.metrics.isEmpty())
        .findFirst();
  }

  /** Reads a record, also of an earlier version of it, which told less. */
  static Optional<PreviousRun> read(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      List<RunReport.InputVersion> inputs = new ArrayList<>();
      json.path("inputs").forEach(input -> inputs.add(input(input)));
      List<MetricValue> metrics = new ArrayList<>();
      json.path("metrics").forEach(metric -> metrics.add(metric(metric)));
      return Optional.of(new PreviousRun(json.path("run_id").asText(), inputs, metrics));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      LOG.warn("A run record cannot be read and is passed over: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static RunReport.InputVersion input(JsonNode json) {
    List<RunReport.InputColumn> columns = new ArrayList<>();
    json.path("columns")
        .forEach(
            column ->
                columns.add(
                    new RunReport.InputColumn(
                        column.path("name").asText(), column.path("type").asText())));
    return new RunReport.InputVersion(
        json.path("name").asText(),
        json.path("kind").asText(),
        json.path("location").asText(),
        json.path("version").asText(),
        columns);
  }

  private static MetricValue metric(JsonNode json) {
    return new MetricValue(
        json.path("name").asText(),
        Optional.ofNullable(json.path("column").textValue()),
        json.path("value").asDouble(),
        DistributionJson.find(json.path("distribution")),
        Optional.empty());
  }
}
