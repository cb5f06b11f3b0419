package io.meshwright.quality;

import com.amazon.deequ.analyzers.ApproxCountDistinct;
import com.amazon.deequ.analyzers.ApproxCountDistinctState;
import com.amazon.deequ.analyzers.Completeness;
import com.amazon.deequ.analyzers.MaxState;
import com.amazon.deequ.analyzers.Maximum;
import com.amazon.deequ.analyzers.Mean;
import com.amazon.deequ.analyzers.MeanState;
import com.amazon.deequ.analyzers.MinState;
import com.amazon.deequ.analyzers.Minimum;
import com.amazon.deequ.analyzers.NumMatches;
import com.amazon.deequ.analyzers.NumMatchesAndCount;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.analyzers.Size;
import com.amazon.deequ.analyzers.StandardDeviation;
import com.amazon.deequ.analyzers.StandardDeviationState;
import com.amazon.deequ.analyzers.State;
import com.amazon.deequ.metrics.DoubleMetric;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.MetricName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * What Deequ needs to know of the rows of one slice: a few numbers a metric, which it can put
 * together with those of other slices. The metrics of a whole table then come from the states of
 * its slices, and no row of a slice that stays is read.
 */
public final class SliceStates {

  /** What the metrics of the whole table are called: {@code table_row_count}, and so on. */
  public static final String PREFIX = "table_";

  /** Deequ reads names as SQL, so columns of other names have no state. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  /**
   * The state of one metric over the rows of a slice.
   *
   * @param metric the metric's name, such as {@code row_count}
   * @param column the column it is about; empty for all rows
   * @param numbers Deequ's state, its numbers with commas between; empty if no row has a value
   */
  public record Kept(String metric, Optional<String> column, String numbers) {}

  /** A metric, and Deequ's analyzer of it. */
  private record Part(
      MetricName.Kind kind,
      Optional<String> column,
      ScanShareableAnalyzer<?, DoubleMetric> analyzer) {

    List<Column> columns() {
      return JavaConverters.seqAsJavaList(analyzer.aggregationFunctions());
    }
  }

  private final List<Part> parts;

  private SliceStates(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** No state at all. */
  static SliceStates none() {
    return new SliceStates(List.of());
  }

  /** States for the well-known metrics that the contract asks for, over every row. */
  public static SliceStates of(Contract contract) {
    return of(
        contract,
        Option.empty(),
        contract.schema().fields().stream().map(Field::name).collect(Collectors.toSet()));
  }

  /**
   * @param rows SQL, true for the rows that count
   * @param given the columns there are
   */
  static SliceStates of(Contract contract, Option<String> rows, Set<String> given) {
    Map<String, Part> parts = new LinkedHashMap<>();
    contract.observability().metrics().stream()
        .filter(metric -> metric.expression().isEmpty())
        .flatMap(metric -> MetricName.find(metric.name()).stream())
        .forEach(
            name -> {
              if (name.kind() == MetricName.Kind.ROW_COUNT) {
                parts.put("", new Part(name.kind(), Optional.empty(), new Size(rows)));
              }
              name.fields(contract.schema()).stream()
                  .map(Field::name)
                  .filter(field -> given.contains(field) && PLAIN_NAME.matcher(field).matches())
                  .forEach(
                      field ->
                          analyzer(name.kind(), field, rows)
                              .ifPresent(
                                  analyzer ->
                                      parts.putIfAbsent(
                                          name.kind() + " " + field,
                                          new Part(name.kind(), Optional.of(field), analyzer))));
            });
    return new SliceStates(new ArrayList<>(parts.values()));
  }

  private static Optional<ScanShareableAnalyzer<?, DoubleMetric>> analyzer(
      MetricName.Kind kind, String field, Option<String> rows) {
    return switch (kind) {
      case NULL_RATE -> Optional.of(new Completeness(field, rows, Option.empty()));
      case DISTINCT_COUNT -> Optional.of(new ApproxCountDistinct(field, rows));
      case MEAN -> Optional.of(new Mean(field, rows));
      case STDDEV -> Optional.of(new StandardDeviation(field, rows));
      case MIN -> Optional.of(new Minimum(field, rows, Option.empty()));
      case MAX -> Optional.of(new Maximum(field, rows, Option.empty()));
      default -> Optional.empty();
    };
  }

  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** What to observe, or to aggregate by slice. */
  public List<Column> counters() {
    List<Column> counters = new ArrayList<>();
    parts.forEach(
        part -> part.columns().forEach(column -> counters.add(column.as("s" + counters.size()))));
    return counters;
  }

  /**
   * The states of a slice.
   *
   * @param first where the first counter stands in {@code counted}
   */
  public List<Kept> read(Row counted, int first) {
    List<Kept> states = new ArrayList<>();
    int at = first;
    for (Part part : parts) {
      int width = part.columns().size();
      Object[] own = new Object[width];
      for (int i = 0; i < width; i++) {
        own[i] = counted.get(at + i);
      }
      at += width;
      Option<?> state = part.analyzer().fromAggregationResult(RowFactory.create(own), 0);
      states.add(
          new Kept(
              part.kind().key(),
              part.column(),
              state.isEmpty() ? "" : print((State<?>) state.get())));
    }
    return states;
  }

  /** Says whether {@code states} has one for each metric, so that it can stand for its slice. */
  public boolean areComplete(List<Kept> states) {
    return parts.stream().allMatch(part -> states.stream().anyMatch(kept -> isOf(kept, part)));
  }

  /** The metrics of the table whose slices have these states. */
  public List<MetricValue> merge(List<Kept> states) {
    List<MetricValue> metrics = new ArrayList<>();
    for (Part part : parts) {
      Optional<State<?>> merged =
          states.stream()
              .filter(kept -> isOf(kept, part))
              .filter(kept -> !kept.numbers().isEmpty())
              .<State<?>>map(kept -> parse(part.kind(), kept.numbers()))
              .reduce(SliceStates::sum);
      metrics.add(
          merged
              .map(state -> metric(part, state))
              .orElseGet(
                  () ->
                      MetricValue.missing(
                          PREFIX + part.kind().key(), part.column(), "no row has a value")));
    }
    return metrics;
  }

  private static boolean isOf(Kept kept, Part part) {
    return kept.metric().equals(part.kind().key()) && kept.column().equals(part.column());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Each analyzer knows the type of its own states.
  private static MetricValue metric(Part part, State<?> state) {
    DoubleMetric metric =
        (DoubleMetric)
            ((ScanShareableAnalyzer) part.analyzer()).computeMetricFrom(Option.apply(state));
    double value = (double) metric.value().getOrElse(() -> Double.NaN);
    return MetricValue.of(
        PREFIX + part.kind().key(),
        part.column(),
        part.kind() == MetricName.Kind.NULL_RATE ? 1 - value : value);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Both are states of one metric.
  private static State<?> sum(State<?> left, State<?> right) {
    return ((State) left).sum((State) right);
  }

  private static String print(State<?> state) {
    if (state instanceof NumMatches size) {
      return String.valueOf(size.numMatches());
    }
    if (state instanceof NumMatchesAndCount matches) {
      return matches.numMatches() + "," + matches.count();
    }
    if (state instanceof MeanState mean) {
      return mean.sum() + "," + mean.count();
    }
    if (state instanceof StandardDeviationState deviation) {
      return deviation.n() + "," + deviation.avg() + "," + deviation.m2();
    }
    if (state instanceof MinState min) {
      return String.valueOf(min.minValue());
    }
    if (state instanceof MaxState max) {
      return String.valueOf(max.maxValue());
    }

    return Arrays.stream(((ApproxCountDistinctState) state).words())
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(","));
  }

  private static State<?> parse(MetricName.Kind kind, String numbers) {
    String[] parts = numbers.split(",");
    return switch (kind) {
      case ROW_COUNT -> new NumMatches(Long.parseLong(parts[0]));
      case NULL_RATE ->
          new NumMatchesAndCount(
              Long.parseLong(parts[0]), Long.parseLong(parts[1]), Option.empty());
      case MEAN -> new MeanState(Double.parseDouble(parts[0]), Long.parseLong(parts[1]));
      case STDDEV ->
          new StandardDeviationState(
              Double.parseDouble(parts[0]),
              Double.parseDouble(parts[1]),
              Double.parseDouble(parts[2]));
      case MIN -> new MinState(Double.parseDouble(parts[0]), Option.empty());
      case MAX -> new MaxState(Double.parseDouble(parts[0]), Option.empty());
      case DISTINCT_COUNT ->
          new ApproxCountDistinctState(Arrays.stream(parts).mapToLong(Long::parseLong).toArray());
      default -> throw new IllegalArgumentException("Cannot read a state of " + kind);
    };
  }
}
