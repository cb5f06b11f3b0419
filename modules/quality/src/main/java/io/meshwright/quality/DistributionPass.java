package io.meshwright.quality;

import static io.meshwright.quality.KeyPass.column;
import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.meshwright.contract.Statistic;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/**
 * Tells how far the distribution of a field is from the one it had. What comes to the driver is
 * bounded: bins, ranks, or at most {@link #MOST_VALUES} different values.
 */
public final class DistributionPass {

  private static final int BINS = 10;

  /** Quantiles compared for Kolmogorov-Smirnov: the distance is right to one part in so many. */
  private static final int RANKS = 1000;

  private static final int MOST_VALUES = 1000;

  /** Takes the place of an empty bin, whose logarithm is infinite. */
  private static final double LEAST_SHARE = 1e-4;

  private static final String VALUE = "__mesh_value";
  private static final String NOW = "__mesh_now";
  private static final String BEFORE = "__mesh_before";

  private DistributionPass() {}

  /** Measures the distance; nulls are left out. */
  public static Measurement distance(
      Dataset<Row> rows, Dataset<Row> earlier, String field, Statistic.Distance distance) {
    boolean isNumeric = isNumeric(rows, field);
    Dataset<Row> now = values(rows, field, isNumeric);
    Dataset<Row> before = values(earlier, field, isNumeric);
    if (distance == Statistic.Distance.KS) {
      return kolmogorovSmirnov(now, before, field);
    }

    return isNumeric ? stabilityOfNumbers(now, before, field) : stability(now, before, field);
  }

  private static boolean isNumeric(Dataset<Row> rows, String field) {
    DataType type = rows.select(column(rows, field)).schema().fields()[0].dataType();
    return type instanceof NumericType
        || type.equals(DataTypes.DateType)
        || type.equals(DataTypes.TimestampType);
  }

  /**
   * Numbers as doubles, days and instants as seconds, everything else as text; no nulls, no NaN.
   */
  private static Dataset<Row> values(Dataset<Row> rows, String field, boolean isNumeric) {
    Column value = column(rows, field);
    boolean isDate = rows.select(value).schema().fields()[0].dataType().equals(DataTypes.DateType);
    Column comparable =
        isNumeric
            ? (isDate ? value.cast("timestamp") : value).cast("double")
            : value.cast("string");
    Dataset<Row> values = rows.select(comparable.as(VALUE)).where(col(VALUE).isNotNull());
    return isNumeric ? values.where("NOT isnan(" + VALUE + ")") : values;
  }

  private static Measurement kolmogorovSmirnov(
      Dataset<Row> now, Dataset<Row> before, String field) {
    double[] ours = quantiles(now, RANKS);
    double[] theirs = quantiles(before, RANKS);
    if (ours.length == 0 || theirs.length == 0) {
      return none(ours.length == 0, field);
    }

    double distance = 0;
    for (double value : both(ours, theirs)) {
      distance = Math.max(distance, Math.abs(shareUpTo(ours, value) - shareUpTo(theirs, value)));
    }
    return value(distance);
  }

  private static double[] both(double[] left, double[] right) {
    double[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }

  private static double shareUpTo(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return (double) low / sorted.length;
  }

  private static Measurement stabilityOfNumbers(
      Dataset<Row> now, Dataset<Row> before, String field) {
    double[] edges = Arrays.stream(quantiles(before, BINS)).distinct().toArray();
    if (edges.length == 0) {
      return none(false, field);
    }

    double[] ours = bins(now, edges);
    return Arrays.stream(ours).sum() == 0
        ? none(true, field)
        : value(index(ours, bins(before, edges)));
  }

  /** How many values lie up to each edge and above the one before, then how many above the last. */
  private static double[] bins(Dataset<Row> values, double[] edges) {
    List<Column> counters = new ArrayList<>();
    for (int bin = 0; bin <= edges.length; bin++) {
      Column above = bin == 0 ? lit(true) : col(VALUE).gt(edges[bin - 1]);
      Column upTo = bin == edges.length ? lit(true) : col(VALUE).leq(edges[bin]);
      counters.add(count_if(above.and(upTo)));
    }
    Row counted =
        values
            .agg(counters.get(0), counters.subList(1, counters.size()).toArray(Column[]::new))
            .head();
    double[] bins = new double[counters.size()];
    for (int bin = 0; bin < bins.length; bin++) {
      bins[bin] = counted.getLong(bin);
    }
    return bins;
  }

  private static Measurement stability(Dataset<Row> now, Dataset<Row> before, String field) {
    List<Row> counted =
        counts(now, NOW, BEFORE)
            .unionByName(counts(before, BEFORE, NOW))
            .groupBy(VALUE)
            .agg(sum(NOW).as(NOW), sum(BEFORE).as(BEFORE))
            .select(NOW, BEFORE)
            .limit(MOST_VALUES + 1)
            .collectAsList();
    if (counted.size() > MOST_VALUES) {
      return new Measurement.Missing(
          "%s has more than %d different values, too many to compare one by one"
              .formatted(field, MOST_VALUES));
    }

    double[] ours = counted.stream().mapToDouble(row -> row.getLong(0)).toArray();
    double[] theirs = counted.stream().mapToDouble(row -> row.getLong(1)).toArray();
    boolean lacksOurs = Arrays.stream(ours).sum() == 0;
    return lacksOurs || Arrays.stream(theirs).sum() == 0
        ? none(lacksOurs, field)
        : value(index(ours, theirs));
  }

  private static Dataset<Row> counts(Dataset<Row> values, String counted, String other) {
    return values.groupBy(VALUE).agg(count(lit(1)).as(counted)).withColumn(other, lit(0L));
  }

  /** The population stability index of two histograms over the same bins. */
  static double index(double[] ours, double[] theirs) {
    double allOurs = Arrays.stream(ours).sum();
    double allTheirs = Arrays.stream(theirs).sum();
    double index = 0;
    for (int bin = 0; bin < ours.length; bin++) {
      if (ours[bin] + theirs[bin] > 0) {
        double p = Math.max(ours[bin] / allOurs, LEAST_SHARE);
        double q = Math.max(theirs[bin] / allTheirs, LEAST_SHARE);
        index += (p - q) * Math.log(p / q);
      }
    }
    return index;
  }

  private static double[] quantiles(Dataset<Row> values, int parts) {
    String ranks =
        IntStream.rangeClosed(1, parts)
            .mapToObj(rank -> rank + "D / " + parts + "D")
            .collect(joining(", ", "array(", ")"));
    Row found = values.agg(expr("percentile_approx(" + VALUE + ", " + ranks + ", 10000)")).head();
    return found.isNullAt(0)
        ? new double[0]
        : found.<Double>getList(0).stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Measurement none(boolean ours, String field) {
    return ours
        ? new Measurement.Missing("no row has a value in " + field)
        : new Measurement.Incomparable(
            "the version before has no value in %s to compare with".formatted(field));
  }

  private static Measurement value(double distance) {
    return new Measurement.Value(
        BigDecimal.valueOf(distance).setScale(4, java.math.RoundingMode.HALF_UP));
  }
}
