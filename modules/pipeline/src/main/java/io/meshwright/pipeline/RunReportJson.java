package io.meshwright.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.Rule;
import io.meshwright.governance.Evaluation;
import io.meshwright.governance.PolicyViolation;
import io.meshwright.quality.AlertResult;
import io.meshwright.quality.RuleResult;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Writes reports and plans as JSON. The format of {@code run.json} is {@code
 * conf/schema/run.schema.json}; {@code schema_version} rises when a reader would have to change.
 */
public final class RunReportJson {

  private static final int SCHEMA_VERSION = 2;
  private static final int SHARE_DIGITS = 6;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads numbers digit by digit: 5.00 stays 5.00. */
  static final ObjectMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

  private RunReportJson() {}

  /** Instants are ISO 8601 in UTC, durations seconds, sizes bytes. */
  public static String write(RunReport report) {
    ObjectNode json = JSON.createObjectNode();
    json.put("schema_version", SCHEMA_VERSION);
    RunReport.Identity identity = report.identity();
    json.put("run_id", identity.runId());
    json.put("attempt", identity.attempt());
    json.put("product", identity.product().toString());
    json.putObject("contract")
        .put("version", identity.version().toString())
        .put("hash", identity.contractHash());
    json.put("policy_hash", report.policies().map(Evaluation::policySetHash).orElse(null));
    json.put("logical_date", identity.logicalDate().toString());
    json.put("environment", identity.environment());
    json.put("outcome", report.outcome().toString());
    json.put("exit_code", report.exitCode().number());
    json.put("started_at", report.timing().startedAt().toString());
    json.put("ended_at", report.timing().endedAt().toString());
    ArrayNode stages = json.putArray("stages");
    report.timing().stages().forEach(stage -> write(stage, stages.addObject()));
    ArrayNode inputs = json.putArray("inputs");
    report.inputs().forEach(input -> write(input, inputs.addObject()));
    json.putObject("rows")
        .put("transformed", report.rows().transformed())
        .put("published", report.rows().published())
        .put("quarantined", report.rows().quarantined());
    ArrayNode rules = json.putArray("rules");
    report.rules().forEach(rule -> write(rule, rules.addObject()));
    ArrayNode explanations = json.putArray("explanations");
    report.explanations().forEach(each -> write(each, explanations.addObject()));
    ArrayNode violations = json.putArray("policy_violations");
    report.policies().stream()
        .flatMap(policies -> policies.violations().stream())
        .forEach(violation -> write(violation, violations.addObject()));
    ArrayNode metrics = json.putArray("metrics");
    report.metrics().forEach(metric -> write(metric, metrics.addObject()));
    ArrayNode alerts = json.putArray("alerts");
    report.alerts().forEach(alert -> write(alert, alerts.addObject()));
    write(report.table(), json.putObject("table"));
    json.putObject("quarantine")
        .put("location", report.table().quarantine())
        .put("rows", report.rows().quarantined());
    writeLineage(report.lineage(), json.putArray("lineage"));
    report.notes().forEach(json.putArray("notes")::add);
    ArrayNode problems = json.putArray("problems");
    report
        .problems()
        .forEach(
            problem ->
                problems.addObject().put("problem", problem.problem()).put("fix", problem.fix()));
    return print(json);
  }

  private static void write(PolicyViolation violation, ObjectNode json) {
    json.put("id", violation.id())
        .put("policy", violation.rule().policy())
        .put("rule", violation.rule().rule())
        .put("scope", violation.rule().scope().toString())
        .put("severity", violation.severity().name().toLowerCase(Locale.ROOT))
        .put("enforcement", violation.enforcement().toString())
        .put("path", violation.path())
        .put("message", violation.breach().message())
        .put("expected", violation.breach().expected())
        .put("actual", violation.breach().actual())
        .put("fix", violation.breach().remediation())
        .put("denies", violation.denies())
        .put("waiver", violation.waiver().orElse(null));
  }

  public static String write(Plan plan) {
    ObjectNode json = JSON.createObjectNode();
    json.put("product", plan.contract().name().toString());
    json.put("contract_version", plan.contract().version().toString());
    json.put("run_id", plan.runId());
    json.put("publisher", plan.publisher());
    json.put("location", plan.location());
    json.put("write", plan.write());
    json.put("ddl", plan.ddl());
    ArrayNode inputs = json.putArray("inputs");
    for (Plan.PlannedInput input : plan.inputs()) {
      ObjectNode node = inputs.addObject();
      node.put("name", input.name()).put("kind", input.kind());
      node.put("location", input.location()).put("version", input.version());
      input.columns().forEach(node.putArray("columns")::add);
    }
    ArrayNode rules = json.putArray("rules");
    for (Plan.PlannedRule rule : plan.rules()) {
      rules
          .addObject()
          .put("name", rule.name())
          .put("severity", rule.severity())
          .put("expected", rule.expected())
          .put("method", rule.method());
    }
    writeLineage(plan.lineage(), json.putArray("lineage"));
    ArrayNode majors = json.putArray("majors");
    for (Plan.PublishedMajor major : plan.majors()) {
      majors
          .addObject()
          .put("version", major.version().toString())
          .put("state", major.state().toString())
          .put("location", major.location());
    }
    plan.notes().forEach(json.putArray("notes")::add);
    return print(json);
  }

  private static void write(RunReport.Stage stage, ObjectNode json) {
    json.put("name", stage.name().toString());
    json.put("seconds", seconds(stage.took()));
    json.put("summary", stage.summary());
  }

  private static void write(RunReport.InputVersion input, ObjectNode json) {
    json.put("name", input.name());
    json.put("kind", input.kind());
    json.put("location", input.location());
    json.put("version", input.version());
    ArrayNode columns = json.putArray("columns");
    input
        .columns()
        .forEach(
            column -> columns.addObject().put("name", column.name()).put("type", column.type()));
  }

  private static void write(RuleResult result, ObjectNode json) {
    Rule rule = result.rule();
    json.put("name", rule.name());
    json.put("kind", rule.assertion().kind());
    rule.assertion().fields().forEach(json.putArray("fields")::add);
    json.put("severity", rule.severity().name().toLowerCase(Locale.ROOT));
    json.put("tolerance", rule.tolerance().toString());
    json.put("expected", result.expected());
    json.put("actual", result.actual());
    json.put("checked", result.checked());
    json.put("violations", result.violations());
    json.put("share", share(result));
    json.put("method", result.method().toString());
    json.put("verdict", result.verdict().toString());
  }

  /** Null where no row was looked at. */
  private static BigDecimal share(RuleResult result) {
    return result.checked() == 0
        ? null
        : BigDecimal.valueOf(result.violations())
            .divide(BigDecimal.valueOf(result.checked()), SHARE_DIGITS, RoundingMode.HALF_UP);
  }

  private static void write(Explanation explanation, ObjectNode json) {
    json.put("rule", explanation.rule());
    json.putObject("since")
        .put("run_id", explanation.since().runId())
        .put("started_at", explanation.since().startedAt().toString())
        .put("runs", explanation.since().runs());
    ArrayNode examples = json.putArray("examples");
    explanation.examples().forEach(row -> examples.add(read(row)));
    json.put("sql", explanation.sql().orElse(null));
  }

  private static JsonNode read(String json) {
    try {
      return EXACT.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read an example", e);
    }
  }

  private static void write(RunReport.Measured metric, ObjectNode json) {
    json.put("name", metric.name());
    metric
        .column()
        .ifPresentOrElse(column -> json.put("column", column), () -> json.putNull("column"));
    json.put("value", metric.value());
    metric
        .distribution()
        .ifPresentOrElse(
            distribution -> json.set("distribution", DistributionJson.write(distribution)),
            () -> json.putNull("distribution"));
  }

  private static void write(AlertResult result, ObjectNode json) {
    json.put("type", result.alert().type());
    json.put("condition", result.alert().condition().toString());
    json.put("severity", result.alert().severity().name().toLowerCase(Locale.ROOT));
    json.put("expected", result.expected());
    json.put("actual", result.actual());
    json.put("state", result.state().toString());
  }

  private static void write(RunReport.Table table, ObjectNode json) {
    json.put("location", table.location());
    json.put("format", "delta");
    json.put("publisher", table.publisher());
    json.put("write_mode", table.mode().toString());
    json.put("version_before", table.versionBefore().orElse(null));
    json.put("version_after", table.versionAfter().orElse(null));
    json.put("files", table.files());
    json.put("bytes", table.bytes());
  }

  private static void writeLineage(List<RunReport.ColumnLineage> lineage, ArrayNode json) {
    for (RunReport.ColumnLineage column : lineage) {
      ObjectNode node = json.addObject();
      node.put("column", column.column());
      column.sources().forEach(node.putArray("sources")::add);
    }
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3);
  }

  private static String print(ObjectNode json) {
    try {
      return PRETTY.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot print JSON", e);
    }
  }
}
