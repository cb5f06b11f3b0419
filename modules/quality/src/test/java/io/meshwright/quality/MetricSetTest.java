package io.meshwright.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.MetricName;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.sparktesting.SparkExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class MetricSetTest {

  private static final String COLUMNS = "t(id, price, score, status, note, mail, day, tags)";

  /** Three rows to be published, and one that stays out because its price is negative. */
  private static final String ROWS =
      """
      SELECT * FROM VALUES
        ('a', 10.00BD, 1.0D, 'open', 'x', 'a@b.c', DATE'2024-01-01', array('t')),
        ('b', 20.00BD, NULL, 'open', 'x', NULL, DATE'2024-01-03', NULL),
        ('c', 60.00BD, 3.0D, 'gone', 'y', NULL, NULL, NULL),
        ('d', -90.00BD, 9.0D, 'lost', 'z', NULL, NULL, NULL)
      AS %s
      """
          .formatted(COLUMNS);

  @Test
  void measuresEveryWellKnownMetricOnThePublishedRows(SparkSession spark) {
    List<MetricValue> values =
        measure(
            spark.sql(ROWS),
            "row_count, completeness, schema_drift, avg_order_value, null_rate.score,"
                + " null_percentage.mail, null_percentage_by_column.id, distinct_count.status,"
                + " mean, min.price, max.price, stddev.price");

    assertThat(values)
        .extracting(MetricSetTest::line)
        .containsExactly(
            "row_count 3.0",
            "completeness 0.75",
            "avg_order_value 30.0",
            "null_rate.score 0.33333",
            "null_percentage.mail 66.66667",
            "null_percentage_by_column.id 0.0",
            "distinct_count.status 2.0",
            "mean.price 30.0",
            "mean.score 2.0",
            "min.price 10.0",
            "max.price 60.0",
            "stddev.price 21.60247");
  }

  @Test
  void measuresExpressionsOnThePublishedRows(SparkSession spark) {
    List<MetricValue> values =
        measure(
            spark.sql(ROWS),
            """
            {name: rows, expression: count(*)}, {name: total, expression: sum(price)},
            {name: each, expression: sum(price) / count(1)},
            {name: open, expression: count_if(status = 'open') / count(*)},
            {name: median, expression: "percentile_approx(price, 0.5)"},
            {name: late, expression: "max(datediff(day, DATE'2024-01-01'))"},
            {name: rich, expression: "coalesce(sum(CASE WHEN price > 15 THEN 1 END), 0)"},
            {name: none, expression: sum(price) / count_if(price > 1000)}
            """);

    assertThat(values)
        .extracting(MetricSetTest::line)
        .containsExactly(
            "row_count 3.0",
            "rows 3.0",
            "total 90.0",
            "each 30.0",
            "open 0.66667",
            "median 20.0",
            "late 2.0",
            "rich 2.0",
            "none: no row has a value");
  }

  @Test
  void measuresDistributionsWithinLimits(SparkSession spark) {
    List<MetricValue> values = measure(spark.sql(ROWS), "value_distribution");

    assertThat(values)
        .extracting(MetricSetTest::line)
        .containsExactly(
            "row_count 3.0",
            "value_distribution.id 3.0 Values[counts={a=1, b=1, c=1}, other=0]",
            "value_distribution.price 3.0 Quantiles[ends="
                + ends(10, 7, 20, 7, 60, 7)
                + ", rows=3]",
            "value_distribution.score 2.0 Quantiles[ends=" + ends(1, 11, 3, 10) + ", rows=2]",
            "value_distribution.status 3.0 Values[counts={open=2, gone=1}, other=0]",
            "value_distribution.note 3.0 Values[counts={x=2, y=1}, other=0]",
            "value_distribution.mail: values of personal data are not repeated",
            "value_distribution.day 2.0 Quantiles[ends="
                + ends(19723, 11, 19725, 10)
                + ", rows=2]");
  }

  @Test
  void countsNoValuesOfTextThatHasMany(SparkSession spark) {
    Dataset<Row> rows =
        spark
            .range(1000)
            .selectExpr(
                "CAST(id AS STRING) id",
                "1BD price",
                "1D score",
                "'open' status",
                "CAST(id % 90 AS STRING) note",
                "'' mail",
                "DATE'2024-01-01' day",
                "array('') tags");

    List<MetricValue> values =
        measure(rows, "value_distribution.id, value_distribution.note, distinct_count.id");

    assertThat(values.get(1).missing().orElseThrow())
        .matches(
            "it has about 9\\d\\d|it has about 10\\d\\d different values, and at most 100 are counted");
    assertThat(((Distribution.Values) values.get(2).distribution().orElseThrow()).counts())
        .hasSize(90);
    assertThat(values.get(3).value()).isBetween(940.0, 1060.0);
  }

  @Test
  void saysWhatNoRowTells(SparkSession spark) {
    List<MetricValue> values =
        measure(
            spark.sql(ROWS).limit(0),
            "null_rate.id, distinct_count.id, mean.price, completeness, value_distribution.price,"
                + " value_distribution.status, value_distribution.note, {name: n, expression: count(*)}");

    assertThat(values)
        .extracting(MetricSetTest::line)
        .containsExactly(
            "row_count 0.0",
            "n 0.0",
            "null_rate.id 0.0",
            "distinct_count.id 0.0",
            "mean.price: no row has a value",
            "completeness: no row has a value",
            "value_distribution.price: no row has a value",
            "value_distribution.status 0.0 Values[counts={open=0, gone=0}, other=0]",
            "value_distribution.note: no row has a value");
  }

  @Test
  void takesNotANumberForNoNumber(SparkSession spark) {
    Dataset<Row> rows =
        spark.sql(ROWS.replace("3.0D", "DOUBLE('NaN')").replace("1.0D", "DOUBLE('Infinity')"));

    assertThat(measure(rows, "mean.score, max.score, value_distribution.score"))
        .extracting(MetricSetTest::line)
        .containsExactly(
            "row_count 3.0",
            "mean.score: it is NaN",
            "max.score: it is NaN",
            "value_distribution.score: no row has a value");
  }

  @Test
  void ridesAlongWithAWrite(SparkSession spark) throws InterruptedException {
    Contract contract =
        contract("mean.price, value_distribution.price, {name: n, expression: count(*)}");
    Dataset<Row> rows = spark.sql(ROWS);
    RuleSet rules = RuleSet.compile(contract, contract.rules(), SqlSyntax.UNCHECKED, rows);
    MetricSet metrics = MetricSet.compile(contract, Set.of(), rules, rows);
    List<Column> counters = new ArrayList<>(rules.counters());
    counters.addAll(metrics.counters());
    org.apache.spark.sql.Observation observation = new org.apache.spark.sql.Observation("counts");

    rules
        .keep(
            rules
                .mark(rows)
                .observe(
                    observation,
                    counters.get(0),
                    counters.subList(1, counters.size()).toArray(Column[]::new)))
        .write()
        .format("noop")
        .mode("overwrite")
        .save();

    assertThat(observation.getAsJava()).containsEntry("m0", 3.0).containsEntry("m1", 30.0);
  }

  @Test
  void namesEveryExpressionThatCannotBeTakenInPassing(SparkSession spark) {
    assertThatThrownBy(
            () ->
                measure(
                    spark.sql(ROWS),
                    """
                    {name: plain, expression: price}, {name: lost, expression: avg(prize)},
                    {name: distinct, expression: count(DISTINCT id)},
                    {name: some, expression: count(*) FILTER (WHERE price > 0)},
                    {name: text, expression: max(status)}, {name: any, expression: first(price)},
                    {name: chance, expression: sum(rand())}, {name: fine, expression: sum(price)},
                    {name: window, expression: sum(price) OVER ()}
                    """))
        .isInstanceOf(InvalidMetricsException.class)
        .satisfies(
            e ->
                assertThat(((InvalidMetricsException) e).broken())
                    .extracting(
                        broken -> broken.problem().replaceFirst("\\[[A-Z_.]+\\].*", "(Spark)"))
                    .containsExactly(
                        "metric 'plain' cannot be measured as price: (Spark)",
                        "metric 'lost' cannot be measured as avg(prize): (Spark)",
                        "metric 'distinct' cannot be measured as count(DISTINCT id): DISTINCT"
                            + " cannot be counted in passing; use approx_count_distinct(FIELD)",
                        "metric 'some' cannot be measured as count(*) FILTER (WHERE price > 0):"
                            + " FILTER cannot be taken in passing; use a condition, such as"
                            + " sum(if(paid, amount, 0))",
                        "metric 'text' cannot be measured as max(status): it gives a string, where"
                            + " a number is expected",
                        "metric 'any' cannot be measured as first(price): first depends on the"
                            + " order of rows, which have none",
                        "metric 'chance' cannot be measured as sum(rand()): (Spark)",
                        "metric 'window' cannot be measured as sum(price) OVER (): (Spark)"));
  }

  private static List<MetricValue> measure(Dataset<Row> rows, String metrics) {
    Contract contract = contract(metrics);
    RuleSet rules = RuleSet.compile(contract, contract.rules(), SqlSyntax.UNCHECKED, rows);
    MetricSet set = MetricSet.compile(contract, Set.<MetricName>of(), rules, rows);
    List<Column> counters = new ArrayList<>(rules.counters());
    counters.addAll(set.counters());
    Dataset<Row> marked = rules.mark(rows);
    Row counted =
        marked
            .agg(counters.get(0), counters.subList(1, counters.size()).toArray(Column[]::new))
            .head();
    return set.values(counted, rules.keep(marked));
  }

  private static String line(MetricValue value) {
    return value
        .missing()
        .map(reason -> value.label() + ": " + reason)
        .orElseGet(
            () ->
                value.label()
                    + " "
                    + Math.round(value.value() * 100_000) / 100_000.0
                    + value.distribution().map(distribution -> " " + distribution).orElse(""));
  }

  /** So many times the first number, so many times the next. */
  private static List<Double> ends(int... pairs) {
    List<Double> ends = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      double end = pairs[i];
      IntStream.range(0, pairs[i + 1]).forEach(n -> ends.add(end));
    }
    return ends;
  }

  private static Contract contract(String metrics) {
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
                - {name: id, type: string}
                - {name: price, type: "decimal(12,2)", constraints: [{min: 0, tolerance: 50%%}]}
                - {name: score, type: double}
                - {name: status, type: string, constraints: [{in: [open, gone], severity: warning}]}
                - {name: note, type: string}
                - {name: mail, type: string, is_pii: true}
                - {name: day, type: date}
                - {name: tags, type: array<string>}
            observability:
              metrics: [%s]
            """
                .formatted(metrics.replace("\n", " ")))
        .contract();
  }
}
