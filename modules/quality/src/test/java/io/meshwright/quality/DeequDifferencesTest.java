package io.meshwright.quality;

import static io.meshwright.quality.DeequSuite.all;
import static io.meshwright.quality.DeequSuite.list;
import static io.meshwright.quality.DeequSuite.that;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.deequ.checks.Check;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Rule;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.sparktesting.SparkExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scala.Option;

/**
 * Where Deequ 2.1.0 by itself would say something else than a contract means: the list of reasons
 * why some numbers are measured natively. A test that fails with a newer Deequ says that a reason
 * has gone.
 */
@ExtendWith(SparkExtension.class)
class DeequDifferencesTest {

  @Test
  void takesNullForAViolationOfAPattern(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT * FROM VALUES ('a'), (NULL) AS t(s)");

    assertThat(deequ(rows, check -> pattern(check, "[a-z]"))).isFalse();
    assertThat(ours(rows, "string", "pattern: '[a-z]'")).isEqualTo("0 of 2 rows break it passed");
  }

  @Test
  void findsAPatternAnywhereInTheValue(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT 'xxa1' AS s");

    assertThat(deequ(rows, check -> pattern(check, "[a-z][0-9]"))).isTrue();
    assertThat(ours(rows, "string", "pattern: '[a-z][0-9]'"))
        .isEqualTo("1 of 1 rows break it (100%) failed");
  }

  @Test
  void neverCountsAnEmptyMatch(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT '' AS s");

    assertThat(deequ(rows, check -> pattern(check, "^[a-z]*$"))).isFalse();
    assertThat(ours(rows, "string", "pattern: '[a-z]*'")).isEqualTo("0 of 1 rows break it passed");
  }

  @Test
  void neverMatchesAListValueWithABackslash(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT r'a\\b' AS s");

    assertThat(deequ(rows, check -> check.isContainedIn("s", new String[] {"a\\b"}))).isFalse();
    assertThat(ours(rows, "string", "in: ['a\\b']")).isEqualTo("0 of 1 rows break it passed");
  }

  @Test
  void failsOnAColumnOfNulls(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT CAST(NULL AS INT) AS s");

    assertThat(
            deequ(
                rows,
                check -> check.hasMin("s", that(min -> min >= 0), Option.empty(), Option.empty())))
        .isFalse();
    assertThat(ours(rows, "int", "min: 0")).isEqualTo("0 of 1 rows break it passed");
  }

  @Test
  void failsOnNoRows(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT 'a' AS s").limit(0);

    assertThat(deequ(rows, check -> check.isComplete("s", Option.empty(), Option.empty())))
        .isFalse();
    assertThat(ours(rows, "string", "not_null: true")).isEqualTo("0 of 0 rows break it passed");
  }

  @Test
  void passesAWhereThatSelectsNoRow(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT 'b' AS s");

    assertThat(deequ(rows, check -> check.isContainedIn("s", new String[] {"a"}).where("s = 'z'")))
        .isTrue();
    assertThat(ours(rows, "string", "{in: [a], where: s = 'z'}"))
        .isEqualTo(
            "checked 0 rows: no row matches its where; say allow_empty: true if that is fine"
                + " unmeasured");
  }

  @Test
  void cannotTellLongNumbersApartBeyondTheDigitsOfADouble(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT 9007199254740993L AS s");

    assertThat(
            deequ(
                rows,
                check ->
                    check.hasMax(
                        "s",
                        that(max -> max <= 9007199254740992.0),
                        Option.empty(),
                        Option.empty())))
        .isTrue();
    assertThat(ours(rows, "long", "max: 9007199254740992"))
        .isEqualTo("1 of 1 rows break it (100%) failed");
    assertThat(
            oursOfTable(
                rows, "long", "aggregate: {function: max, field: s, max: 9007199254740992}"))
        .isEqualTo("max of s is 9007199254740993 failed");
  }

  @Test
  void losesTheDigitsOfALargeSum(SparkSession spark) {
    Dataset<Row> rows =
        spark.sql(
            "SELECT CAST(s AS DECIMAL(38,2)) AS s FROM VALUES"
                + " (100000000000000000000.01BD), (0.01BD) AS t(s)");

    assertThat(deequ(rows, check -> check.hasSum("s", that(sum -> sum <= 1e20), Option.empty())))
        .isTrue();
    assertThat(
            oursOfTable(
                rows,
                "decimal(38,2)",
                "aggregate: {function: sum, field: s, max: 100000000000000000000}"))
        .isEqualTo("sum of s is 100000000000000000000.02 failed");
  }

  @Test
  void leavesNullKeysOutOfAPrimaryKey(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT * FROM VALUES ('a'), (NULL), (NULL) AS t(s)");

    assertThat(deequ(rows, check -> check.isPrimaryKey("s", list(List.of())))).isTrue();
    assertThat(ours(rows, "string", "not_null: true"))
        .isEqualTo("2 of 3 rows break it (66.67%) failed");
  }

  @Test
  void takesARowWithHalfAKeyForOneWithAKey(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT * FROM VALUES ('a', NULL), ('a', NULL) AS t(s, u)");

    assertThat(
            deequ(rows, check -> check.hasUniqueness(list(List.of("s", "u")), that(u -> u == 1))))
        .isFalse();
    assertThat(KeyPass.unique(rows, List.of("s", "u"), Optional.empty()))
        .isEqualTo(new Measurement.Keys(0, 0));
  }

  @Test
  void refusesNamesWithDots(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT 'a' AS `s.t`");

    assertThat(deequ(rows, check -> check.isComplete("s.t", Option.empty(), Option.empty())))
        .isFalse();
    assertThat(oursOfTable(rows, "s.t", "string", "completeness: {field: s.t, min: 1}"))
        .isEqualTo("100% complete (1 of 1 values) passed");
  }

  @Test
  void failsEveryMetricForOneExpressionThatDoesNotResolve(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT 'a' AS s");

    Map<String, Boolean> passed =
        new DeequSuite()
            .check("good", check -> check.hasSize(that(size -> size == 1), Option.empty()))
            .check("bad", check -> satisfies(check, "nobody = 1"))
            .run(rows);

    assertThat(passed).isEqualTo(Map.of("good", false, "bad", false));
  }

  private static Check satisfies(Check check, String predicate) {
    return check.satisfies(
        predicate, predicate, all(), Option.empty(), list(List.of()), Option.empty());
  }

  private static Check pattern(Check check, String pattern) {
    return check.hasPattern(
        "s",
        new scala.util.matching.Regex(pattern, list(List.of())),
        all(),
        Option.empty(),
        Option.empty(),
        Option.empty());
  }

  private static boolean deequ(Dataset<Row> rows, Function<Check, Check> constraint) {
    return new DeequSuite().check("only", constraint).run(rows).get("only");
  }

  /** What a constraint of the field {@code s} says. */
  private static String ours(Dataset<Row> rows, String type, String constraint) {
    return judge(
        rows, "{name: s, type: \"%s\", constraints: [%s]}".formatted(type, braced(constraint)), "");
  }

  private static String oursOfTable(Dataset<Row> rows, String type, String check) {
    return oursOfTable(rows, "s", type, check);
  }

  private static String oursOfTable(Dataset<Row> rows, String field, String type, String check) {
    return judge(
        rows,
        "{name: %s, type: \"%s\"}".formatted(field, type),
        "quality_checks: [{name: check, %s}]".formatted(check));
  }

  private static String braced(String constraint) {
    return constraint.startsWith("{") ? constraint : "{" + constraint + "}";
  }

  private static String judge(Dataset<Row> rows, String field, String checks) {
    Contract contract =
        new ContractReader(SqlSyntax.UNCHECKED)
            .parse(
                Path.of("data_product.yaml"),
                """
                name: things
                domain: test
                version: 1.0.0
                owner: {team: test}
                schema: {type: delta, location: /data/things, fields: [%s]}
                %s
                """
                    .formatted(field, checks))
            .contract();
    List<Rule> rules = contract.rules();
    RuleSet set = RuleSet.compile(contract, rules, SqlSyntax.UNCHECKED, rows);
    Dataset<Row> marked = set.mark(rows);
    List<Column> counters = set.counters();
    Row counted =
        marked
            .agg(counters.get(0), counters.subList(1, counters.size()).toArray(Column[]::new))
            .head();
    Map<String, Long> violations = new LinkedHashMap<>(set.countKeptOut(set.keptOut(marked)));
    violations.putAll(set.countFlagged(marked));
    RuleResult result =
        set.judge(new Evidence(counted, Method.IN_FLIGHT, violations, Map.of()), Instant.EPOCH)
            .get(0);
    return result.actual() + " " + result.verdict();
  }
}
