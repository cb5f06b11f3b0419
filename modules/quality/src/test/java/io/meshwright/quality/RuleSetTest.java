package io.meshwright.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.sparktesting.SparkExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class RuleSetTest {

  private static final Instant NOW = Instant.parse("2024-01-15T02:00:00Z");

  /** Queries here read one table each, by the name that follows FROM. */
  private static final SqlSyntax SQL =
      new SqlSyntax() {
        @Override
        public Optional<String> findPredicateProblem(String predicate) {
          return Optional.empty();
        }

        @Override
        public Optional<String> findQueryProblem(String query) {
          return Optional.empty();
        }

        @Override
        public Set<String> tablesOf(String query) {
          return Set.of(query.replaceFirst("(?s).*FROM (\\w+).*", "$1"));
        }
      };

  @Test
  void judgesEveryRuleOfTheTableFromOneRowOfCounters(SparkSession spark) {
    Contract contract =
        contract(
            """
                - {name: few, row_count: {min: 2, max: 3}}
                - {name: many, row_count: {min: 10}}
                - {name: named, completeness: {field: name, min: 75%}}
                - {name: well_named, completeness: {field: name, min: 76%}}
                - {name: fresh, freshness: {field: at, max_age_hours: 26}}
                - {name: fresher, freshness: {field: at, max_age_hours: 25}}
                - {name: not_three, query: SELECT COUNT(*) FROM things WHERE id = 3, threshold: 0}
                - {name: three_at_most_once, query: SELECT COUNT(*) FROM self WHERE id = 3, threshold: 1}
                - {name: positive, expression: id > 0}
                - {name: odd_if_old, expression: id % 2 = 1, where: name = 'old'}
            """);
    Dataset<Row> rows =
        spark.sql(
            """
            SELECT * FROM VALUES
              (1L, 'a', TIMESTAMP'2024-01-14 01:00:00Z'),
              (2L, 'b', TIMESTAMP'2024-01-14 00:30:00Z'),
              (3L, NULL, NULL),
              (4L, 'd', NULL)
            AS t(id, name, at)
            """);
    RuleSet rules = RuleSet.compile(contract, contract.rules(), SQL, rows);

    List<RuleResult> results = rules.judge(evidence(rules, rows), NOW);

    assertThat(results)
        .extracting(
            result -> result.rule().name() + ": " + result.actual() + " " + result.verdict())
        .containsExactly(
            "few: 4 rows failed",
            "many: 4 rows failed",
            "named: 75% complete (3 of 4 values) passed",
            "well_named: 75% complete (3 of 4 values) failed",
            "fresh: newest is 2024-01-14T01:00:00Z, 25 h old passed",
            "fresher: newest is 2024-01-14T01:00:00Z, 25 h old passed",
            "not_three: query gave 1 failed",
            "three_at_most_once: query gave 1 passed",
            "positive: 0 of 4 rows break it passed",
            "odd_if_old: checked 0 rows: no row matches its where; say allow_empty: true if that is"
                + " fine unmeasured");
  }

  @Test
  void countsTwoHundredRulesOnManyWords(SparkSession spark) {
    String checks =
        IntStream.range(0, 200)
            .mapToObj(i -> "    - {name: not_%d, expression: id <> %d}".formatted(i, i))
            .collect(Collectors.joining("\n", "", "\n"));
    Contract contract = contract(checks);
    Dataset<Row> rows =
        spark.range(150, 250).selectExpr("id", "'a' AS name", "current_timestamp() AS at");
    RuleSet rules = RuleSet.compile(contract, contract.rules(), SQL, rows);

    Evidence evidence = evidence(rules, rows);

    assertThat(rules.keptOut(evidence.counted())).isEqualTo(50);
    assertThat(evidence.violations())
        .isEqualTo(
            IntStream.range(150, 200).boxed().collect(Collectors.toMap(i -> "not_" + i, i -> 1L)));
    assertThat(rules.keep(rules.mark(rows)).columns()).containsExactly("id", "name", "at");
  }

  @Test
  void namesEveryRuleThatDoesNotFit(SparkSession spark) {
    Contract contract =
        contract(
            """
                - {name: lost, query: SELECT COUNT(*) FROM nowhere WHERE id = 3, threshold: 0}
                - {name: misspelt, expression: idd > 0}
                - {name: fine, expression: id > 0}
            """);
    Dataset<Row> rows = spark.sql("SELECT 1L AS id, 'a' AS name, current_timestamp() AS at");

    assertThatThrownBy(() -> RuleSet.compile(contract, contract.rules(), SQL, rows))
        .isInstanceOfSatisfying(
            InvalidRulesException.class,
            e ->
                assertThat(e.rules())
                    .extracting(InvalidRulesException.BrokenRule::rule)
                    .containsExactly("lost", "misspelt"))
        .hasMessageContaining(
            "its query reads 'nowhere', which is neither the product nor an input")
        .hasMessageContaining("tables: {nowhere: self}")
        .hasMessageContaining("`idd`");
  }

  @Test
  void leavesRulesThatChangeWithTimeOutOfTheTable(SparkSession spark) {
    Contract contract =
        contract(
            """
                - {name: past, expression: at <= current_timestamp()}
                - {name: positive, expression: id > 0}
                - {name: warned, expression: id > 1, severity: warning}
            """);
    Dataset<Row> rows = spark.sql("SELECT 1L AS id, 'a' AS name, current_timestamp() AS at");

    assertThat(RuleSet.compile(contract, contract.rules(), SQL, rows).tableConstraints())
        .isEqualTo(Map.of("positive", "coalesce((id > 0), false)"));
  }

  private static Evidence evidence(RuleSet rules, Dataset<Row> rows) {
    Dataset<Row> marked = rules.mark(rows);
    List<Column> counters = rules.counters();
    Row counted =
        marked
            .agg(counters.get(0), counters.subList(1, counters.size()).toArray(Column[]::new))
            .head();
    Map<String, Long> violations =
        new java.util.HashMap<>(rules.countKeptOut(rules.keptOut(marked)));
    violations.putAll(rules.countFlagged(marked));
    return new Evidence(counted, Method.IN_FLIGHT, violations, Map.of());
  }

  private static Contract contract(String checks) {
    return new ContractReader(SQL)
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
                - {name: id, type: long}
                - {name: name, type: string}
                - {name: at, type: timestamp}
            sla:
              quality_checks:
            """
                + checks)
        .contract();
  }
}
