package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Rule;
import io.meshwright.quality.RuleResult;
import io.meshwright.quality.RuleVerdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kind of rule on rows that keep it, rows that break it, nulls and no rows at all, through
 * both publishers, against plain SQL written beside it.
 */
class RuleVocabularyTest {

  /**
   * A rule and what SQL says of it.
   *
   * @param yaml a constraint of a field, or a quality check
   * @param sql gives the rows that break the rule; for a rule about the table, 0 where it holds, 1
   *     where it does not, and null where there is nothing to measure
   */
  private record Case(String field, String yaml, String sql) {}

  private static final List<Case> CASES =
      List.of(
          row("id", "not_null: true", "id IS NULL"),
          row("amount", "min: 0", "amount < 0"),
          row("amount", "max: 100.50", "amount > 100.50"),
          row("price", "exclusive_min: 0", "price <= 0 OR isnan(price)"),
          row("price", "exclusive_max: 100", "price >= 100"),
          row("status", "in: [new, paid]", "status NOT IN ('new', 'paid')"),
          row("status", "not_in: [lost]", "status = 'lost'"),
          row("status", "pattern: '[a-z]+'", "NOT status RLIKE '^[a-z]+$'"),
          row("status", "min_length: 3", "length(status) < 3"),
          row("status", "max_length: 4", "length(status) > 4"),
          row("email", "format: email", "email NOT LIKE '%_@_%._%'"),
          row("text_day", "format: yyyy-MM-dd", "text_day IN ('2024-02-30', 'today')"),
          row("ended", "compare: '>= begun'", "ended < begun"),
          row(
              "amount",
              "expression: amount + price >= 0",
              "NOT coalesce(amount + price >= 0, false)"),
          row("address", "{min_length: 2, path: city}", "length(address.city) < 2"),
          row("address", "{not_null: true, path: city}", "address.city IS NULL"),
          row("tags", "{in: [a, b], path: '[]'}", "exists(tags, t -> t NOT IN ('a', 'b'))"),
          row(
              "items",
              "{min: 0, path: '[].price'}",
              "exists(items, i -> i.price < 0 OR isnan(i.price))"),
          row("counts", "{max: 9, path: '{}'}", "exists(map_values(counts), c -> c > 9)"),
          row(
              "amount",
              "{max: 50, where: status = 'paid', allow_empty: true, name: paid_max}",
              "status = 'paid' AND amount > 50"),
          keys(
              "unique: [id]",
              "SELECT count(*) FROM rows WHERE id IN (SELECT id FROM rows GROUP BY id HAVING count(*) > 1)"),
          keys(
              "unique: [id, day]",
              """
              SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM rows
                WHERE id IS NOT NULL AND day IS NOT NULL GROUP BY id, day HAVING count(*) > 1)"""),
          keys(
              "references: {fields: [status], to: statuses, target: [code]}",
              "SELECT count(*) FROM rows WHERE status NOT IN (SELECT code FROM statuses)"),
          keys(
              "references: {fields: [country, country_name], to: countries, target: [code, name]}",
              """
              SELECT count(*) FROM rows r WHERE country IS NOT NULL AND country_name IS NOT NULL AND
                NOT EXISTS (SELECT 1 FROM countries c WHERE c.code = r.country AND c.name = r.country_name)"""),
          keys(
              "functional_dependency: {field: country_name, on: [country]}",
              """
              SELECT count(*) FROM rows WHERE country_name IS NOT NULL AND country IN (
                SELECT country FROM rows GROUP BY country HAVING count(DISTINCT country_name) > 1)"""),
          keys(
              "monotonic: {field: balance, order: increasing, by: [seq], within: [country]}",
              """
              SELECT count(*) FROM (SELECT balance, lag(balance) OVER
                (PARTITION BY country ORDER BY seq, balance) AS before FROM rows
                WHERE balance IS NOT NULL) WHERE balance < before"""),
          keys(
              "monotonic: {field: price, order: strictly_increasing, by: [seq]}",
              """
              SELECT count(*) FROM (SELECT price, lag(price) OVER
                (ORDER BY seq, price) AS before FROM rows
                WHERE price IS NOT NULL) WHERE price <= before"""),
          table(
              "row_count: {min: 3, max: 5}", "SELECT int(NOT count(*) BETWEEN 3 AND 5) FROM rows"),
          table(
              "row_count: {min: 1}, where: status = 'paid'",
              "SELECT int(count_if(status = 'paid') < 1) FROM rows"),
          table(
              "row_count_match: {with: statuses, tolerance: 100%}",
              "SELECT int(abs(count(*) - 2) > 2) FROM rows"),
          table(
              "completeness: {field: email, min: 75%}",
              "SELECT int(coalesce(count(email) / count(*) < 0.75, false)) FROM rows"),
          table(
              "completeness: {field: email, min: 75%}, where: id IS NOT NULL, allow_empty: true",
              "SELECT int(coalesce(count(email) / count(*) < 0.75, false)) FROM rows WHERE id IS NOT NULL"),
          table(
              "uniqueness: {fields: [country], min: 50%}",
              """
              SELECT int(sum(int(n = 1)) / sum(n) < 0.5) FROM
                (SELECT count(*) AS n FROM rows WHERE country IS NOT NULL GROUP BY country)"""),
          table(
              "distinctness: {fields: [country], min: 50%, max: 90%}",
              "SELECT int(NOT count(DISTINCT country) / count(country) BETWEEN 0.5 AND 0.9) FROM rows"),
          table(
              "distinct_count: {fields: [country], min: 2, max: 3}",
              "SELECT int(NOT count(DISTINCT country) BETWEEN 2 AND 3) FROM rows"),
          table(
              "value_set: {field: status, within: statuses.code}",
              "SELECT max(int(status NOT IN (SELECT code FROM statuses))) FROM rows WHERE status IS NOT NULL"),
          table(
              "value_set: {field: status, equals: statuses.code}",
              """
              SELECT int(array_sort(collect_set(status)) != array('new', 'paid')) FROM rows"""),
          table(
              "value_set: {field: status, contains: statuses.code}",
              "SELECT int(count(DISTINCT status) FILTER (WHERE status IN ('new', 'paid')) < 2) FROM rows"),
          table(
              "gap_free: {field: seq}",
              "SELECT int(max(seq) - min(seq) + 1 != count(DISTINCT seq)) FROM rows"),
          table(
              "gap_free: {field: day, within: [country]}",
              """
              SELECT max(int(gap)) FROM (SELECT
                datediff(max(day), min(day)) + 1 != count(DISTINCT day) AS gap
                FROM rows WHERE day IS NOT NULL GROUP BY country)"""),
          aggregate("min", "amount", "min: 0", "min(amount) < 0"),
          aggregate("max", "price", "max: 99.5", "max(price) > 99.5"),
          aggregate("mean", "amount", "min: 10, max: 60", "NOT avg(amount) BETWEEN 10 AND 60"),
          aggregate("mean", "seq", "min: 2.5, max: 2.5", "avg(seq) != 2.5"),
          aggregate("sum", "amount", "max: 160", "sum(amount) > 160"),
          aggregate(
              "stddev", "price", "max: 30", "stddev_pop(price) > 30 OR isnan(stddev_pop(price))"),
          table(
              "aggregate: {function: quantile, field: amount, at: 0.5, max: 40}",
              "SELECT int(percentile_disc(0.5) WITHIN GROUP (ORDER BY amount) > 40) FROM rows"),
          table(
              "distribution: {field: amount, distance: psi, max: 0.2}",
              "SELECT if(count(amount) = 0, null, int(max(amount) > 100)) FROM rows"),
          table(
              "distribution: {field: status, distance: psi, max: 0.2}",
              "SELECT if(count(status) = 0, null, int(count_if(status = 'lost') > 0)) FROM rows"),
          table(
              "distribution: {field: price, distance: ks, max: 0.2}",
              "SELECT if(count_if(NOT isnan(price)) = 0, null, int(min(price) < 0)) FROM rows"),
          table(
              "freshness: {field: at, max_age_hours: 24}",
              "SELECT int(max(at) < TIMESTAMP'2024-01-14 02:00:00Z') FROM rows"),
          table(
              "query: 'SELECT COUNT(*) FROM {table} WHERE amount > price * 10', threshold: 0",
              "SELECT int(count_if(amount > price * 10) > 0) FROM rows"),
          table(
              "query: 'SELECT COUNT(*) FROM self s LEFT ANTI JOIN statuses t ON s.status = t.code"
                  + " WHERE status IS NOT NULL', threshold: 0",
              "SELECT int(count_if(status NOT IN (SELECT code FROM statuses)) > 0) FROM rows"
                  + " WHERE status IS NOT NULL"));

  private static final String PASSING =
      """
      SELECT id, CAST(amount AS DECIMAL(12,2)) AS amount, CAST(price AS DOUBLE) AS price, status,
        email, text_day, day, begun, ended, country, country_name, CAST(seq AS BIGINT) AS seq,
        CAST(balance AS DOUBLE) AS balance, CAST(at AS TIMESTAMP) AS at,
        named_struct('city', city) AS address, array(tag) AS tags,
        array(named_struct('price', CAST(price AS DOUBLE))) AS items, map('n', CAST(seq AS BIGINT)) AS counts
      FROM VALUES
        ('a', 10.00, 9.5, 'new', 'a@b.org', '2024-01-31', DATE'2024-01-01', DATE'2024-01-01', DATE'2024-01-02', 'DE', 'Germany', 1, 4.0, '2024-01-15 01:00:00Z', 'Berlin', 'a'),
        ('b', 20.00, 20.5, 'new', 'b@b.org', '2024-02-29', DATE'2024-01-02', DATE'2024-01-02', DATE'2024-01-02', 'DE', 'Germany', 2, 5.0, '2024-01-14 01:00:00Z', 'Bonn', 'b'),
        ('c', 30.00, 30.5, 'paid', 'c@b.org', '2024-12-31', DATE'2024-01-03', DATE'2024-01-02', DATE'2024-02-02', 'FR', 'France', 3, 2.0, '2024-01-14 01:00:00Z', 'Paris', 'a'),
        ('d', 40.25, 40.5, 'paid', 'd@b.org', '1970-01-01', DATE'2024-01-04', DATE'2024-01-02', DATE'2024-02-02', 'IT', 'Italy', 4, 1.0, '2024-01-14 01:00:00Z', 'Roma', 'b')
      AS t(id, amount, price, status, email, text_day, day, begun, ended, country, country_name, seq, balance, at, city, tag)
      """;

  /** Each rule is broken by one row at least. */
  private static final String FAILING =
      PASSING.substring(0, PASSING.indexOf("FROM VALUES"))
          + """
      FROM VALUES
        ('a', -10.00, -9.5, 'lost', 'a.org', '2024-02-30', DATE'2024-01-01', DATE'2024-01-03', DATE'2024-01-02', 'DE', 'Germany', 1, 4.0, '2024-01-13 01:00:00Z', 'B', 'c'),
        ('a', 200.00, 100.0, 'paid', NULL, 'today', DATE'2024-01-01', DATE'2024-01-02', DATE'2024-01-02', 'DE', 'Deutschland', 3, 3.0, '2024-01-13 01:00:00Z', NULL, 'a'),
        (NULL, 90.00, CAST('NaN' AS DOUBLE), 'wrong!', 'c@b.org', '2024-12-31', DATE'2024-01-03', DATE'2024-01-02', DATE'2024-02-02', 'DE', 'Germany', 13, 5.0, NULL, 'Paris', 'c'),
        ('e', 2000.25, 40.5, 'x', NULL, '1970-01-01', DATE'2024-01-04', DATE'2024-01-02', DATE'2024-02-02', 'DE', 'Germany', 40, 1.0, NULL, 'Roma', 'b'),
        ('f', 200.25, 40.5, 'y', NULL, '1970-01-01', DATE'2024-01-14', DATE'2024-01-02', DATE'2024-02-02', 'DE', 'Germany', 41, 9.0, NULL, 'Roma', 'b'),
        ('g', 200.25, 1e9, 'paid', NULL, '1970-01-01', DATE'2024-01-15', DATE'2024-01-02', DATE'2024-02-02', 'DE', 'Germany', 42, 8.0, NULL, 'Roma', 'b')
      AS t(id, amount, price, status, email, text_day, day, begun, ended, country, country_name, seq, balance, at, city, tag)
      """;

  private static final Map<String, String> ROWS = new LinkedHashMap<>();

  static {
    ROWS.put("passing", PASSING);
    ROWS.put("failing", FAILING);
    ROWS.put("nulls", "SELECT o.* FROM range(2) LEFT JOIN (" + PASSING + ") o ON false");
    ROWS.put("empty", "SELECT * FROM (" + PASSING + ") WHERE false");
  }

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"gate", "checkpoint"})
  void saysWhatPlainSqlSays(String publisher) {
    if (publisher.equals("checkpoint")) {
      FullTests.assumeAsked("Every rule once more takes minutes");
    }
    Workspace workspace = workspace(publisher);
    Map<String, List<RuleResult>> results = new LinkedHashMap<>();

    for (Map.Entry<String, String> data : ROWS.entrySet()) {
      workspace.input("orders", data.getValue());
      RunReport report = workspace.later(1).run("orders");
      results.put(data.getKey(), report.rules());

      assertThat(lines(report)).as(data.getKey()).containsExactlyElementsOf(oracle(workspace));
    }

    assertThat(results.get("passing"))
        .extracting(RuleResult::verdict)
        .containsOnly(RuleVerdict.PASSED);
    // There are paid orders among the failing ones, too.
    assertThat(results.get("failing"))
        .filteredOn(result -> result.verdict() != RuleVerdict.FAILED)
        .extracting(result -> CASES.get(index(result.rule())).yaml())
        .containsExactly("row_count: {min: 1}, where: status = 'paid'");
  }

  @Test
  void triesEveryKindOfAssertion() {
    List<String> tried =
        workspace("gate").pipeline("orders").contract().rules().stream()
            .map(Rule::assertion)
            .map(RuleVocabularyTest::kind)
            .distinct()
            .toList();

    assertThat(tried)
        .containsExactlyInAnyOrderElementsOf(
            kinds(Assertion.class).filter(kind -> !kind.equals("PrimaryKey")).toList());
  }

  private static String kind(Assertion assertion) {
    return assertion.getClass().getSimpleName();
  }

  private static Stream<String> kinds(Class<?> type) {
    return type.isInterface()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(RuleVocabularyTest::kinds)
        : Stream.of(type.getSimpleName());
  }

  private Workspace workspace(String publisher) {
    Workspace workspace =
        new Workspace(folder, publisher)
            .write("products/orders/transform.sql", "SELECT * FROM orders")
            .write("products/orders/data_product.yaml", contract());
    workspace.input("statuses", "SELECT * FROM VALUES ('new'), ('paid') AS t(code)");
    return workspace.input(
        "countries",
        "SELECT * FROM VALUES ('DE', 'Germany'), ('FR', 'France'), ('IT', 'Italy') AS t(code, name)");
  }

  private static List<String> lines(RunReport report) {
    return report.rules().stream()
        .map(
            result ->
                result.rule().name()
                    + " "
                    + result.verdict()
                    + (result.rule().assertion() instanceof Assertion.OnTable
                        ? ""
                        : " " + result.violations()))
        .toList();
  }

  private List<String> oracle(Workspace workspace) {
    for (String input : List.of("orders", "statuses", "countries")) {
      workspace
          .spark()
          .read()
          .parquet(workspace.path("lake/raw/" + input).toString())
          .createOrReplaceTempView(input.equals("orders") ? "rows" : input);
    }
    List<Rule> rules = workspace.pipeline("orders").contract().rules();
    List<String> lines = new ArrayList<>();
    for (Rule rule : rules) {
      Case expected = CASES.get(index(rule));
      Row found = workspace.spark().sql(expected.sql()).head();
      boolean isTable = rule.assertion() instanceof Assertion.OnTable;
      long broken = found.isNullAt(0) ? 0 : ((Number) found.get(0)).longValue();
      String verdict = broken > 0 ? "failed" : found.isNullAt(0) ? "unmeasured" : "passed";
      lines.add(rule.name() + " " + verdict + (isTable ? "" : " " + broken));
    }
    return lines;
  }

  private static int index(Rule rule) {
    return Integer.parseInt(rule.name().substring(1));
  }

  private static String contract() {
    StringBuilder fields = new StringBuilder();
    List<String> types =
        List.of(
            "id string",
            "amount decimal(12,2)",
            "price double",
            "status string",
            "email string",
            "text_day string",
            "day date",
            "begun date",
            "ended date",
            "country string",
            "country_name string",
            "seq long",
            "balance double",
            "at timestamp",
            "address struct<city:string>",
            "tags array<string>",
            "items array<struct<price:double>>",
            "counts map<string,long>");
    for (String type : types) {
      String name = type.substring(0, type.indexOf(' '));
      fields.append(
          "    - name: %s%n      type: %s%n".formatted(name, type.substring(name.length() + 1)));
      List<String> constraints = new ArrayList<>();
      for (int i = 0; i < CASES.size(); i++) {
        if (CASES.get(i).field().equals(name)) {
          constraints.add("        - " + option(CASES.get(i).yaml(), i));
        }
      }
      if (!constraints.isEmpty()) {
        fields.append("      constraints:\n").append(String.join("\n", constraints)).append('\n');
      }
    }
    StringBuilder checks = new StringBuilder();
    for (int i = 0; i < CASES.size(); i++) {
      if (CASES.get(i).field().isEmpty()) {
        checks.append("  - " + option(CASES.get(i).yaml(), i) + "\n");
      }
    }
    return """
        name: orders
        domain: sales
        version: 1.0.0
        owner: {team: sales}
        schema:
          type: delta
          location: s3://lake/published/orders/
          fields:
        %squality_checks:
        %sinputs:
          - {name: orders, format: parquet, path: s3://lake/raw/orders}
          - {name: statuses, format: parquet, path: s3://lake/raw/statuses}
          - {name: countries, format: parquet, path: s3://lake/raw/countries}
        transform: {sql: transform.sql}
        write: {on_empty: clear}
        """
        .formatted(fields, checks);
  }

  private static String option(String yaml, int index) {
    String body =
        yaml.startsWith("{")
            ? yaml.substring(1, yaml.length() - 1).replaceAll(", name: \\w+", "")
            : yaml;
    return "{%s, name: r%d, severity: warning}".formatted(body, index);
  }

  private static Case row(String field, String yaml, String broken) {
    return new Case(field, yaml, "SELECT count_if(coalesce(" + broken + ", false)) FROM rows");
  }

  private static Case keys(String yaml, String sql) {
    return new Case("", yaml, sql);
  }

  private static Case table(String yaml, String sql) {
    return new Case("", yaml, sql);
  }

  private static Case aggregate(String function, String field, String range, String broken) {
    return table(
        "aggregate: {function: %s, field: %s, %s}".formatted(function, field, range),
        "SELECT int(%s) FROM rows".formatted(broken));
  }
}
