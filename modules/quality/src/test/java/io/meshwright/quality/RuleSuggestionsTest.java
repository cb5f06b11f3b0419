package io.meshwright.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.deequ.suggestions.rules.UniqueIfApproximatelyUniqueRule;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Rule;
import io.meshwright.sparktesting.SparkExtension;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class RuleSuggestionsTest {

  @Test
  void proposesRulesWithTheirReasons(SparkSession spark) {
    Dataset<Row> rows =
        spark.sql(
            """
            SELECT concat('ORD-', lpad(id, 4, '0')) AS order_id,
                   id AS line,
                   IF(id % 2 = 0, 'paid', 'open') AS status,
                   id / 2D AS amount,
                   IF(id % 4 = 0, NULL, concat('free text no ', id)) AS note,
                   concat('user', id, '@example.com') AS mail,
                   date_format(date_add(DATE'2024-01-01', int(id)), 'dd.MM.yyyy') AS written,
                   id - 5 AS delta
            FROM range(60)
            """);

    Proposal proposal = RuleSuggestions.propose(Profiler.profile(rows, Set.of()), rows);

    assertThat(ContractWriter.writeRules(proposal.fields(), proposal.checks(), proposal.reasons()))
        .isEqualTo(
            """
            schema:
              fields:
                # 60 distinct
                - name: order_id
                  type: string
                  is_primary_key: true
                  constraints:
                    # all 60 values look alike
                    - pattern: "ORD-[0-9]{4}"
                # 60 distinct
                - name: line
                  type: long
                  constraints:
                    # all 60 rows have a value
                    - not_null
                    # all 60 values differ
                    - unique
                    # the smallest is 0
                    - min: 0
                # 2 distinct
                - name: status
                  type: string
                  constraints:
                    # all 60 rows have a value
                    - not_null
                    # 60 rows have no other value than these 2
                    - in:
                        - open
                        - paid
                # 60 distinct
                - name: amount
                  type: double
                  constraints:
                    # all 60 rows have a value
                    - not_null
                    # the smallest is 0
                    - min: 0
                # a value in 45 of 60 rows; 45 distinct
                - name: note
                  type: string
                  constraints:
                    # all 45 values differ
                    - unique
                    # the longest has 15 characters
                    - max_length: 20
                # 60 distinct; taken for personal data by its name
                - name: mail
                  type: string
                  is_pii: true
                  pii_category: contact
                  constraints:
                    # all 60 rows have a value
                    - not_null
                    # all 60 values differ
                    - unique
                    # all 60 values are written so
                    - format: email
                # 60 distinct
                - name: written
                  type: string
                  constraints:
                    # all 60 rows have a value
                    - not_null
                    # all 60 values differ
                    - unique
                    # all 60 values are dates or times written so
                    - format: dd.MM.yyyy
                # 60 distinct
                - name: delta
                  type: long
                  constraints:
                    # all 60 rows have a value
                    - not_null
                    # all 60 values differ
                    - unique
            sla:
              quality_checks:
                # a value in 45 of 60 rows
                - name: note_completeness
                  completeness:
                    field: note
                    min: "64%"
                  severity: error
            """);
  }

  @Test
  void proposesNothingOfAnEmptyColumnNorOfOneRow(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT CAST(NULL AS string) AS nothing, 'x' AS once");

    Proposal proposal = RuleSuggestions.propose(Profiler.profile(rows, Set.of()), rows);

    assertThat(proposal.checks()).isEmpty();
    assertThat(proposal.fields().get(0).rules()).isEmpty();
    assertThat(proposal.reasons().fields().get("nothing"))
        .isEqualTo("no row has a value: its type is what the source says, or a guess");
    assertThat(proposal.fields().get(1).traits().primaryKey()).isTrue();
  }

  @Test
  void proposesNoDateFormatWhereTwoFit(SparkSession spark) {
    Dataset<Row> rows =
        spark.sql(
            "SELECT concat('0', 1 + id % 9, '/0', 1 + id % 7, '/2024') AS day FROM range(99)");

    Proposal proposal = RuleSuggestions.propose(Profiler.profile(rows, Set.of()), rows);

    assertThat(rules(proposal))
        .extracting(rule -> rule.assertion().kind())
        .doesNotContain("format");
  }

  /** A profile of other rows stands for any wrong idea: what a row breaks is never proposed. */
  @Test
  void dropsWhatDoesNotHoldOnTheRows(SparkSession spark) {
    Dataset<Row> profiled = spark.sql("SELECT id, IF(id % 2 = 0, 'a', 'b') AS v FROM range(30)");
    Dataset<Row> others = spark.sql("SELECT -1L AS id, CAST(NULL AS string) AS v");

    Proposal proposal = RuleSuggestions.propose(Profiler.profile(profiled, Set.of()), others);

    assertThat(rules(proposal)).extracting(Rule::name).containsExactly("v_in");
  }

  /** Random columns of values that go wrong: each proposed rule holds, counted by plain SQL. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void proposesOnlyWhatHolds(int seed, SparkSession spark) {
    Random random = new Random(seed);
    List<String> odd =
        List.of(
            "NULL",
            "''",
            "' '",
            "'a\\\\b'",
            "'it''s'",
            "'7'",
            "'007'",
            "'NaN'",
            "'2024-02-30'",
            "'x@y.z'",
            "'😀'",
            "'line\\nbreak'",
            "'12:34'",
            "'ORD-1'",
            "'ORD-22'",
            "'$^'");
    String texts = values(random, odd, 40);
    String numbers =
        values(
            random,
            List.of("NULL", "0D", "-0D", "double('NaN')", "double('-Infinity')", "1e300D", "-1D"),
            40);
    Dataset<Row> rows =
        spark
            .sql("SELECT explode(arrays_zip(array(%s), array(%s))) AS r".formatted(texts, numbers))
            .selectExpr("r.`0` AS `a.b c`", "r.`1` AS n", "CAST(r.`1` AS float) AS f");

    Proposal proposal = RuleSuggestions.propose(Profiler.profile(rows, Set.of()), rows);

    Map<String, FieldType> types =
        Map.of(
            "a.b c", FieldType.Atomic.STRING,
            "n", FieldType.Atomic.DOUBLE,
            "f", FieldType.Atomic.FLOAT);
    for (Field field : proposal.fields()) {
      for (Rule rule : field.rules()) {
        long broken =
            rule.assertion().kind().equals("unique")
                ? KeyPass.unique(rows, List.of(field.name()), Optional.empty()).violations()
                : rows.where("NOT " + RowPredicate.of(rule, types::get)).count();
        assertThat(broken).as(rule.toString()).isZero();
      }
      if (field.traits().primaryKey()) {
        assertThat(rows.select(SqlText.name(field.name())).distinct().count()).isEqualTo(40);
      }
    }
  }

  /** Why keys are not found by Deequ: a true key goes unproposed when the estimate is 9 % off. */
  @Test
  void deequMissesKeysThatItsEstimateMisses() {
    ColumnProfile key =
        new ColumnProfile(
            "id",
            Optional.of(FieldType.Atomic.LONG),
            1000,
            Optional.of(new ColumnProfile.Distinct(910, false)),
            new ColumnProfile.Other(),
            ColumnProfile.Values.NONE,
            Optional.empty());

    assertThat(
            new UniqueIfApproximatelyUniqueRule()
                .shouldBeApplied(new DeequAdvice(key, 1000).standard(), 1000))
        .isFalse();
  }

  private static String values(Random random, List<String> choice, int count) {
    int few = 1 + random.nextInt(choice.size());
    return String.join(
        ", ", Stream.generate(() -> choice.get(random.nextInt(few))).limit(count).toList());
  }

  private static List<Rule> rules(Proposal proposal) {
    return proposal.fields().stream().flatMap(field -> field.rules().stream()).toList();
  }
}
