package io.meshwright.quality;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.Rule;
import io.meshwright.contract.SqlSyntax;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rules of one contract, compiled once and ready to be measured inside a write.
 *
 * <p>Use: {@link #mark} the rows, let the {@link #counters} ride along with {@code
 * Dataset.observe}, write what {@link #keep} leaves, collect {@link Evidence}, {@link #judge} it.
 * Nothing here runs a Spark job but the methods that say so.
 */
public final class RuleSet {

  /** The longest part of a value that quarantine repeats, in characters. */
  private static final int LONGEST_VALUE = 256;

  /**
   * What keeps a predicate from being a table constraint: functions whose answer changes with time
   * or chance, and lambdas, which not every Delta accepts there.
   */
  private static final Pattern UNSTABLE =
      Pattern.compile(
          "(?i)\\b(forall|current_date|current_timestamp|now|curdate|localtimestamp|unix_timestamp|rand|randn|uuid|input_file_name)\\b");

  /** A query rule that needs a job of its own, and what its table names stand for. */
  public record QueryRule(Rule rule, Map<String, String> tables) {}

  private final Contract contract;
  private final List<String> columns;
  private final List<Rule> rules;
  private final Marks marks;
  private final Set<String> folded;
  private final List<QueryRule> queries;
  private final Counters counters;

  private RuleSet(
      Contract contract,
      List<String> columns,
      List<Rule> rules,
      Marks marks,
      Set<String> folded,
      List<QueryRule> queries) {
    this.contract = contract;
    this.columns = List.copyOf(columns);
    this.rules = List.copyOf(rules);
    this.marks = marks;
    this.folded = Set.copyOf(folded);
    this.queries = List.copyOf(queries);
    this.counters = new Counters(this.rules, this.columns, marks);
  }

  /**
   * Compiles {@code rules} of {@code contract}. Each is analysed alone against the columns of
   * {@code empty}, without a job, so that a bad rule is known by name and spoils nothing else.
   *
   * @param empty any rows with exactly the columns that will be judged
   * @throws InvalidRulesException if a rule does not fit the columns, or a query names a table that
   *     is neither the product nor an input
   */
  public static RuleSet compile(
      Contract contract, List<Rule> rules, SqlSyntax sql, Dataset<Row> empty) {
    // Of the rows only their columns matter, and the plan that makes them may be large.
    Dataset<Row> shape = empty.sparkSession().createDataFrame(List.of(), empty.schema());
    return new RuleCompiler(contract, sql, shape).compile(rules);
  }

  static RuleSet of(
      Contract contract,
      List<String> columns,
      List<Rule> rules,
      Marks marks,
      Set<String> folded,
      List<QueryRule> queries) {
    return new RuleSet(contract, columns, rules, marks, folded, queries);
  }

  /** The rules, in the order of the report. */
  public List<Rule> rules() {
    return rules;
  }

  /** Adds to each row which row rules it breaks. */
  public Dataset<Row> mark(Dataset<Row> rows) {
    return marks.add(rows);
  }

  /** The rows to be published, without the marks. */
  public Dataset<Row> keep(Dataset<Row> marked) {
    return marks.remove(marked.where(marks.keptOut().unary_$bang()));
  }

  /** True for marked rows that are to be published. */
  Column published() {
    return marks.keptOut().unary_$bang();
  }

  /** SQL, true for rows that are to be published; over marked rows. */
  String publishedSql() {
    return marks.keptSql();
  }

  /** Rows that are to be published. */
  long published(Row counted) {
    return counters.published(counted);
  }

  /** The rows that stay out of the published table, with their marks. */
  public Dataset<Row> keptOut(Dataset<Row> marked) {
    return marked.where(marks.keptOut());
  }

  /** What to observe on marked rows, directly below the write; never empty. */
  public List<Column> counters() {
    return counters.columns();
  }

  /** Rows the transform gave. */
  public long transformed(Row counted) {
    return counters.transformed(counted);
  }

  /** Rows that stay out of the published table. */
  public long keptOut(Row counted) {
    return counters.keptOut(counted);
  }

  /** Rows that are published and break a rule, or count for a query, all the same. */
  public long flagged(Row counted) {
    return counters.flagged(counted);
  }

  /** Counts the broken rules of rows that {@link #keptOut} gave: one job. */
  public Map<String, Long> countKeptOut(Dataset<Row> keptOut) {
    return marks.count(keptOut, true);
  }

  /** Counts the rules that rows to be published break all the same: one job over {@code marked}. */
  public Map<String, Long> countFlagged(Dataset<Row> marked) {
    return marks.count(marked, false);
  }

  /** Rules that need a look of their own at the rows written: about keys, groups and sets. */
  public List<Rule> passRules() {
    return rules.stream()
        .filter(rule -> !(rule.assertion() instanceof Assertion.Query))
        .filter(rule -> Method.of(rule.assertion()) != Method.IN_FLIGHT)
        .toList();
  }

  /** Rules that need a query of their own, for {@link #measure}. */
  public List<QueryRule> queryRules() {
    return queries;
  }

  /** Runs one query rule: one job or more, as the query needs. */
  public Measurement measure(QueryRule query, Map<String, Dataset<Row>> tables) {
    Assertion.Query assertion = (Assertion.Query) query.rule().assertion();
    Dataset<Row> any = tables.values().iterator().next();
    return QueryPass.measure(QueryPass.over(any.sparkSession(), assertion.sql(), tables, Map.of()));
  }

  /**
   * The conditions that hold for every published row, as SQL by name: what a table can enforce
   * itself against every writer. Rules whose answer changes with time are left out.
   */
  public Map<String, String> tableConstraints() {
    Map<String, String> constraints = new LinkedHashMap<>();
    for (Marks.Mark mark : marks.all()) {
      boolean isRowRule = mark.rule().assertion() instanceof Assertion.OnRow;
      boolean isNotNull =
          mark.rule().assertion() instanceof Assertion.NotNull
              && mark.rule().scope().where().isEmpty();
      if (mark.keepsOut() && isRowRule && !isNotNull && isStable(mark.keeps())) {
        constraints.put(constraintName(mark.rule()), mark.keeps());
      }
    }
    return constraints;
  }

  /** What the constraint is called by which a table enforces a rule. */
  public static String constraintName(Rule rule) {
    return rule.name().replaceAll("[^A-Za-z0-9_]", "_");
  }

  /**
   * For each rule that one row tells, by name, a condition that is true of rows that break it and
   * never null; over rows without marks. A primary key is broken here by nulls alone, and a query
   * that counts rows by the rows it counts.
   */
  public Map<String, Column> broken() {
    Map<String, Column> broken = new LinkedHashMap<>();
    marks.all().forEach(mark -> broken.put(mark.rule().name(), expr(mark.keeps()).unary_$bang()));
    return broken;
  }

  /**
   * For each row, the rules it breaks, as {@code array<struct<rule, column, value, message,
   * contract_version, run_id>>}, all strings; only rules that keep rows out. Values of personal
   * data are not repeated.
   */
  public Column violations(String runId) {
    Column[] entries =
        marks.all().stream()
            .filter(Marks.Mark::keepsOut)
            .map(mark -> when(marks.broken(mark), violation(mark.rule(), runId)))
            .toArray(Column[]::new);
    return array_compact(array(entries));
  }

  /** One violation as quarantine keeps it, for {@code rule}, of the row it stands beside. */
  public Column violation(Rule rule, String runId) {
    Optional<Field> field =
        rule.assertion().fields().size() == 1
            ? contract.schema().findField(rule.assertion().fields().get(0))
            : Optional.empty();
    Column value =
        field
            .filter(known -> !known.traits().pii())
            .map(known -> col(SqlText.name(known.name())).cast("string"))
            .map(text -> substring(text, 1, LONGEST_VALUE))
            .orElse(lit(null).cast("string"));
    return violation(
        rule.name(),
        String.join(", ", rule.assertion().fields()),
        value,
        "expected " + Expectation.of(rule),
        runId);
  }

  /** One violation as quarantine keeps it. */
  public Column violation(String rule, String column, Column value, String message, String runId) {
    return struct(
        lit(rule).as("rule"),
        lit(column.isEmpty() ? null : column).cast("string").as("column"),
        value.as("value"),
        lit(message).as("message"),
        lit(contract.version().toString()).as("contract_version"),
        lit(runId).as("run_id"));
  }

  /**
   * For each marked rule that keeps rows out, by name: the rows of {@code keptOut} that break it.
   */
  public Map<String, Dataset<Row>> keptOutByRule(Dataset<Row> keptOut) {
    Map<String, Dataset<Row>> byRule = new LinkedHashMap<>();
    Column earlier = lit(false);
    for (Marks.Mark mark : marks.all()) {
      if (mark.keepsOut()) {
        byRule.put(
            mark.rule().name(), keptOut.where(marks.broken(mark).and(earlier.unary_$bang())));
        earlier = earlier.or(marks.broken(mark));
      }
    }
    return byRule;
  }

  /** How a rule is measured when nothing goes wrong, for the plan. */
  public Method plannedMethod(Rule rule) {
    return isFolded(rule) ? Method.IN_FLIGHT : Method.of(rule.assertion());
  }

  /**
   * Judges what was counted: one result a rule, in the order of {@link #rules}.
   *
   * @param now when the run started, against which freshness is told
   */
  public List<RuleResult> judge(Evidence evidence, Instant now) {
    Judge judge = new Judge(this, evidence, now);
    return rules.stream().map(judge::judge).toList();
  }

  boolean isFolded(Rule rule) {
    return folded.contains(rule.name());
  }

  Counters counted() {
    return counters;
  }

  /** The metrics of the run that every contract has: how many rows, how complete. */
  public Map<String, Double> metrics(Row counted) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("row_count", (double) counters.published(counted));
    counters
        .completeness(counted)
        .ifPresent(completeness -> metrics.put("completeness", completeness));
    return metrics;
  }

  private static boolean isStable(String sql) {
    return !UNSTABLE.matcher(sql).find();
  }
}
