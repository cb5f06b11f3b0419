package io.meshwright.pipeline;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.RowSource;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Statistic;
import io.meshwright.quality.DistributionPass;
import io.meshwright.quality.GroupPass;
import io.meshwright.quality.KeyPass;
import io.meshwright.quality.Measurement;
import io.meshwright.quality.RuleSet;
import io.meshwright.quality.SetPass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The looks that rules need at the rows written, beside the one in flight. Rules that ask the same
 * share a pass, and passes run side by side: each reads few columns, and waits a lot.
 */
final class Passes {

  private static final int AT_ONCE = 3;

  /** What rules look at beside the rows themselves. */
  interface Surroundings {
    /** Rows that stay published beside the new ones, for keys that must be unique among both. */
    Optional<Dataset<Row>> remaining(Assertion.UniqueKey key);

    /** The rows of an input. */
    Dataset<Row> input(String name);

    /** The published rows of another product; empty if it is not published. */
    Optional<Dataset<Row>> product(RowSource.OfProduct source);

    /** The rows of this product as published now; none before the first run. */
    Dataset<Row> earlier();
  }

  private final SparkSession spark;
  private final RuleSet rules;
  private final Surroundings surroundings;

  Passes(SparkSession spark, RuleSet rules, Surroundings surroundings) {
    this.spark = spark;
    this.rules = rules;
    this.surroundings = surroundings;
  }

  /** Measures every rule that needs a pass, by rule name. */
  Map<String, Measurement> measure(RowProtection.Published looks) {
    Dataset<Row> published = looks.values();
    Map<Object, Supplier<Measurement>> passes = new LinkedHashMap<>();
    Map<String, Object> questions = new LinkedHashMap<>();
    for (Rule rule : rules.passRules()) {
      Object question = question(rule);
      questions.put(rule.name(), question);
      passes.putIfAbsent(question, () -> measure(rule, inScope(look(looks, rule), rule)));
    }
    for (RuleSet.QueryRule query : rules.queryRules()) {
      questions.put(query.rule().name(), query);
      passes.put(query, () -> rules.measure(query, tables(query, published)));
    }

    Map<Object, Measurement> answers = sideBySide(passes);
    Map<String, Measurement> measured = new LinkedHashMap<>();
    questions.forEach((rule, question) -> measured.put(rule, answers.get(question)));
    return measured;
  }

  /** The rows that break a rule of a pass, and would have been published. */
  List<Dataset<Row>> offenders(Rule rule, Dataset<Row> published) {
    Dataset<Row> rows = inScope(published, rule);
    if (rule.assertion() instanceof Assertion.UniqueKey key) {
      List<Dataset<Row>> offenders = new ArrayList<>();
      offenders.add(KeyPass.sharing(rows, key.fields()));
      remaining(rule, key)
          .ifPresent(others -> offenders.add(KeyPass.taking(rows, others, key.fields())));
      return offenders;
    }
    if (rule.assertion() instanceof Assertion.References references) {
      return find(references.to())
          .map(
              targets -> KeyPass.dangling(rows, references.fields(), targets, references.targets()))
          .stream()
          .toList();
    }
    if (rule.assertion() instanceof Assertion.FunctionalDependency dependency) {
      return List.of(GroupPass.disagreeing(rows, dependency));
    }

    return rule.assertion() instanceof Assertion.Monotonic monotonic
        ? List.of(GroupPass.outOfOrder(rows, monotonic))
        : List.of();
  }

  /** What a rule wants to know: rules with equal questions have one answer. */
  private static Object question(Rule rule) {
    Assertion assertion = rule.assertion();
    Object asked = assertion;
    if (assertion instanceof Assertion.UniqueKey key) {
      asked = key.fields();
    } else if (assertion instanceof Statistic.KeyStatistic key) {
      asked = List.of(Statistic.KeyStatistic.class, key.fields());
    } else if (assertion instanceof Statistic.RowCountMatch match) {
      asked = match.with();
    } else if (assertion instanceof Statistic.ValueSet set) {
      asked = List.of(set.field(), set.of(), set.target());
    }
    return List.of(asked, rule.scope().where());
  }

  private Measurement measure(Rule rule, Dataset<Row> rows) {
    Assertion assertion = rule.assertion();
    if (assertion instanceof Assertion.UniqueKey key) {
      return KeyPass.unique(rows, key.fields(), remaining(rule, key));
    }
    if (assertion instanceof Assertion.References references) {
      return compare(
          references.to(),
          references.targets(),
          targets -> KeyPass.references(rows, references.fields(), targets, references.targets()));
    }
    if (assertion instanceof Assertion.FunctionalDependency dependency) {
      return GroupPass.dependency(rows, dependency);
    }
    if (assertion instanceof Assertion.Monotonic monotonic) {
      return GroupPass.order(rows, monotonic);
    }
    if (assertion instanceof Statistic.KeyStatistic key) {
      return KeyPass.repetition(rows, key.fields());
    }
    if (assertion instanceof Statistic.GapFree gapFree) {
      return GroupPass.gaps(rows, gapFree);
    }
    if (assertion instanceof Statistic.ValueSet set) {
      return compare(
          set.of(),
          List.of(set.target()),
          others -> SetPass.compare(rows, set.field(), others, set.target()));
    }
    if (assertion instanceof Statistic.RowCountMatch match) {
      return compare(
          match.with(),
          List.of(),
          others -> new Measurement.Value(java.math.BigDecimal.valueOf(others.count())));
    }
    if (assertion instanceof Statistic.Distribution distribution) {
      return DistributionPass.distance(
          rows, surroundings.earlier(), distribution.field(), distribution.distance());
    }
    throw new AssertionError("Unmapped assertion: " + assertion);
  }

  /** Compares with rows elsewhere, if they are there and have the fields. */
  private Measurement compare(
      RowSource source, List<String> fields, Function<Dataset<Row>, Measurement> comparison) {
    Optional<Dataset<Row>> others = find(source);
    if (others.isEmpty()) {
      return new Measurement.Missing(source + " is not published");
    }
    List<String> columns = List.of(others.get().columns());
    List<String> unknown =
        fields.stream()
            .filter(field -> columns.stream().noneMatch(field::equalsIgnoreCase))
            .toList();
    return unknown.isEmpty()
        ? comparison.apply(others.get())
        : new Measurement.Missing(
            "%s has no column %s; it has %s"
                .formatted(source, String.join(", ", unknown), String.join(", ", columns)));
  }

  private Optional<Dataset<Row>> find(RowSource source) {
    return source instanceof RowSource.OfInput input
        ? Optional.of(surroundings.input(input.input()))
        : surroundings.product((RowSource.OfProduct) source);
  }

  private Optional<Dataset<Row>> remaining(Rule rule, Assertion.UniqueKey key) {
    return surroundings.remaining(key).map(others -> inScope(others, rule));
  }

  /** Keys are compared with what is published, where a token stands for a value. */
  private static Dataset<Row> look(RowProtection.Published looks, Rule rule) {
    return rule.assertion() instanceof Assertion.UniqueKey ? looks.keys() : looks.values();
  }

  /** The rows a rule looks at: those its {@code where} selects. */
  private static Dataset<Row> inScope(Dataset<Row> rows, Rule rule) {
    return rule.scope().where().map(rows::where).orElse(rows);
  }

  private Map<String, Dataset<Row>> tables(RuleSet.QueryRule query, Dataset<Row> published) {
    Map<String, Dataset<Row>> tables = new LinkedHashMap<>();
    query
        .tables()
        .forEach(
            (name, target) ->
                tables.put(
                    name,
                    target.equals(Assertion.Query.SELF) ? published : surroundings.input(target)));
    return tables;
  }

  private <K> Map<K, Measurement> sideBySide(Map<K, Supplier<Measurement>> passes) {
    Map<K, Measurement> found = new LinkedHashMap<>();
    if (passes.isEmpty()) {
      return found;
    }

    ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, passes.size()));
    try {
      Map<K, CompletableFuture<Measurement>> running = new LinkedHashMap<>();
      passes.forEach((key, pass) -> running.put(key, start(pass, threads)));
      running.forEach((key, pass) -> found.put(key, pass.join()));
      return found;
    } catch (CompletionException e) {
      throw SparkFailures.undeclared(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private CompletableFuture<Measurement> start(
      Supplier<Measurement> pass, ExecutorService threads) {
    return CompletableFuture.supplyAsync(
        () -> {
          SparkSession.setActiveSession(spark);
          return pass.get();
        },
        threads);
  }
}
