package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.governance.ColumnLineage;
import io.meshwright.quality.QueryPass;
import io.meshwright.sparktesting.SparkExtension;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code p} are people (id, email, smoker), {@code o} are orders (id, person, amount, tags). */
@ExtendWith(SparkExtension.class)
class PlanLineageTest {

  @TempDir static Path folder;

  private Map<String, Dataset<Row>> inputs;

  @BeforeEach
  void readInputs(SparkSession spark) {
    inputs = new LinkedHashMap<>();
    inputs.put("p", input(spark, "p", "'1' AS id, 'a@b.c' AS email, true AS smoker"));
    inputs.put("o", input(spark, "o", "'7' AS id, '1' AS person, 5 AS amount, array('x') AS tags"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lower(email) | p.email",
        "concat(id, email) | p.email p.id",
        "sha2(email, 256) | p.email",
        "email IS NOT NULL | ~p.email",
        "email LIKE '%.org' | ~p.email",
        "length(email) | ~p.email",
        "NOT smoker | p.smoker",
        "smoker = true | p.smoker",
        "CASE WHEN email = 'a' THEN id ELSE 'x' END | ~p.email p.id",
        "if(smoker, email, NULL) | p.email ~p.smoker",
        "nvl2(email, id, '') | ~p.email p.id",
        "coalesce(email, id) | p.email p.id",
        "named_struct('mail', email, 'no', id).no | p.id",
        "struct(email, id) | p.email p.id",
        "(SELECT max(amount) FROM o WHERE o.person = p.id) | o.amount",
        "id IN (SELECT person FROM o) | ~o.person ~p.id",
        "EXISTS (SELECT 1 FROM o WHERE o.person = p.id) | ''",
        "lag(email) OVER (PARTITION BY smoker ORDER BY id) | p.email ~p.id ~p.smoker",
        "rank() OVER (ORDER BY email) | ~p.email",
        "1 + 1 | ''"
      })
  void followsAnExpression(String expression, String sources, SparkSession spark) {
    assertThat(lines(sql(spark, "SELECT " + expression + " AS x FROM p")))
        .isEqualTo(sources.isEmpty() ? "x <-" : "x <- " + sources);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT count(email) AS x FROM p | ~p.email",
        "SELECT count(DISTINCT email) AS x FROM p | ~p.email",
        "SELECT min(email) FILTER (WHERE smoker) AS x FROM p | p.email ~p.smoker",
        "SELECT collect_list(email) AS x FROM p GROUP BY smoker | p.email",
        "SELECT email AS x FROM p GROUP BY ROLLUP(email) | p.email",
        "SELECT email AS x FROM o JOIN p ON p.id = o.person | p.email",
        "SELECT b.email AS x FROM p a JOIN p b ON a.id = b.id | p.email",
        "SELECT id AS x FROM p UNION ALL SELECT person FROM o | o.person p.id",
        "SELECT id AS x FROM p EXCEPT SELECT person FROM o | p.id",
        "SELECT t AS x FROM o LATERAL VIEW explode(tags) AS t | o.tags",
        "SELECT x FROM p, LATERAL (SELECT upper(p.email) AS x) | p.email",
        "WITH c AS (SELECT email AS m FROM p) SELECT a.m AS x FROM c a JOIN c b ON a.m = b.m | p.email",
        "SELECT x FROM (SELECT trim(email) AS x, id FROM p) WHERE id > 1 | p.email",
        "SELECT x FROM (SELECT id, email FROM p) UNPIVOT (x FOR n IN (id, email)) | p.email p.id",
        "SELECT id AS x FROM range(3) | ''"
      })
  void followsAQuery(String query, String sources, SparkSession spark) {
    assertThat(lines(sql(spark, query))).isEqualTo(sources.isEmpty() ? "x <-" : "x <- " + sources);
  }

  @Test
  void followsValuesThroughFunctionsOfTheTeam() {
    UDF1<String, String> domain = mail -> mail.substring(mail.indexOf('@'));
    Dataset<Row> rows =
        inputs.get("p").select(udf(domain, DataTypes.StringType).apply(col("email")).as("x"));

    assertThat(lines(lineage(rows))).isEqualTo("x <- p.email");
  }

  @Test
  void namesEveryStepOnTheWay(SparkSession spark) {
    ColumnLineage lineage =
        sql(spark, "SELECT upper(mail) AS contact FROM (SELECT trim(email) AS mail FROM p)");

    ColumnLineage.Derived contact = lineage.find("contact").orElseThrow();
    assertThat(contact.path(contact.sources().get(0))).isEqualTo("p.email -> mail -> contact");
  }

  @Test
  void admitsWhatDoesNotShow() {
    Dataset<Row> people = inputs.get("p");
    MapFunction<Row, String> code = row -> row.getString(1);
    Dataset<Row> typed = people.map(code, Encoders.STRING()).toDF("x");
    Dataset<Row> checkpointed = people.select(col("email").as("x")).localCheckpoint(false);

    assertThat(lines(lineage(typed))).isEqualTo("x <- ?");
    assertThat(lines(lineage(checkpointed))).isEqualTo("x <- ?");
    assertThat(
            lines(
                lineage(typed)
                    .orDeclared(Map.of("x", List.of(new ColumnLineage.InputColumn("p", "email"))))))
        .isEqualTo("x <- p.email");
  }

  @Test
  void seesThroughWhatExtractPrepared(SparkSession spark) {
    Inputs declared = new Inputs(inputs);
    Dataset<Row> prepared = inputs.get("p").selectExpr("lower(email) AS mail");
    Dataset<Row> looked = input(spark, "looked_up", "1 AS rate");
    Inputs extracted = declared.with("clean", prepared).with("rates", looked);

    ColumnLineage lineage = PlanLineage.of(prepared.crossJoin(looked), declared, extracted);

    assertThat(lines(lineage)).isEqualTo("mail <- p.email, rate <- rates.rate");
  }

  private ColumnLineage sql(SparkSession spark, String query) {
    return lineage(QueryPass.over(spark, query, inputs, Map.of()));
  }

  private ColumnLineage lineage(Dataset<Row> rows) {
    return PlanLineage.of(rows, new Inputs(inputs), new Inputs(inputs));
  }

  /** Sources in order, {@code ~} before indirect ones, {@code ?} where some do not show. */
  private static String lines(ColumnLineage lineage) {
    return lineage.columns().stream()
        .map(
            column ->
                (column.name()
                        + " <- "
                        + column.sources().stream()
                            .map(
                                source ->
                                    (source.kind() == ColumnLineage.Kind.DIRECT ? "" : "~")
                                        + source.from())
                            .collect(joining(" "))
                        + (column.isKnown() ? "" : "?"))
                    .strip())
        .collect(joining(", "));
  }

  private static Dataset<Row> input(SparkSession spark, String name, String columns) {
    String path = folder.resolve(name).toString();
    spark.sql("SELECT " + columns).write().mode("overwrite").parquet(path);
    return spark.read().parquet(path);
  }
}
