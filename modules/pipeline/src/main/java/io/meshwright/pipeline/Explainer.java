package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.tables.DeltaTable;
import io.meshwright.contract.Contract;
import io.meshwright.quality.RuleResult;
import io.meshwright.quality.RuleVerdict;
import io.meshwright.quality.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds to a report what helps with its broken rules: since when, rows, and how to find the others.
 * Reads quarantine and the system table {@code rule_results}, and only where a rule is broken.
 */
final class Explainer {

  private static final Logger LOG = LoggerFactory.getLogger(Explainer.class);

  /** The longest text of an example, in characters. */
  private static final int LONGEST_TEXT = 256;

  private final SparkSession spark;
  private final Environment environment;
  private final Contract contract;

  Explainer(SparkSession spark, Environment environment, Contract contract) {
    this.spark = spark;
    this.environment = environment;
    this.contract = contract;
  }

  /** The report with one explanation a broken rule; where that fails, with a note. */
  RunReport explain(RunReport report) {
    List<RuleResult> broken = report.rules().stream().filter(Explainer::isBroken).toList();
    if (broken.isEmpty()) {
      return report;
    }
    try {
      Map<String, Explanation.Since> since = since(report);
      Map<String, List<String>> examples = examples(report, broken);
      return report.withExplanations(
          broken.stream()
              .map(result -> result.rule().name())
              .map(
                  rule ->
                      new Explanation(
                          rule,
                          since.getOrDefault(
                              rule,
                              new Explanation.Since(
                                  report.identity().runId(), report.timing().startedAt(), 1)),
                          examples.getOrDefault(rule, List.of()),
                          examples.containsKey(rule)
                              ? Optional.of(sql(report, rule))
                              : Optional.empty()))
              .toList());
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      LOG.warn("Run {} cannot be explained", report.identity().runId(), e);
      return report.withNotes(
          List.of("No examples of broken rules: " + SparkFailures.firstLine(e)));
    }
  }

  private static boolean isBroken(RuleResult result) {
    return result.verdict() == RuleVerdict.FAILED || result.verdict() == RuleVerdict.TOLERATED;
  }

  /** By rule, where earlier runs found it broken too. What a requeue found is about a few rows. */
  private Map<String, Explanation.Since> since(RunReport report) {
    String path = SystemTables.pathOf(environment, SystemTables.RULE_RESULTS);
    Map<String, Explanation.Since> since = new LinkedHashMap<>();
    if (!DeltaTable.isDeltaTable(spark, path)) {
      return since;
    }

    Dataset<Row> results =
        spark
            .read()
            .format("delta")
            .load(path)
            .where(col("product").equalTo(report.identity().product().toString()))
            .where(col("run_id").startsWith(RunRecords.REQUEUE).unary_$bang())
            .where("started_at < " + QuarantineSelection.timestamp(report.timing().startedAt()))
            .select(
                col("rule"),
                col("run_id"),
                col("started_at"),
                col("verdict").isin("failed", "tolerated").as("broken"),
                expr("max(IF(verdict = 'passed', started_at, NULL)) OVER (PARTITION BY rule)")
                    .as("kept_at"));
    results
        .where("broken AND (kept_at IS NULL OR started_at > kept_at)")
        .groupBy("rule")
        .agg(expr("min(started_at)"), expr("min_by(run_id, started_at)"), expr("count(*)"))
        .collectAsList()
        .forEach(
            row ->
                since.put(
                    row.getString(0),
                    new Explanation.Since(
                        row.getString(2),
                        row.getTimestamp(1).toInstant(),
                        row.getLong(3) + (isRequeue(report) ? 0 : 1))));
    return since;
  }

  /**
   * By rule the first few rows in order of their keys; a rule of which none was set aside lacks.
   */
  private Map<String, List<String>> examples(RunReport report, List<RuleResult> broken) {
    Map<String, List<String>> examples = new LinkedHashMap<>();
    String path = report.table().quarantine();
    if (report.rows().quarantined() == 0 || !DeltaTable.isDeltaTable(spark, path)) {
      return examples;
    }

    Dataset<Row> rows = spark.read().format("delta").load(path);
    StructType shape = (StructType) rows.schema().apply("row").dataType();
    List<String> keys = contract.schema().primaryKey();
    Column[] order =
        Stream.concat(
                keys.stream()
                    .filter(key -> List.of(shape.fieldNames()).contains(key))
                    .map(key -> col("row").getField(key)),
                Stream.of(to_json(col("row"), QuarantinedRows.JSON), col("violation.value")))
            .toArray(Column[]::new);
    rows.where(ofRun(report))
        .withColumn("violation", explode(col("violations")))
        .where(col("violation.run_id").equalTo(report.identity().runId()))
        .withColumn(
            "number", row_number().over(Window.partitionBy("violation.rule").orderBy(order)))
        .where(col("number").leq(Explanation.MOST_EXAMPLES))
        .select(
            col("violation.rule"),
            new PersonalData(contract).row(shape, keys),
            when(col("row").isNull(), coalesce(col("violation.value"), lit(""))))
        .orderBy("rule", "number")
        .collectAsList()
        .forEach(
            row ->
                examples
                    .computeIfAbsent(row.getString(0), rule -> new ArrayList<>())
                    .add(row.isNullAt(1) ? record(row.getString(2)) : row.getString(1)));
    for (RuleResult result : broken) {
      examples.computeIfPresent(
          result.rule().name(),
          (rule, found) ->
              found.stream()
                  .map(row -> arrange(row, keys, result.rule().assertion().fields()))
                  .toList());
    }
    return examples;
  }

  private String record(String text) {
    return RunReportJson.EXACT
        .createObjectNode()
        .put("record", new PersonalData(contract).record(text))
        .toString();
  }

  /** Key fields first, then those of the rule; long texts are cut. */
  static String arrange(String row, List<String> keys, List<String> fields) {
    ObjectNode given;
    try {
      given = (ObjectNode) RunReportJson.EXACT.readTree(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read a row that Spark wrote as JSON", e);
    }

    ObjectNode arranged = RunReportJson.EXACT.createObjectNode();
    Stream.concat(keys.stream(), fields.stream())
        .filter(given::has)
        .forEach(name -> arranged.set(name, given.get(name)));
    given
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!arranged.has(name)) {
                arranged.set(name, given.get(name));
              }
            });
    arranged.fieldNames().forEachRemaining(name -> arranged.set(name, cut(arranged.get(name))));
    return arranged.toString();
  }

  private static JsonNode cut(JsonNode value) {
    return value.isTextual() && value.textValue().length() > LONGEST_TEXT
        ? RunReportJson.EXACT
            .getNodeFactory()
            .textNode(value.textValue().substring(0, LONGEST_TEXT) + "…")
        : value;
  }

  private String sql(RunReport report, String rule) {
    String broken =
        "exists(violations, v -> v.rule = %s AND v.run_id = %s)"
            .formatted(SqlText.text(rule), SqlText.text(report.identity().runId()));
    return "SELECT * FROM delta.%s WHERE %s"
        .formatted(
            SqlText.name(report.table().quarantine()),
            isRequeue(report) ? broken : ofRun(report) + " AND " + broken);
  }

  /** A requeue leaves rows with the runs that set them aside. */
  private static String ofRun(RunReport report) {
    return isRequeue(report) ? "true" : "run_id = " + SqlText.text(report.identity().runId());
  }

  private static boolean isRequeue(RunReport report) {
    return report.identity().runId().startsWith(RunRecords.REQUEUE);
  }
}
