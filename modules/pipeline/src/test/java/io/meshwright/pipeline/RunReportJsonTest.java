package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.meshwright.contract.Amount;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.Condition;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Observability;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Production;
import io.meshwright.contract.Range;
import io.meshwright.contract.RowSource;
import io.meshwright.contract.Rule;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.Severity;
import io.meshwright.contract.Statistic;
import io.meshwright.contract.ValueFormat;
import io.meshwright.quality.AlertResult;
import io.meshwright.quality.AlertState;
import io.meshwright.quality.Distribution;
import io.meshwright.quality.Method;
import io.meshwright.quality.RuleResult;
import io.meshwright.quality.RuleVerdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code run.json} looks like, and that its published schema says the same. */
class RunReportJsonTest {

  private static final Range ONE_OR_MORE = new Range(Optional.of(BigDecimal.ONE), Optional.empty());

  private static final Path SCHEMA = Path.of("../../conf/schema/run.schema.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Rule AMOUNT_MIN =
      new Rule(
          "amount_min",
          new Assertion.Bound("amount", Assertion.Limit.MIN, "0"),
          Severity.ERROR,
          Amount.parse("50%"),
          Rule.Scope.EVERY_ROW,
          List.of());

  @Test
  void writesAPublishedRunAsThisText() {
    RunReport published =
        report(
            Outcome.PUBLISHED,
            new RunReport.Rows(3, 2, 1),
            List.of(
                result(
                    AMOUNT_MIN,
                    RuleVerdict.TOLERATED,
                    Method.IN_FLIGHT,
                    "1 of 3 rows break it (33.34%)",
                    1)),
            Optional.of(1L),
            List.of());

    assertThat(RunReportJson.write(published))
        .isEqualTo(
            """
            {
              "schema_version" : 2,
              "run_id" : "9b1f0c445d2e7a60",
              "attempt" : 1,
              "product" : "shop.paid_orders",
              "contract" : {
                "version" : "1.0.0",
                "hash" : "cb3a47b6"
              },
              "policy_hash" : null,
              "logical_date" : "2024-01-14",
              "environment" : "local",
              "outcome" : "published",
              "exit_code" : 0,
              "started_at" : "2024-01-14T02:00:00Z",
              "ended_at" : "2024-01-14T02:00:12.345Z",
              "stages" : [ {
                "name" : "extract",
                "seconds" : 1.200,
                "summary" : "1 input"
              }, {
                "name" : "publish",
                "seconds" : 0.034,
                "summary" : "version 1"
              } ],
              "inputs" : [ {
                "name" : "orders",
                "kind" : "csv",
                "location" : "/data/orders.csv",
                "version" : "eac14735381f",
                "columns" : [ {
                  "name" : "id",
                  "type" : "string"
                } ]
              } ],
              "rows" : {
                "transformed" : 3,
                "published" : 2,
                "quarantined" : 1
              },
              "rules" : [ {
                "name" : "amount_min",
                "kind" : "min",
                "fields" : [ "amount" ],
                "severity" : "error",
                "tolerance" : "50%",
                "expected" : "amount >= 0, tolerating 50%",
                "actual" : "1 of 3 rows break it (33.34%)",
                "checked" : 3,
                "violations" : 1,
                "share" : 0.333333,
                "method" : "in flight",
                "verdict" : "tolerated"
              } ],
              "explanations" : [ {
                "rule" : "amount_min",
                "since" : {
                  "run_id" : "77aa",
                  "started_at" : "2024-01-12T02:00:00Z",
                  "runs" : 3
                },
                "examples" : [ {
                  "id" : "b",
                  "amount" : -1.00
                } ],
                "sql" : "SELECT 1"
              } ],
              "policy_violations" : [ ],
              "metrics" : [ {
                "name" : "row_count",
                "column" : null,
                "value" : 2.0,
                "distribution" : null
              }, {
                "name" : "value_distribution",
                "column" : "amount",
                "value" : 2.0,
                "distribution" : {
                  "quantiles" : [ 1.0, 9.5 ],
                  "rows" : 2
                }
              } ],
              "alerts" : [ {
                "type" : "volume",
                "condition" : "row_count_change > 50%",
                "severity" : "warning",
                "expected" : "row_count_change <= 50%",
                "actual" : "2 after 2 (0%)",
                "state" : "ok"
              } ],
              "table" : {
                "location" : "/data/products/paid_orders/v1",
                "format" : "delta",
                "publisher" : "gate",
                "write_mode" : "full",
                "version_before" : null,
                "version_after" : 1,
                "files" : 1,
                "bytes" : 706
              },
              "quarantine" : {
                "location" : "/data/_mesh/quarantine/shop.paid_orders",
                "rows" : 1
              },
              "lineage" : [ {
                "column" : "id",
                "sources" : [ "orders.id" ]
              }, {
                "column" : "amount",
                "sources" : [ ]
              } ],
              "notes" : [ "The contract asks for parquet" ],
              "problems" : [ ]
            }
            """);
  }

  @ParameterizedTest
  @EnumSource
  void writesEveryOutcomeAsTheSchemaSays(Outcome outcome) {
    RunReport report = report(outcome, RunReport.Rows.NONE, List.of(), Optional.empty(), List.of());

    assertThat(problems(report)).isEmpty();
  }

  @Test
  void writesARejectedRunAsTheSchemaSays() {
    RunReport rejected =
        report(
            Outcome.REJECTED,
            new RunReport.Rows(3, 0, 2),
            List.of(
                result(AMOUNT_MIN, RuleVerdict.FAILED, Method.RESCAN, "2 of 3 rows break it", 2)),
            Optional.empty(),
            List.of());

    assertThat(problems(rejected)).isEmpty();
  }

  @Test
  void writesAFailedRunWithItsProblemsAsTheSchemaSays() {
    RunReport failed =
        report(
            Outcome.FAILED,
            RunReport.Rows.NONE,
            List.of(),
            Optional.empty(),
            List.of(new Problem("Cannot read '/data/orders.csv'", "put the file there")));

    assertThat(problems(failed)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void writesEveryMethodAsTheSchemaSays(Method method) {
    assertThat(problems(reportOf(result(AMOUNT_MIN, RuleVerdict.PASSED, method, "", 0)))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void writesEveryStateOfAnAlertAsTheSchemaSays(AlertState state) {
    RunReport report =
        reportOf(result(AMOUNT_MIN, RuleVerdict.PASSED, Method.NONE, "", 0))
            .withAlerts(
                List.of(
                    new AlertResult(
                        new Observability.Alert(
                            "quality", Condition.parse("quality_check_failed"), Severity.CRITICAL),
                        state,
                        "every rule holds",
                        "")));

    assertThat(problems(report)).isEmpty();
  }

  @Test
  void readsBackTheDistributionsItWrites() {
    Distribution values = new Distribution.Values(Map.of("a", 1L, "b", 2L), 3);
    Distribution numbers = new Distribution.Quantiles(List.of(1.0, 9.5), 2);

    assertThat(DistributionJson.find(DistributionJson.write(values))).hasValue(values);
    assertThat(DistributionJson.find(DistributionJson.write(numbers))).hasValue(numbers);
    assertThat(DistributionJson.find(JSON.createObjectNode())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void writesEveryVerdictAsTheSchemaSays(RuleVerdict verdict) {
    assertThat(problems(reportOf(result(AMOUNT_MIN, verdict, Method.NONE, "", 0)))).isEmpty();
  }

  @Test
  void writesEveryKindOfRuleAsTheSchemaSays() {
    List<Assertion> kinds =
        List.of(
            new Assertion.NotNull("id"),
            new Assertion.Bound("id", Assertion.Limit.EXCLUSIVE_MAX, "9"),
            new Assertion.OneOf("id", List.of("1")),
            new Assertion.NoneOf("id", List.of("2")),
            new Assertion.Matches("id", "[0-9]"),
            new Assertion.Length("id", Assertion.Limit.MAX, 9),
            new Assertion.HasFormat("id", ValueFormat.Named.UUID),
            new Assertion.Expression("id > 0"),
            new Assertion.Unique(List.of("id")),
            new Assertion.PrimaryKey(List.of("id")),
            new Assertion.Comparison("id", Condition.Operator.AT_LEAST, "other"),
            Assertion.References.of("id", RowSource.parse("sales.customers"), "id"),
            new Assertion.FunctionalDependency("id", List.of("other")),
            new Assertion.Monotonic("id", Assertion.Order.INCREASING, List.of("at"), List.of()),
            new Statistic.Aggregate(Statistic.Function.SUM, "id", Optional.empty(), ONE_OR_MORE),
            new Statistic.KeyStatistic(Statistic.KeyMeasure.UNIQUENESS, List.of("id"), ONE_OR_MORE),
            new Statistic.KeyStatistic(
                Statistic.KeyMeasure.DISTINCTNESS, List.of("id"), ONE_OR_MORE),
            new Statistic.KeyStatistic(
                Statistic.KeyMeasure.DISTINCT_COUNT, List.of("id"), ONE_OR_MORE),
            new Statistic.RowCountMatch(RowSource.parse("orders"), Amount.none()),
            new Statistic.GapFree("id", List.of()),
            new Statistic.ValueSet(
                "id", Statistic.SetRelation.WITHIN, RowSource.parse("orders"), "id"),
            new Statistic.Distribution("id", Statistic.Distance.KS, BigDecimal.ONE),
            new Assertion.RowCount(Optional.of(1L), Optional.empty()),
            new Assertion.Completeness(Optional.of("id"), BigDecimal.ONE),
            new Assertion.Query("SELECT 0", BigDecimal.ZERO, Map.of()),
            new Assertion.Freshness("id", Duration.ofHours(24)));

    assertThat(kinds)
        .allSatisfy(
            kind ->
                assertThat(
                        problems(
                            reportOf(
                                result(
                                    Rule.of("rule", kind, Severity.INFO),
                                    RuleVerdict.PASSED,
                                    Method.QUERY,
                                    "",
                                    0))))
                    .isEmpty());
  }

  @Test
  void hasASchemaThatRefusesWhatItDoesNotKnow() throws IOException {
    ObjectNode json =
        (ObjectNode)
            JSON.readTree(
                RunReportJson.write(
                    reportOf(result(AMOUNT_MIN, RuleVerdict.PASSED, Method.NONE, "", 0))));
    json.withObject("/table").put("owner", "me");

    assertThat(schema().validate(json))
        .singleElement()
        .extracting(ValidationMessage::getMessage)
        .asString()
        .contains("'owner' is not defined in the schema");
  }

  private static RunReport reportOf(RuleResult result) {
    return report(
        Outcome.PUBLISHED,
        new RunReport.Rows(3, 3, 0),
        List.of(result),
        Optional.of(1L),
        List.of());
  }

  private static RunReport report(
      Outcome outcome,
      RunReport.Rows rows,
      List<RuleResult> rules,
      Optional<Long> versionAfter,
      List<Problem> problems) {
    Instant start = Instant.parse("2024-01-14T02:00:00Z");
    return new RunReport(
        new RunReport.Identity(
            "9b1f0c445d2e7a60",
            1,
            ProductName.of("shop", "paid_orders"),
            SemanticVersion.of(1, 0, 0),
            "cb3a47b6",
            LocalDate.of(2024, 1, 14),
            "local"),
        outcome,
        problems.isEmpty() ? outcome.exitCode() : ExitCode.INVALID,
        new RunReport.Timing(
            start,
            start.plusMillis(12_345),
            List.of(
                new RunReport.Stage(StageName.EXTRACT, Duration.ofMillis(1_200), "1 input"),
                new RunReport.Stage(StageName.PUBLISH, Duration.ofMillis(34), "version 1"))),
        List.of(
            new RunReport.InputVersion(
                "orders",
                "csv",
                "/data/orders.csv",
                "eac14735381f",
                List.of(new RunReport.InputColumn("id", "string")))),
        rows,
        rules,
        rules.stream()
            .filter(result -> result.violations() > 0)
            .map(
                result ->
                    new Explanation(
                        result.rule().name(),
                        new Explanation.Since("77aa", Instant.parse("2024-01-12T02:00:00Z"), 3),
                        List.of("{\"id\":\"b\",\"amount\":-1.00}"),
                        Optional.of("SELECT 1")))
            .toList(),
        List.of(
            new RunReport.Measured("row_count", Optional.empty(), rows.published()),
            new RunReport.Measured(
                "value_distribution",
                Optional.of("amount"),
                2,
                Optional.of(new Distribution.Quantiles(List.of(1.0, 9.5), 2)))),
        List.of(
            new AlertResult(
                new Observability.Alert(
                    "volume", Condition.parse("row_count_change > 50%"), Severity.WARNING),
                AlertState.OK,
                "row_count_change <= 50%",
                "2 after 2 (0%)")),
        new RunReport.Table(
            "/data/products/paid_orders/v1",
            "/data/_mesh/quarantine/shop.paid_orders",
            versionAfter.isPresent() ? "gate" : "",
            Production.Mode.FULL,
            Optional.empty(),
            versionAfter,
            versionAfter.isPresent() ? 1 : 0,
            versionAfter.isPresent() ? 706 : 0),
        List.of(
            new RunReport.ColumnLineage("id", List.of("orders.id")),
            new RunReport.ColumnLineage("amount", List.of())),
        List.of("The contract asks for parquet"),
        problems,
        Optional.empty());
  }

  private static RuleResult result(
      Rule rule, RuleVerdict verdict, Method method, String actual, long violations) {
    return new RuleResult(
        rule, verdict, method, "amount >= 0, tolerating 50%", actual, 3, violations);
  }

  private static Set<ValidationMessage> problems(RunReport report) {
    try {
      return schema().validate(JSON.readTree(RunReportJson.write(report)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonSchema schema() {
    try {
      JsonNode schema = JSON.readTree(SCHEMA.toFile());
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
