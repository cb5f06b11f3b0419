package io.meshwright.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.stddev_pop;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.meshwright.contract.Statistic;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * An aggregate that rides along with the write, in the type of its field: decimals and long numbers
 * keep every digit, which Deequ's doubles do not.
 */
final class AggregateCounter {

  /** One part in ten thousand of the ranks, as the contract says. */
  private static final int ACCURACY = 10_000;

  /**
   * What an aggregate came to.
   *
   * @param values rows that have a value
   * @param number empty if there is no value, or none that is a number
   * @param problem why there is no number though there are values
   */
  record Found(long values, Optional<BigDecimal> number, Optional<String> problem) {}

  private final Statistic.Function function;
  private final int values;
  private final int result;

  private AggregateCounter(Statistic.Function function, int values, int result) {
    this.function = function;
    this.values = values;
    this.result = result;
  }

  /**
   * Adds the columns that {@code aggregate} needs.
   *
   * @param scope true for the rows to look at
   * @param add takes a column to observe, and says where its value will stand
   */
  static AggregateCounter of(
      Statistic.Aggregate aggregate, Column scope, ToIntFunction<Column> add) {
    Column value = when(scope, col(SqlText.name(aggregate.field())));
    int values = add.applyAsInt(count(value));
    int result = add.applyAsInt(column(aggregate, value));
    return new AggregateCounter(aggregate.function(), values, result);
  }

  private static Column column(Statistic.Aggregate aggregate, Column value) {
    return switch (aggregate.function()) {
      case MIN -> min(value);
      case MAX -> max(value);
      // A mean is the exact sum, divided when it is read.
      case MEAN, SUM -> sum(value.multiply(ONE));
      case STDDEV -> stddev_pop(value);
      case QUANTILE ->
          percentile_approx(value, lit(aggregate.at().orElseThrow().doubleValue()), lit(ACCURACY));
    };
  }

  /**
   * Makes whole numbers decimals, whose sum does not overflow, and leaves the others as they are.
   */
  private static final Column ONE = expr("1BD");

  Found find(Row counted) {
    long rows = counted.getLong(values);
    if (rows == 0) {
      return new Found(0, Optional.empty(), Optional.empty());
    }
    if (counted.isNullAt(result)) {
      return new Found(
          rows, Optional.empty(), Optional.of("it has more digits than 38, which a decimal holds"));
    }

    Object found = counted.get(result);
    if (found instanceof BigDecimal exact) {
      return found(rows, exact);
    }
    double number = ((Number) found).doubleValue();
    if (!Double.isFinite(number)) {
      return new Found(rows, Optional.empty(), Optional.of("it is " + number));
    }

    return found(
        rows,
        found instanceof Double || found instanceof Float
            ? new BigDecimal(found.toString())
            : BigDecimal.valueOf(((Number) found).longValue()));
  }

  private Found found(long rows, BigDecimal number) {
    BigDecimal result =
        function == Statistic.Function.MEAN
            ? number.divide(BigDecimal.valueOf(rows), MathContext.DECIMAL128)
            : number;
    return new Found(rows, Optional.of(result), Optional.empty());
  }
}
