package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.meshwright.contract.Amount;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.RowSource;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Statistic;
import io.meshwright.quality.Evidence;
import io.meshwright.quality.Expectation;
import io.meshwright.quality.Measurement;
import io.meshwright.quality.Method;
import io.meshwright.quality.RuleResult;
import io.meshwright.quality.RuleSet;
import io.meshwright.quality.RuleVerdict;
import io.meshwright.quality.SqlText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/**
 * Asks rows that are published whether they keep rules that they were not published under.
 *
 * <p>All rules about single rows, nulls included, and all that a few counters tell about the whole
 * table, are counted in one scan. Keys, groups and queries have a pass each over their columns.
 * Rows are only shown where a rule is broken: one more scan for all rules about single rows, and
 * one for each of the others.
 */
final class Prover {

  private static final String RULE = "__mesh_rule";
  private static final String NUMBER = "__mesh_number";
  private static final String KEY = "__mesh_key_";
  private static final String NO_ROWS = "no row was looked at";

  private final SparkSession spark;
  private final Environment environment;
  private final Contract contract;
  private final Set<String> personal;
  private final Instant now;
  private final ReadAudit reads;

  /**
   * @param contract the one whose rules are asked
   * @param personal fields whose values are shown to nobody, beside those of the contract
   * @param now against which freshness is told
   * @param reads is told of other products that rules refer to
   */
  Prover(
      SparkSession spark,
      Environment environment,
      Contract contract,
      Set<String> personal,
      Instant now,
      ReadAudit reads) {
    this.spark = spark;
    this.environment = environment;
    this.contract = contract;
    this.personal = Set.copyOf(personal);
    this.now = now;
    this.reads = reads;
  }

  /** What was asked, and of how many rows. */
  record Answers(long rows, List<Proof> proofs) {}

  /**
   * Asks the rows of {@code table}.
   *
   * @param rules rules of the contract; one that cannot be asked is answered as unmeasured
   * @throws StageFailedException if a rule does not fit the contract's columns
   */
  Answers ask(List<Rule> rules, Dataset<Row> table) {
    PromisedRows promised = PromisedRows.of(table, contract);
    Map<String, Proof> proofs = new LinkedHashMap<>();
    List<Rule> asked = new ArrayList<>();
    for (Rule rule : rules.stream().map(Prover::strict).distinct().toList()) {
      Optional<String> reason = promised.whyNot(rule).or(() -> whyNot(rule, promised.rows()));
      reason.ifPresentOrElse(
          text -> proofs.put(rule.name(), unmeasured(rule, text)), () -> asked.add(rule));
    }
    long rows = ask(asked, promised.rows(), proofs);
    return new Answers(rows, rules.stream().map(rule -> proofs.get(rule.name())).toList());
  }

  private long ask(List<Rule> asked, Dataset<Row> rows, Map<String, Proof> proofs) {
    RuleSet single = compile(asked, rows, Assertion.OnRow.class, Assertion.PrimaryKey.class);
    RuleSet keys = compile(asked, rows, Assertion.OnKeys.class);
    RuleSet whole = compile(asked, rows, Assertion.OnTable.class);
    Map<String, Column> conditions = new LinkedHashMap<>(single.broken());
    conditions.putAll(whole.broken());
    Map<String, Column> scopes = new LinkedHashMap<>();
    single.rules().stream()
        .filter(rule -> rule.scope().where().isPresent())
        .forEach(rule -> scopes.put(rule.name(), inScope(rule)));
    Row counted = count(rows, whole, conditions.values(), scopes.values());

    int at = whole.counters().size();
    Map<String, Long> violations = new LinkedHashMap<>();
    for (String rule : conditions.keySet()) {
      violations.put(rule, counted.getLong(at++));
    }
    Map<String, Long> checked = new LinkedHashMap<>();
    for (String rule : scopes.keySet()) {
      checked.put(rule, counted.getLong(at++));
    }

    long all = whole.transformed(counted);
    for (Rule rule : single.rules()) {
      if (rule.assertion() instanceof Assertion.OnRow) {
        proofs.put(
            rule.name(),
            counted(rule, checked.getOrDefault(rule.name(), all), violations.get(rule.name())));
      }
    }
    judge(keys, counted, violations, rows, proofs);
    judge(whole, counted, violations, rows, proofs);
    examples(single, rows, proofs);
    examples(new Passes(spark, keys, surroundings(rows)), keys, rows, proofs);
    return all;
  }

  /** The scan: nothing else looks at all columns. */
  private static Row count(
      Dataset<Row> rows, RuleSet whole, Iterable<Column> conditions, Iterable<Column> scopes) {
    List<Column> counters = new ArrayList<>(whole.counters());
    for (Iterable<Column> columns : List.of(conditions, scopes)) {
      for (Column column : columns) {
        counters.add(count_if(column).as("n" + counters.size()));
      }
    }
    return whole
        .mark(rows)
        .agg(counters.get(0), counters.subList(1, counters.size()).toArray(Column[]::new))
        .head();
  }

  private void judge(
      RuleSet rules,
      Row counted,
      Map<String, Long> violations,
      Dataset<Row> rows,
      Map<String, Proof> proofs) {
    Map<String, Measurement> measured =
        new Passes(spark, rules, surroundings(rows)).measure(RowProtection.Published.of(rows));
    for (RuleResult result :
        rules.judge(new Evidence(counted, Method.RESCAN, violations, measured), now)) {
      boolean isByRow = result.rule().assertion() instanceof Assertion.OnKeys;
      proofs.put(
          result.rule().name(),
          isByRow && result.verdict() != RuleVerdict.UNMEASURED
              ? counted(result.rule(), result.checked(), result.violations())
              : told(result));
    }
  }

  private static Proof counted(Rule rule, long checked, long violations) {
    if (checked == 0 && !rule.scope().allowsEmpty()) {
      return unmeasured(rule, NO_ROWS);
    }

    return new Proof(
        rule,
        violations == 0 ? Proof.Outcome.KEPT : Proof.Outcome.BROKEN,
        Expectation.of(rule),
        "%d of %d rows break it".formatted(violations, checked),
        checked,
        violations,
        List.of());
  }

  private static Proof told(RuleResult result) {
    Proof.Outcome outcome =
        switch (result.verdict()) {
          case PASSED -> Proof.Outcome.KEPT;
          case TOLERATED, FAILED -> Proof.Outcome.BROKEN;
          case UNMEASURED -> Proof.Outcome.UNMEASURED;
        };
    return new Proof(result.rule(), outcome, result.expected(), result.actual(), 0, 0, List.of());
  }

  private static Proof unmeasured(Rule rule, String reason) {
    return new Proof(rule, Proof.Outcome.UNMEASURED, Expectation.of(rule), reason, 0, 0, List.of());
  }

  /** Rows that broke a rule about single rows were never published, whatever it tolerates. */
  private static Rule strict(Rule rule) {
    return new Rule(
        rule.name(), rule.assertion(), rule.severity(), Amount.none(), rule.scope(), rule.tags());
  }

  /** Why the rows of the table alone say nothing about a rule, if so. */
  private Optional<String> whyNot(Rule rule, Dataset<Row> rows) {
    if (rule.assertion() instanceof Statistic.Distribution) {
      return Optional.of("it compares a run with the version before");
    }

    Optional<String> input =
        source(rule.assertion())
            .filter(RowSource.OfInput.class::isInstance)
            .map(source -> ((RowSource.OfInput) source).input())
            .or(() -> inputOf(rule, rows));
    return input.map("it looks at the input %s, which only a run reads"::formatted);
  }

  private static Optional<RowSource> source(Assertion assertion) {
    if (assertion instanceof Assertion.References references) {
      return Optional.of(references.to());
    }
    if (assertion instanceof Statistic.ValueSet set) {
      return Optional.of(set.of());
    }

    return assertion instanceof Statistic.RowCountMatch match
        ? Optional.of(match.with())
        : Optional.empty();
  }

  private Optional<String> inputOf(Rule rule, Dataset<Row> rows) {
    if (!(rule.assertion() instanceof Assertion.Query)) {
      return Optional.empty();
    }

    return MeasuredRules.compile(contract, List.of(rule), rows).queryRules().stream()
        .flatMap(query -> query.tables().values().stream())
        .filter(table -> !table.equals(Assertion.Query.SELF))
        .findFirst();
  }

  private RuleSet compile(List<Rule> rules, Dataset<Row> rows, Class<?>... families) {
    return MeasuredRules.compile(
        contract,
        rules.stream()
            .filter(
                rule ->
                    Arrays.stream(families).anyMatch(family -> family.isInstance(rule.assertion())))
            .toList(),
        rows);
  }

  private static Column inScope(Rule rule) {
    return expr("coalesce((%s), false)".formatted(rule.scope().where().orElseThrow()));
  }

  private void examples(RuleSet rules, Dataset<Row> rows, Map<String, Proof> proofs) {
    Map<String, Column> broken = rules.broken();
    broken.keySet().removeIf(rule -> proofs.get(rule).outcome() != Proof.Outcome.BROKEN);
    if (!broken.isEmpty()) {
      Column[] names =
          broken.entrySet().stream()
              .map(rule -> when(rule.getValue(), lit(rule.getKey())))
              .toArray(Column[]::new);
      show(rows, explode(array_compact(array(names))), proofs);
    }
  }

  private void examples(
      Passes passes, RuleSet rules, Dataset<Row> rows, Map<String, Proof> proofs) {
    for (Rule rule : rules.rules()) {
      if (proofs.get(rule.name()).outcome() == Proof.Outcome.BROKEN) {
        passes
            .offenders(rule, rows)
            .forEach(offenders -> show(offenders, lit(rule.name()), proofs));
      }
    }
  }

  /** Adds the first rows of each rule to its proof, in the order of their keys. */
  private void show(Dataset<Row> rows, Column rule, Map<String, Proof> proofs) {
    List<String> keys = contract.schema().primaryKey();
    List<Column> columns = new ArrayList<>();
    columns.add(struct(shown(rows)).as("row"));
    columns.add(rule.as(RULE));
    for (int i = 0; i < keys.size(); i++) {
      columns.add(col(SqlText.name(keys.get(i))).as(KEY + i));
    }
    Dataset<Row> found = rows.select(columns.toArray(Column[]::new));
    Column json =
        new PersonalData(contract).row((StructType) found.schema().apply("row").dataType(), keys);
    Column[] order =
        Stream.concat(
                IntStream.range(0, keys.size()).mapToObj(i -> col(KEY + i)),
                Stream.of(to_json(col("row"), QuarantinedRows.JSON)))
            .toArray(Column[]::new);
    Map<String, List<String>> examples = new LinkedHashMap<>();
    found
        .withColumn(NUMBER, row_number().over(Window.partitionBy(RULE).orderBy(order)))
        .where(col(NUMBER).leq(Explanation.MOST_EXAMPLES))
        .select(col(RULE), json, col(NUMBER))
        .orderBy(RULE, NUMBER)
        .collectAsList()
        .forEach(
            row ->
                examples
                    .computeIfAbsent(row.getString(0), name -> new ArrayList<>())
                    .add(row.getString(1)));
    examples.forEach(
        (name, shown) ->
            proofs.computeIfPresent(
                name,
                (same, proof) ->
                    proof.withExamples(
                        Stream.concat(
                                proof.examples().stream(),
                                shown.stream()
                                    .map(
                                        row ->
                                            Explainer.arrange(
                                                row, keys, proof.rule().assertion().fields())))
                            .distinct()
                            .limit(Explanation.MOST_EXAMPLES)
                            .toList())));
  }

  private Column[] shown(Dataset<Row> rows) {
    return Arrays.stream(rows.columns())
        .map(
            name -> {
              Column value = rows.col(SqlText.name(name));
              return personal.contains(name)
                  ? when(value.isNotNull(), lit(PersonalData.MASK)).as(name)
                  : value.as(name);
            })
        .toArray(Column[]::new);
  }

  private Passes.Surroundings surroundings(Dataset<Row> rows) {
    return new Passes.Surroundings() {
      @Override
      public Optional<Dataset<Row>> remaining(Assertion.UniqueKey key) {
        return Optional.empty();
      }

      @Override
      public Dataset<Row> input(String name) {
        throw new IllegalStateException(
            "Cannot read the input %s outside of a run".formatted(name));
      }

      @Override
      public Optional<Dataset<Row>> product(RowSource.OfProduct source) {
        return reads.open(new PublishedProducts(spark, environment), source);
      }

      @Override
      public Dataset<Row> earlier() {
        return rows;
      }
    };
  }
}
