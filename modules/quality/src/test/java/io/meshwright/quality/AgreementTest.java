package io.meshwright.quality;

import static io.meshwright.quality.DeequSuite.all;
import static io.meshwright.quality.DeequSuite.list;
import static io.meshwright.quality.DeequSuite.that;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.deequ.checks.Check;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.Condition;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Range;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Severity;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.contract.Statistic;
import io.meshwright.sparktesting.SparkExtension;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Option;

/**
 * On random tables and rules, what is counted in flight, what Deequ measures by itself, and plain
 * SQL come to the same verdicts. Where Deequ is known to differ ({@link DeequDifferencesTest}), the
 * question is put to it so that it does not: each column has a value, nulls are filtered out where
 * it counts them, patterns match no empty text, and numbers are small.
 */
@ExtendWith(SparkExtension.class)
class AgreementTest {

  private static final int TABLES = Boolean.getBoolean("mesh.full") ? 25 : 10;
  private static final int RULES = 12;

  private static final Contract CONTRACT =
      new ContractReader(SqlSyntax.UNCHECKED)
          .parse(
              Path.of("data_product.yaml"),
              """
              name: things
              domain: test
              version: 1.0.0
              owner: {team: test}
              schema:
                type: delta
                location: /data/things
                fields:
                  - {name: id, type: long}
                  - {name: qty, type: integer}
                  - {name: amount, type: "decimal(12,2)"}
                  - {name: price, type: double}
                  - {name: status, type: string}
              """)
          .contract();

  /** One rule in three languages; the SQL is true where it holds. */
  private record Question(Assertion ours, Function<Check, Check> deequ, String sql) {}

  static IntStream seeds() {
    return IntStream.range(0, TABLES);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void comesToTheVerdictOfDeequAndOfSql(int seed, SparkSession spark) {
    Random random = new Random(seed);
    Dataset<Row> rows = rows(spark, random).persist();
    Map<String, Question> questions = new LinkedHashMap<>();
    for (int i = 0; i < RULES; i++) {
      questions.put("rule_" + i, question(random, i));
    }

    Map<String, Boolean> ours = ours(rows, questions);
    Map<String, Boolean> deequ = deequ(rows, questions);
    Map<String, Boolean> sql = sql(rows, questions);
    rows.unpersist();

    assertThat(ours).as("%s", questions).isEqualTo(sql).isEqualTo(deequ);
  }

  private static Map<String, Boolean> ours(Dataset<Row> rows, Map<String, Question> questions) {
    List<Rule> rules = new ArrayList<>();
    questions.forEach(
        (name, question) -> rules.add(Rule.of(name, question.ours(), Severity.WARNING)));
    RuleSet set = RuleSet.compile(CONTRACT, rules, SqlSyntax.UNCHECKED, rows);
    Dataset<Row> marked = set.mark(rows);
    List<Column> counters = set.counters();
    Row counted =
        marked
            .agg(counters.get(0), counters.subList(1, counters.size()).toArray(Column[]::new))
            .head();
    Map<String, Measurement> measured = new LinkedHashMap<>();
    for (Rule rule : set.passRules()) {
      measured.put(
          rule.name(),
          rule.assertion() instanceof Assertion.UniqueKey key
              ? KeyPass.unique(rows, key.fields(), Optional.empty())
              : KeyPass.repetition(rows, rule.assertion().fields()));
    }
    Evidence evidence = new Evidence(counted, Method.IN_FLIGHT, set.countFlagged(marked), measured);
    Map<String, Boolean> passed = new LinkedHashMap<>();
    set.judge(evidence, Instant.EPOCH)
        .forEach(
            result -> passed.put(result.rule().name(), result.verdict() == RuleVerdict.PASSED));
    return passed;
  }

  private static Map<String, Boolean> deequ(Dataset<Row> rows, Map<String, Question> questions) {
    DeequSuite suite = new DeequSuite();
    questions.forEach((name, question) -> suite.check(name, question.deequ()));
    return suite.run(rows);
  }

  private static Map<String, Boolean> sql(Dataset<Row> rows, Map<String, Question> questions) {
    rows.createOrReplaceTempView("things");
    String query =
        questions.values().stream()
            .map(question -> "(SELECT " + question.sql() + " FROM things)")
            .collect(joining(", ", "SELECT ", ""));
    Row answers = rows.sparkSession().sql(query).head();
    Map<String, Boolean> passed = new LinkedHashMap<>();
    for (String name : questions.keySet()) {
      passed.put(name, answers.getBoolean(passed.size()));
    }
    return passed;
  }

  private static Dataset<Row> rows(SparkSession spark, Random random) {
    int size = 1 + random.nextInt(40);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      boolean full = i == 0;
      rows.add(
          "(%s, %s, %s, %s, %s)"
              .formatted(
                  value(random, full, random.nextInt(size * 4) + "L"),
                  value(random, full, String.valueOf(random.nextInt(20) - 3)),
                  value(
                      random, full, "%d.%02dBD".formatted(random.nextInt(99), random.nextInt(99))),
                  value(random, full, random.nextInt(40) / 4.0 + "D"),
                  value(
                      random,
                      full,
                      List.of("'new'", "'paid'", "'x'", "'A1'").get(random.nextInt(4)))));
    }
    return spark.sql(
        "SELECT id, qty, CAST(amount AS DECIMAL(12,2)) AS amount, price, status FROM VALUES "
            + String.join(", ", rows)
            + " AS t(id, qty, amount, price, status)"
            // Of columns that cannot be null, Deequ makes code that does not compile.
            + " UNION ALL SELECT NULL, NULL, NULL, NULL, NULL WHERE current_date() < DATE'2000-01-01'");
  }

  private static String value(Random random, boolean full, String value) {
    return !full && random.nextInt(6) == 0 ? "NULL" : value;
  }

  /** The kinds take turns, so that each is tried on many tables. */
  private static Question question(Random random, int turn) {
    String number = List.of("qty", "amount", "price").get(random.nextInt(3));
    String any = List.of("id", "qty", "amount", "price", "status").get(random.nextInt(5));
    return switch (turn) {
      case 0 ->
          new Question(
              new Assertion.NotNull(any),
              check -> check.isComplete(any, Option.empty(), Option.empty()),
              "count_if(%s IS NULL) = 0".formatted(any));
      case 1 -> bound(number, random.nextInt(30) - 4);
      case 2 -> oneOf(random);
      case 3 -> matches();
      case 4 -> length(random.nextInt(4));
      case 5 ->
          new Question(
              new Assertion.Unique(List.of(any)),
              check -> check.isUnique(any, Option.empty(), Option.empty()),
              "count(%1$s) = count(DISTINCT %1$s)".formatted(any));
      case 6 -> completeness(any, random.nextInt(101));
      case 7 -> repetition(Statistic.KeyMeasure.UNIQUENESS, any, random.nextInt(101));
      case 8 -> repetition(Statistic.KeyMeasure.DISTINCTNESS, any, random.nextInt(101));
      case 9 -> aggregate(random, number);
      case 10 ->
          new Question(
              new Assertion.Comparison("qty", Condition.Operator.AT_MOST, "amount"),
              check -> satisfies(check, "qty IS NULL OR amount IS NULL OR qty <= amount"),
              "count_if(qty > amount) = 0");
      default -> {
        String predicate = "amount + price > " + random.nextInt(20);
        yield new Question(
            new Assertion.Expression(predicate),
            check -> satisfies(check, predicate),
            "count_if(NOT coalesce(%s, false)) = 0".formatted(predicate));
      }
    };
  }

  private static Check satisfies(Check check, String predicate) {
    return check.satisfies(
        predicate, predicate, all(), Option.empty(), list(List.of()), Option.empty());
  }

  private static Question bound(String field, int limit) {
    return new Question(
        new Assertion.Bound(field, Assertion.Limit.MIN, String.valueOf(limit)),
        check -> satisfies(check, "%1$s IS NULL OR %1$s >= %2$d".formatted(field, limit)),
        "count_if(%s < %d) = 0".formatted(field, limit));
  }

  private static Question oneOf(Random random) {
    List<String> values = random.nextBoolean() ? List.of("new", "paid", "x", "A1") : List.of("new");
    return new Question(
        new Assertion.OneOf("status", values),
        check -> check.isContainedIn("status", values.toArray(String[]::new)),
        "count_if(status NOT IN ('%s')) = 0".formatted(String.join("', '", values)));
  }

  private static Question matches() {
    return new Question(
        new Assertion.Matches("status", "[a-z]+"),
        check ->
            check
                .hasPattern(
                    "status",
                    new scala.util.matching.Regex("^[a-z]+$", list(List.of())),
                    all(),
                    Option.empty(),
                    Option.empty(),
                    Option.empty())
                .where("status IS NOT NULL"),
        "count_if(NOT status RLIKE '^[a-z]+$') = 0");
  }

  private static Question length(int least) {
    return new Question(
        new Assertion.Length("status", Assertion.Limit.MIN, least),
        check ->
            check.hasMinLength(
                "status", that(metric -> metric >= least), Option.empty(), Option.empty()),
        "coalesce(min(length(status)) >= %d, true)".formatted(least));
  }

  private static Question completeness(String field, int percent) {
    double least = percent / 100.0;
    return new Question(
        new Assertion.Completeness(Optional.of(field), BigDecimal.valueOf(percent, 2)),
        check ->
            check.hasCompleteness(
                field, that(metric -> metric >= least), Option.empty(), Option.empty()),
        "100 * count(%s) >= %d * count(*)".formatted(field, percent));
  }

  private static Question repetition(Statistic.KeyMeasure measure, String field, int percent) {
    double least = percent / 100.0;
    boolean isUniqueness = measure == Statistic.KeyMeasure.UNIQUENESS;
    return new Question(
        new Statistic.KeyStatistic(
            measure,
            List.of(field),
            new Range(Optional.of(BigDecimal.valueOf(percent, 2)), Optional.empty())),
        check ->
            isUniqueness
                ? check.hasUniqueness(field, that(metric -> metric >= least))
                : check.hasDistinctness(
                    list(List.of(field)), that(metric -> metric >= least), Option.empty()),
        isUniqueness
            ? "(SELECT 100 * count_if(n = 1) >= %2$d * sum(n) FROM (SELECT count(*) AS n FROM things WHERE %1$s IS NOT NULL GROUP BY %1$s)) AND count(*) > 0"
                .formatted(field, percent)
            : "100 * count(DISTINCT %1$s) >= %2$d * count(%1$s)".formatted(field, percent));
  }

  private static Question aggregate(Random random, String field) {
    Statistic.Function function =
        List.of(
                Statistic.Function.MIN,
                Statistic.Function.MAX,
                Statistic.Function.MEAN,
                Statistic.Function.SUM,
                Statistic.Function.STDDEV)
            .get(random.nextInt(5));
    // No sum, mean or deviation of such values comes to exactly this.
    double most = random.nextInt(60) + 0.123456;
    DeequSuite.Promise promise = metric -> metric <= most;
    String sql =
        switch (function) {
          case MEAN -> "avg";
          case STDDEV -> "stddev_pop";
          default -> function.toString();
        };
    return new Question(
        new Statistic.Aggregate(
            function,
            field,
            Optional.empty(),
            new Range(Optional.empty(), Optional.of(BigDecimal.valueOf(most)))),
        check ->
            switch (function) {
              case MIN -> check.hasMin(field, that(promise), Option.empty(), Option.empty());
              case MAX -> check.hasMax(field, that(promise), Option.empty(), Option.empty());
              case MEAN -> check.hasMean(field, that(promise), Option.empty());
              case SUM -> check.hasSum(field, that(promise), Option.empty());
              default -> check.hasStandardDeviation(field, that(promise), Option.empty());
            },
        "%s(%s) <= %s".formatted(sql, field, most));
  }
}
