package io.meshwright.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Amount;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.Assertion.Limit;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Severity;
import io.meshwright.contract.ValueFormat;
import io.meshwright.sparktesting.SparkExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every row rule on values that keep it, break it, and on null: one Spark job for all of them. */
@ExtendWith(SparkExtension.class)
class RowPredicateTest {

  private static final String FIELD = "a field.`x`";

  /** A value as SQL, a rule about it, and whether the value keeps the rule. */
  private record Case(String value, String type, Assertion.OnRow assertion, boolean keeps) {}

  @Test
  void tellsWhatKeepsARuleAndIsNeverNull(SparkSession spark) {
    List<Case> cases = cases();
    List<String> selects = new ArrayList<>();
    for (Case one : cases) {
      Rule rule = Rule.of("rule", one.assertion(), Severity.ERROR);
      String predicate = RowPredicate.of(rule, field -> FieldType.parse(one.type()));
      selects.add(
          "SELECT %s AS keeps FROM (SELECT CAST(%s AS %s) AS %s)"
              .formatted(predicate, one.value(), one.type(), SqlText.name(FIELD)));
    }

    List<Row> kept = spark.sql(String.join(" UNION ALL ", selects)).collectAsList();

    for (int i = 0; i < cases.size(); i++) {
      assertThat(kept.get(i).get(0)).as(cases.get(i).toString()).isEqualTo(cases.get(i).keeps());
    }
  }

  @Test
  void looksOnlyAtRowsThatItsWhereSelects() {
    Rule rule =
        new Rule(
            "rule",
            new Assertion.NotNull("a"),
            Severity.ERROR,
            Amount.none(),
            new Rule.Scope(Optional.of("b > 1"), false),
            List.of());

    assertThat(RowPredicate.of(rule, field -> FieldType.Atomic.STRING))
        .isEqualTo("(NOT coalesce((b > 1), false) OR `a` IS NOT NULL)");
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(new Case("NULL", "string", new Assertion.NotNull(FIELD), false));
    cases.add(new Case("''", "string", new Assertion.NotNull(FIELD), true));

    bound(cases, Limit.MIN, "-0.01", "0", true);
    bound(cases, Limit.EXCLUSIVE_MIN, "0", "0.01", true);
    bound(cases, Limit.MAX, "0.01", "0", false);
    bound(cases, Limit.EXCLUSIVE_MAX, "0", "-0.01", false);
    // A limit between two cents must not be rounded to one of them.
    cases.add(new Case("0.01", "decimal(12,2)", max("0.005"), false));
    cases.add(new Case("0.00", "decimal(12,2)", max("0.005"), true));
    // Values beyond 2^53, where doubles can no longer tell neighbours apart.
    cases.add(new Case("9007199254740993", "long", max("9007199254740992"), false));
    cases.add(new Case("9007199254740992", "long", max("9007199254740992"), true));
    cases.add(new Case("double('NaN')", "double", max("5"), false));
    cases.add(
        new Case("double('NaN')", "double", new Assertion.Bound(FIELD, Limit.MIN, "5"), false));
    cases.add(new Case("DATE'2024-02-01'", "date", max("2024-01-31"), false));
    cases.add(new Case("TIMESTAMP'2024-01-31 00:00:01Z'", "timestamp", max("2024-01-31"), false));

    Assertion.OnRow oneOf = new Assertion.OneOf(FIELD, List.of("open", "it's", "back\\slash"));
    cases.add(new Case("'open'", "string", oneOf, true));
    cases.add(new Case("'it\\'s'", "string", oneOf, true));
    cases.add(new Case("'back\\\\slash'", "string", oneOf, true));
    cases.add(new Case("'Open'", "string", oneOf, false));
    cases.add(new Case("NULL", "string", oneOf, true));
    Assertion.OnRow noneOf = new Assertion.NoneOf(FIELD, List.of("1", "2"));
    cases.add(new Case("2", "integer", noneOf, false));
    cases.add(new Case("3", "integer", noneOf, true));
    cases.add(new Case("NULL", "integer", noneOf, true));

    Assertion.OnRow letters = new Assertion.Matches(FIELD, "[a-z]*|\\d+");
    cases.add(new Case("''", "string", letters, true));
    cases.add(new Case("'abc'", "string", letters, true));
    cases.add(new Case("'12'", "string", letters, true));
    cases.add(new Case("'abc1'", "string", letters, false));
    cases.add(new Case("'abc\\n'", "string", letters, false));
    cases.add(new Case("NULL", "string", letters, true));

    cases.add(new Case("'äöü'", "string", new Assertion.Length(FIELD, Limit.MAX, 3), true));
    cases.add(new Case("'äöüß'", "string", new Assertion.Length(FIELD, Limit.MAX, 3), false));
    cases.add(new Case("''", "string", new Assertion.Length(FIELD, Limit.MIN, 1), false));
    cases.add(new Case("NULL", "string", new Assertion.Length(FIELD, Limit.MIN, 1), true));

    format(cases, "email", "a.b+c@example.org", "a@@example.org");
    format(cases, "uuid", "01890a5d-ac96-774b-bcce-b302099a8057", "01890a5d-ac96-774b-bcce");
    format(cases, "uri", "https://example.org/a?b=c#d", "example.org/a");
    format(cases, "hostname", "a-b.example.org", "-a.example.org");
    format(cases, "ipv4", "192.168.0.255", "192.168.0.256");
    format(cases, "ipv6", "2001:db8::1", "2001:db8:::1");
    format(cases, "yyyy-MM-dd", "2024-02-29", "2023-02-29");
    format(cases, "yyyy-MM-dd", "2024-12-31", "2024-1-5");
    format(cases, "dd.MM.yyyy HH:mm", "31.12.2024 23:59", "31.12.2024 24:59");

    Assertion.OnRow expression = new Assertion.Expression("char_length(`a field.``x```) > 1");
    cases.add(new Case("'ab'", "string", expression, true));
    cases.add(new Case("'a'", "string", expression, false));
    cases.add(new Case("NULL", "string", expression, false));
    return cases;
  }

  /** The limit is 0: {@code below} is the first amount under or at it, {@code above} the next. */
  private static void bound(
      List<Case> cases, Limit limit, String breaking, String keeping, boolean lower) {
    assertThat(limit.isLower()).isEqualTo(lower);
    Assertion.OnRow bound = new Assertion.Bound(FIELD, limit, "0");
    cases.add(new Case(breaking, "decimal(12,2)", bound, false));
    cases.add(new Case(keeping, "decimal(12,2)", bound, true));
    cases.add(new Case("NULL", "decimal(12,2)", bound, true));
  }

  private static void format(List<Case> cases, String format, String good, String bad) {
    Assertion.OnRow rule = new Assertion.HasFormat(FIELD, ValueFormat.parse(format));
    cases.add(new Case(SqlText.text(good), "string", rule, true));
    cases.add(new Case(SqlText.text(bad), "string", rule, false));
    cases.add(new Case(SqlText.text(good + "\n"), "string", rule, false));
    cases.add(new Case("NULL", "string", rule, true));
  }

  private static Assertion.OnRow max(String limit) {
    return new Assertion.Bound(FIELD, Limit.MAX, limit);
  }
}
