package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkSqlSyntaxTest {

  private final SparkSqlSyntax sql = new SparkSqlSyntax();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "is_current",
        "amount >= 0 AND `unit price` IS NOT NULL",
        "status IN ('open', 'closed')",
        "exists(items, item -> item.price > 10)",
      })
  void acceptsPredicates(String predicate) {
    assertThat(sql.findPredicateProblem(predicate)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "amount >=            | [PARSE_SYNTAX_ERROR] Syntax error at or near end of input.(line 1, pos 9)",
        "amount > 0; DROP x   | [PARSE_SYNTAX_ERROR] Syntax error at or near ';'.(line 1, pos 10)",
        "amount >= 0 euro     | it is not a condition: 'amount >= 0 euro' is read as ('amount >= 0) AS euro#0",
        "*                    | it is not a condition: '*' is read as *",
      })
  void refusesWhatIsNoPredicate(String predicate, String problem) {
    assertThat(sql.findPredicateProblem(predicate).map(text -> text.replaceAll("#\\d+", "#0")))
        .contains(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT * FROM orders WHERE order_date = :logical_date ;\n",
        "FROM orders SELECT count(*)",
        "VALUES (1), (2)",
        "WITH a AS (SELECT 1 AS x) SELECT x FROM a UNION ALL SELECT 2",
      })
  void acceptsQueries(String query) {
    assertThat(sql.findQueryProblem(query)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE orders",
        "INSERT INTO orders SELECT * FROM raw",
        "WITH a AS (SELECT 1) INSERT INTO orders SELECT * FROM a",
        "FROM raw INSERT INTO a SELECT x INSERT INTO b SELECT y",
        "CREATE TABLE orders AS SELECT * FROM raw",
        "CREATE TABLE orders (id INT)",
        "DELETE FROM orders",
        "UPDATE orders SET amount = 0",
        "MERGE INTO orders USING raw ON orders.id = raw.id WHEN MATCHED THEN DELETE",
        "TRUNCATE TABLE orders",
        "SHOW TABLES",
      })
  void allowsNothingButSelect(String statement) {
    assertThat(sql.findQueryProblem(statement))
        .contains("it is not a query: only SELECT is allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT java_method('java.lang.System', 'exit', 1)",
        "SELECT count(*) FROM a WHERE x > (SELECT Reflect('java.lang.Math', 'max', 1, 2) FROM b)",
        "WITH t AS (SELECT try_reflect('java.util.UUID', 'randomUUID') AS x) SELECT x FROM t",
        "SELECT * FROM a JOIN b ON transform(a.xs, x -> system.builtin.reflect('A', 'b', x)) = b.xs",
      })
  void callsNothingButSql(String query) {
    assertThat(sql.findQueryProblem(query).orElseThrow())
        .matches("it calls a method of the JVM with (java_method|reflect|try_reflect)\\(...\\)");
  }

  @Test
  void callsNothingButSqlInPredicatesEither() {
    assertThat(sql.findPredicateProblem("reflect('java.lang.Runtime', 'getRuntime') IS NULL"))
        .contains("it calls a method of the JVM with reflect(...)");
  }

  @Test
  void startsNoProgram() {
    assertThat(sql.findQueryProblem("SELECT TRANSFORM (x) USING 'cat' AS (y) FROM a"))
        .contains("it starts a program with TRANSFORM ... USING");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET spark.sql.ansi.enabled = false",
        "SELECT 1; SELECT 2",
        "SELEC 1",
        "",
        "-- no"
      })
  void refusesWhatItCannotRead(String statement) {
    assertThat(sql.findQueryProblem(statement)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1                                                                  | ''",
        "SELECT * FROM orders o JOIN customers AS c ON o.id = c.id                 | customers,orders",
        "SELECT * FROM `my orders`, lake.`raw.orders`                              | lake.raw.orders,my orders",
        "SELECT (SELECT max(x) FROM a) FROM b WHERE EXISTS (SELECT * FROM c)       | a,b,c",
        "SELECT * FROM a WHERE x IN (SELECT x FROM b WHERE y > (SELECT 1 FROM c))  | a,b,c",
        "WITH t AS (SELECT * FROM a), u AS (SELECT * FROM t) SELECT * FROM u       | a",
        "WITH Recent AS (SELECT * FROM a) SELECT * FROM recent                     | a",
        "WITH a AS (SELECT * FROM a) SELECT * FROM a                               | a",
        "WITH a AS (SELECT 1 x) SELECT * FROM lake.a                               | lake.a",
        "SELECT * FROM a UNION SELECT * FROM (WITH a AS (SELECT 1 x) SELECT * FROM a) | a",
        "SELECT * FROM (WITH b AS (SELECT 1 x) SELECT * FROM b) JOIN b             | b",
        "SELECT * FROM a, LATERAL (SELECT * FROM b WHERE b.x = a.x)                | a,b",
        "SELECT * FROM range(10)                                                   | ''",
      })
  void namesTheTablesAQueryReads(String query, String tables) {
    assertThat(String.join(",", new TreeSet<>(sql.tablesOf(query)))).isEqualTo(tables);
  }

  @Test
  void cannotNameTheTablesOfNoQuery() {
    assertThatThrownBy(() -> sql.tablesOf("SELEC 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read query: [PARSE_SYNTAX_ERROR] Syntax error at or near 'SELEC'.(line 1, pos 0)");
  }
}
