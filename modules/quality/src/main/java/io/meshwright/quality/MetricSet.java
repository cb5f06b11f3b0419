package io.meshwright.quality;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.stddev_pop;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.MetricName;
import io.meshwright.contract.Observability;
import io.meshwright.contract.Production;
import io.meshwright.quality.InvalidMetricsException.Broken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Option;

/**
 * The metrics of one contract, compiled once and ready to ride along with a write, behind the
 * counters of a {@link RuleSet}. They look at the rows to be published only.
 *
 * <p>Everything is bounded: distinct counts are HyperLogLog++ of two percent, distributions are the
 * quantiles of numbers, or counts of at most {@link Distribution#MOST_VALUES} values. Values of
 * personal data are not repeated.
 */
public final class MetricSet {

  private static final double DISTINCT_ERROR = 0.02;

  /** One part in a thousand of the ranks; more would have every task send more. */
  private static final int QUANTILE_ACCURACY = 1_000;

  private static final String NO_VALUE = "no row has a value";
  private static final String PERSONAL = "values of personal data are not repeated";

  /** Takes one value out of what was observed. */
  private interface Reading {
    MetricValue of(Row counted);
  }

  private final Contract contract;
  private final RuleSet rules;
  private final Set<String> given;
  private final List<Column> counters = new ArrayList<>();
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final Map<String, Reading> readings = new LinkedHashMap<>();
  private SliceStates states = SliceStates.none();
  private final TextDistributions textDistributions = new TextDistributions();

  private MetricSet(Contract contract, RuleSet rules, Dataset<Row> empty) {
    this.contract = contract;
    this.rules = rules;
    this.given = Set.of(empty.columns());
  }

  /** No metric but those that the rules have in any case. */
  public static MetricSet none(Contract contract, RuleSet rules, Dataset<Row> empty) {
    return new MetricSet(contract, rules, empty);
  }

  /**
   * Compiles the metrics that the contract asks for, and {@code alsoNeeded}. Each expression is
   * analysed alone, without a job.
   *
   * @param empty any rows with exactly the columns that will be measured
   * @throws InvalidMetricsException if Spark cannot take an expression of all rows in passing
   */
  public static MetricSet compile(
      Contract contract, Collection<MetricName> alsoNeeded, RuleSet rules, Dataset<Row> empty) {
    MetricSet metrics = new MetricSet(contract, rules, empty);
    List<Broken> broken = new ArrayList<>();
    Set<MetricName> names = new LinkedHashSet<>();
    PublishedAggregate aggregate =
        new PublishedAggregate(rules.mark(empty.limit(0)), rules.published());
    for (Observability.Metric metric : contract.observability().metrics()) {
      if (metric.expression().isPresent()) {
        metrics
            .addExpression(metric.name(), metric.expression().get(), aggregate)
            .ifPresent(broken::add);
      } else {
        MetricName.find(metric.name()).ifPresent(names::add);
      }
    }
    if (!broken.isEmpty()) {
      throw new InvalidMetricsException(broken);
    }

    names.addAll(alsoNeeded);
    names.forEach(metrics::add);
    if (contract.production().write().mode() == Production.Mode.SLICE) {
      metrics.states = SliceStates.of(contract, Option.apply(rules.publishedSql()), metrics.given);
    }
    return metrics;
  }

  /** What to observe behind {@link RuleSet#counters}; empty where nothing is asked. */
  public List<Column> counters() {
    return Stream.concat(counters.stream(), states.counters().stream()).toList();
  }

  /** The states of the slice that is written; none but in the write mode {@code slice}. */
  public List<SliceStates.Kept> states(Row counted) {
    return states.read(counted, rules.counters().size() + counters.size());
  }

  /**
   * The metrics of a run. Runs no job, but one over {@code published} if the distribution of text
   * without a list of values is asked.
   *
   * @param counted the counters of the rules, and behind them these
   */
  public List<MetricValue> values(Row counted, Dataset<Row> published) {
    Map<String, MetricValue> values = new LinkedHashMap<>();
    rules
        .metrics(counted)
        .forEach((name, value) -> values.put(name, MetricValue.of(name, Optional.empty(), value)));
    readings.forEach(
        (label, reading) -> values.computeIfAbsent(label, same -> reading.of(counted)));
    textDistributions.count(published, values);
    return List.copyOf(values.values());
  }

  private Optional<Broken> addExpression(String name, String sql, PublishedAggregate aggregate) {
    try {
      int place = place(sql, aggregate.of(sql));
      readings.put(name, counted -> number(name, Optional.empty(), counted, place));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          new Broken(
              "metric '%s' cannot be measured as %s: %s".formatted(name, sql, e.getMessage()),
              "write one SQL aggregate over the fields %s, such as avg(FIELD) or sum(FIELD) / count(*)"
                  .formatted(
                      contract.schema().fields().stream()
                          .map(Field::name)
                          .collect(joining(", ")))));
    }
  }

  private void add(MetricName name) {
    String key = name.kind().key();
    switch (name.kind()) {
      case ROW_COUNT, SCHEMA_DRIFT -> {
        // The rules count rows in any case, and inputs are none of the rows.
      }
      case COMPLETENESS -> addCompleteness(key);
      case AVG_ORDER_VALUE ->
          name.fields(contract.schema())
              .forEach(field -> add(key, Optional.empty(), field, avg(numbers(field)), "mean"));
      default -> name.fields(contract.schema()).forEach(field -> add(name.kind(), field));
    }
  }

  private void add(MetricName.Kind kind, Field field) {
    String key = kind.key();
    Optional<String> column = Optional.of(field.name());
    String label = key + "." + field.name();
    boolean repeatsValues =
        kind == MetricName.Kind.MIN
            || kind == MetricName.Kind.MAX
            || kind == MetricName.Kind.VALUE_DISTRIBUTION;
    if (!given.contains(field.name())) {
      put(label, counted -> MetricValue.missing(key, column, "the transform does not give it"));
    } else if (repeatsValues && field.traits().pii()) {
      put(label, counted -> MetricValue.missing(key, column, PERSONAL));
    } else {
      switch (kind) {
        case NULL_RATE -> addNulls(label, key, field, 1);
        case NULL_PERCENTAGE, NULL_PERCENTAGE_BY_COLUMN -> addNulls(label, key, field, 100);
        case DISTINCT_COUNT -> {
          int place = distinct(field);
          put(label, counted -> MetricValue.of(key, column, (double) counted.getLong(place)));
        }
        case VALUE_DISTRIBUTION -> addDistribution(label, key, field);
        case MEAN -> add(key, column, field, avg(numbers(field)), "mean");
        case MIN -> add(key, column, field, min(numbers(field)), "min");
        case MAX -> add(key, column, field, max(numbers(field)), "max");
        case STDDEV -> add(key, column, field, stddev_pop(numbers(field)), "stddev");
        default -> throw new AssertionError("Not about a column: " + kind);
      }
    }
  }

  private void add(
      String name, Optional<String> column, Field field, Column aggregate, String kind) {
    int place = place(kind + " of " + field.name(), aggregate);
    put(
        name + column.map(of -> "." + of).orElse(""),
        counted -> number(name, column, counted, place));
  }

  private void addCompleteness(String key) {
    Column filled =
        given.stream()
            .sorted()
            .map(name -> when(col(SqlText.name(name)).isNotNull(), 1L).otherwise(0L))
            .reduce(Column::plus)
            .orElse(lit(0L));
    int place = place("filled cells", sum(when(rules.published(), filled)));
    put(
        key,
        counted ->
            rules.published(counted) == 0
                ? MetricValue.missing(key, Optional.empty(), NO_VALUE)
                : MetricValue.of(
                    key,
                    Optional.empty(),
                    (double) counted.getLong(place) / rules.published(counted) / given.size()));
  }

  private void addNulls(String label, String key, Field field, int whole) {
    int place = filled(field);
    put(
        label,
        counted -> {
          long rows = rules.published(counted);
          double share = rows == 0 ? 0 : (double) (rows - counted.getLong(place)) / rows;
          return MetricValue.of(key, Optional.of(field.name()), whole * share);
        });
  }

  private void addDistribution(String label, String key, Field field) {
    Optional<String> column = Optional.of(field.name());
    List<String> values = listed(field);
    if (!values.isEmpty()) {
      int filled = filled(field);
      List<Integer> counts =
          values.stream()
              .map(
                  value ->
                      place(
                          field.name() + " = " + value,
                          count_if(
                              rules.published().and(value(field).equalTo(literal(value, field))))))
              .toList();
      put(
          label,
          counted ->
              MetricValue.of(
                  key, column, listed(values, counts, counted.getLong(filled), counted)));
    } else if (field.type().isText()) {
      int place = distinct(field);
      textDistributions.columns.put(label, field.name());
      put(label, counted -> textDistributions.planned(key, column, counted.getLong(place)));
    } else {
      int filled = filled(field);
      int place =
          place(
              "quantiles of " + field.name(),
              percentile_approx(
                  onTheLine(field),
                  lit(
                      IntStream.rangeClosed(0, Distribution.PARTS)
                          .mapToDouble(i -> (double) i / Distribution.PARTS)
                          .toArray()),
                  lit(QUANTILE_ACCURACY)));
      put(
          label,
          counted ->
              counted.isNullAt(place)
                  ? MetricValue.missing(key, column, NO_VALUE)
                  : MetricValue.of(
                      key,
                      column,
                      new Distribution.Quantiles(
                          counted.<Double>getList(place), counted.getLong(filled))));
    }
  }

  private static Distribution listed(
      List<String> values, List<Integer> places, long filled, Row counted) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      counts.put(values.get(i), counted.getLong(places.get(i)));
    }
    long known = counts.values().stream().mapToLong(Long::longValue).sum();
    return new Distribution.Values(counts, filled - known);
  }

  /** The values that a field may have, if the contract lists them. */
  private static List<String> listed(Field field) {
    if (field.type() == FieldType.Atomic.BOOLEAN) {
      return List.of("true", "false");
    }

    return field.rules().stream()
        .map(rule -> rule.assertion())
        .filter(Assertion.OneOf.class::isInstance)
        .map(assertion -> ((Assertion.OneOf) assertion).values().stream().distinct().toList())
        .filter(values -> values.size() <= Distribution.MOST_VALUES)
        .findFirst()
        .orElse(List.of());
  }

  private static Column literal(String value, Field field) {
    return expr(SqlText.literal(value, field.type()));
  }

  private int filled(Field field) {
    return place(
        "filled " + field.name(), count_if(rules.published().and(value(field).isNotNull())));
  }

  private int distinct(Field field) {
    return place(
        "distinct " + field.name(),
        approx_count_distinct(when(rules.published(), value(field)), DISTINCT_ERROR));
  }

  private static Column value(Field field) {
    return col(SqlText.name(field.name()));
  }

  private Column numbers(Field field) {
    return when(rules.published(), value(field).cast("double"));
  }

  /** A number, or a time as one, without what no report can print. */
  private Column onTheLine(Field field) {
    String name = SqlText.name(field.name());
    String number =
        field.type() == FieldType.Atomic.DATE
            ? "CAST(unix_date(" + name + ") AS DOUBLE)"
            : field.type().isTemporal()
                ? "CAST(CAST(" + name + " AS TIMESTAMP) AS DOUBLE)"
                : "CAST(" + name + " AS DOUBLE)";
    Column value = expr(number);
    Column isFinite = expr("abs(" + number + ") < DOUBLE('Infinity')");
    return when(rules.published().and(isFinite), value);
  }

  private MetricValue number(String name, Optional<String> column, Row counted, int place) {
    return counted.isNullAt(place)
        ? MetricValue.missing(name, column, NO_VALUE)
        : MetricValue.of(name, column, counted.getDouble(place));
  }

  private void put(String label, Reading reading) {
    readings.putIfAbsent(label, reading);
  }

  /** Where in the observed row a counter is; the same counter is taken once. */
  private int place(String key, Column counter) {
    int first = rules.counters().size();
    return places.computeIfAbsent(
        key,
        same -> {
          counters.add(counter.as("m" + counters.size()));
          return first + counters.size() - 1;
        });
  }
}
