package io.meshwright.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.MetricName;
import io.meshwright.contract.Rule;
import io.meshwright.contract.SqlSyntax;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertSetTest {

  private static final LocalDate DAY = LocalDate.of(2024, 1, 14);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          age_hours > 26            | fires | age_hours <= 26 | published data is 30 h old
          age_hours > 30            | ok    | age_hours <= 30 | published data is 30 h old
          freshness_violation       | fires | freshness_violation <= 24 | published data is 30 h old
          quality_check_failed      | fires | every rule holds | 1 of 2 rules failed: id_unique
          quality_check_failure     | fires | every rule holds | 1 of 2 rules failed: id_unique
          quality_check_failed.price_min | ok | price_min holds | 1 rules hold
          schema_drift              | fires | no column of an input changes | orders.note (string) was added
          schema_drift > 1          | ok    | schema_drift <= 1 | orders.note (string) was added
          row_count < 500           | fires | row_count >= 500 | 400
          row_count_change > 50%    | fires | row_count_change <= 50% | 400 after 1,000 (-60%)
          row_count_change > 60%    | ok    | row_count_change <= 60% | 400 after 1,000 (-60%)
          row_count_change < -50%   | fires | row_count_change >= -50% | 400 after 1,000 (-60%)
          row_count_change > 599    | fires | row_count_change <= 599 | 400 after 1,000 (-600)
          row_count_change < 0      | fires | row_count_change >= 0 | 400 after 1,000 (-600)
          null_rate > 10%           | fires | null_rate <= 10% | status 25%
          null_rate.id > 0%         | ok    | null_rate.id <= 0% | id 0%
          null_rate > 0.3           | ok    | null_rate <= 0.3 | 2 columns are
          null_percentage.status > 20% | fires | null_percentage.status <= 20% | status 25%
          null_percentage.status > 30  | ok    | null_percentage.status <= 30 | status 25%
          avg_order_value_change > 5%  | fires | avg_order_value_change <= 5% | 20 after 10 (+100%)
          mean.price > 1            | not measurable | mean.price <= 1 | mean.price: no row has a value
          completeness < 99%        | not measurable | completeness >= 99% | completeness was not measured
          distinct_count_change.id > 10% | learning | distinct_count_change.id <= 10% | id learning: no earlier run to compare with
          value_distribution_psi > 0.25  | fires | value_distribution_psi <= 0.25 | status PSI 0.4159
          value_distribution_ks.status > 0.5 | ok | value_distribution_ks.status <= 0.5 | status KS 0.3
          row_count_anomaly         | fires | row_count is usual | 400 where 930 to 1,070 is usual, from 20 runs
          volume_anomaly            | fires | row_count is usual | 400 where 930 to 1,070 is usual, from 20 runs
          row_count_anomaly > 100   | ok    | row_count is usual | 400 where -1,000 to 3,000 is usual, from 20 runs
          row_count_online_normal   | fires | row_count is usual | *
          row_count_holt_winters    | fires | row_count is usual | *
          null_rate_anomaly.status  | learning | null_rate.status is usual | status learning from 0 of 8 earlier runs
          """)
  void judgesOneCondition(String condition, String state, String expected, String actual) {
    AlertResult result = judge(condition, facts());

    assertThat(result.state()).hasToString(state);
    assertThat(result.expected()).isEqualTo(expected);
    if (!actual.equals("*")) {
      assertThat(result.actual()).isEqualTo(actual);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, ok, 0 after 0 (0%)",
    "5, 0, fires, 5 after 0 (Infinity%)",
    "0, 5, fires, 0 after 5 (-100%)"
  })
  void comparesWithNothing(double now, double before, String state, String actual) {
    AlertFacts facts =
        facts(
            List.of(MetricValue.of("row_count", Optional.empty(), now)),
            List.of(MetricValue.of("row_count", Optional.empty(), before)));

    AlertResult result = judge("row_count_change > 50%", facts);

    assertThat(result.state()).hasToString(state);
    assertThat(result.actual()).isEqualTo(actual.replace("Infinity%", "+Infinity%"));
  }

  @Test
  void doesNotTakeAnUnmeasuredRuleForOneThatHolds() {
    AlertFacts facts =
        new AlertFacts(
            DAY,
            Optional.empty(),
            List.of(
                result("price_min", RuleVerdict.PASSED),
                result("id_unique", RuleVerdict.UNMEASURED)),
            List.of(),
            List.of(),
            Map.of(),
            Optional.empty());

    assertThat(judge("quality_check_failed", facts).state()).isEqualTo(AlertState.NOT_MEASURABLE);
    assertThat(judge("quality_check_failed", facts).actual()).isEqualTo("not measured: id_unique");
    assertThat(judge("age_hours > 1", facts).state()).isEqualTo(AlertState.NOT_MEASURABLE);
    assertThat(judge("age_hours > 1", facts).actual()).isEqualTo("nothing is published yet");
    assertThat(judge("schema_drift", facts).state()).isEqualTo(AlertState.LEARNING);
  }

  @Test
  void measuresWhatAlertsAreAbout() {
    AlertSet alerts =
        AlertSet.compile(
            contract(
                "row_count_change > 5%",
                "null_rate_anomaly.status",
                "age_hours > 1",
                "value_distribution_psi > 0.2",
                "weight > 1"));

    assertThat(alerts.metrics())
        .extracting(MetricName::toString)
        .containsExactly("row_count", "null_rate.status", "value_distribution");
    assertThat(alerts.historyOf()).containsExactly("null_rate");
  }

  @Test
  void needsNothingWithoutAlerts() {
    AlertSet alerts = AlertSet.compile(contract());

    assertThat(alerts.isEmpty()).isTrue();
    assertThat(alerts.metrics()).isEmpty();
    assertThat(alerts.historyOf()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rows > 5               | is about 'rows', which is not measured
          quality_check_failed.x | cannot be judged: there is no rule 'x'
          age_hours              | cannot be judged: it does not say how old is too old
          age_hours > 5%         | cannot be judged: it is a number and no share
          row_count              | cannot be judged: it does not say from where on it fires
          row_count > 5%         | cannot be judged: it is a number and no share
          row_count_psi > 1      | cannot be judged: only a distribution has a psi or a ks
          value_distribution > 1 | cannot be judged: a distribution is no number
          mean.status > 1        | cannot be judged: 'status' is string, which has none
          null_rate.x > 1%       | cannot be judged: there is no field 'x'
          null_rate > 5          | cannot be judged: a rate is never above 1
          row_count_anomaly < 3  | cannot be judged: an anomaly is told by how many deviations off it is
          """)
  void refusesAConditionThatCannotBeJudged(String condition, String problem) {
    Contract contract = contract(condition);

    assertThatThrownBy(() -> AlertSet.compile(contract))
        .isInstanceOf(InvalidMetricsException.class)
        .hasMessageStartingWith("alert '%s' %s", condition, problem)
        .hasMessageContaining("fix: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"row_cuont > 1", "age_hours.x > 1", "schema_drift.orders", "weigth > 1"})
  void namesWhatCanBeMeasured(String condition) {
    Contract contract = contract(condition);

    assertThatThrownBy(() -> AlertSet.compile(contract))
        .hasMessageContaining("which is not measured")
        .hasMessageContaining("age_hours, freshness_violation, quality_check_failed")
        .hasMessageContaining("null_rate")
        .hasMessageContaining("weight");
  }

  private static AlertResult judge(String condition, AlertFacts facts) {
    return AlertSet.compile(contract(condition)).judge(facts).get(0);
  }

  private static AlertFacts facts() {
    return facts(
        List.of(
            number("row_count", 400),
            number("avg_order_value", 20),
            of("null_rate", "id", 0),
            of("null_rate", "status", 0.25),
            of("null_percentage", "status", 25),
            of("distinct_count", "id", 400),
            MetricValue.missing("mean", Optional.of("price"), "no row has a value"),
            distribution(50, 50)),
        List.of(number("row_count", 1000), number("avg_order_value", 10), distribution(80, 20)));
  }

  private static AlertFacts facts(List<MetricValue> now, List<MetricValue> before) {
    return new AlertFacts(
        DAY,
        Optional.of(Duration.ofHours(30)),
        List.of(result("price_min", RuleVerdict.PASSED), result("id_unique", RuleVerdict.FAILED)),
        now,
        before,
        Map.of(
            "row_count",
            IntStream.range(0, 20)
                .mapToObj(i -> new HistoryPoint(DAY.minusDays(20 - i), 1000))
                .toList()),
        Optional.of(List.of("orders.note (string) was added")));
  }

  private static MetricValue number(String name, double value) {
    return MetricValue.of(name, Optional.empty(), value);
  }

  private static MetricValue of(String name, String column, double value) {
    return MetricValue.of(name, Optional.of(column), value);
  }

  private static MetricValue distribution(long open, long gone) {
    return MetricValue.of(
        "value_distribution",
        Optional.of("status"),
        new Distribution.Values(Map.of("open", open, "gone", gone), 0));
  }

  private static RuleResult result(String name, RuleVerdict verdict) {
    Rule rule =
        contract().rules().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    return new RuleResult(rule, verdict, Method.IN_FLIGHT, "", "", 1, 0);
  }

  private static Contract contract(String... conditions) {
    StringBuilder alerts = new StringBuilder();
    for (String condition : conditions) {
      alerts.append("    - {type: any, condition: \"%s\"}\n".formatted(condition));
    }
    return new ContractReader(SqlSyntax.UNCHECKED)
        .parse(
            Path.of("things.yaml"),
            """
            name: things
            domain: test
            version: 1.0.0
            owner: {team: test}
            schema:
              type: delta
              location: s3://lake/things
              fields:
                - {name: id, type: string, constraints: [unique]}
                - {name: price, type: "decimal(12,2)", constraints: [{min: 0}]}
                - {name: status, type: string}
            sla: {freshness: {max_age_hours: 24}}
            observability:
              metrics: [{name: weight, expression: sum(price)}]
              alerts: %s
            """
                .formatted(conditions.length == 0 ? "[]" : "\n" + alerts))
        .contract();
  }
}
