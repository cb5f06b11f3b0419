package io.meshwright.quality;

import com.amazon.deequ.analyzers.DataTypeInstances;
import com.amazon.deequ.metrics.Distribution;
import com.amazon.deequ.metrics.DistributionValue;
import com.amazon.deequ.profiles.NumericColumnProfile;
import com.amazon.deequ.profiles.StandardColumnProfile;
import com.amazon.deequ.profiles.StringColumnProfile;
import com.amazon.deequ.suggestions.rules.CategoricalRangeRule;
import com.amazon.deequ.suggestions.rules.CategoricalRangeRule$;
import com.amazon.deequ.suggestions.rules.CompleteIfCompleteRule;
import com.amazon.deequ.suggestions.rules.HasMaxLength;
import com.amazon.deequ.suggestions.rules.NonNegativeNumbersRule;
import com.amazon.deequ.suggestions.rules.RetainCompletenessRule;
import com.amazon.deequ.suggestions.rules.RetainCompletenessRule$;
import io.meshwright.contract.FieldType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import scala.Enumeration;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;

/**
 * Asks Deequ's suggestion rules what they would propose for a column, on a profile of Deequ's own
 * kind that holds the numbers we measured. Deequ reads no rows here, and writes no SQL.
 */
final class DeequAdvice {

  private final ColumnProfile column;
  private final long rows;

  DeequAdvice(ColumnProfile column, long rows) {
    this.column = column;
    this.rows = rows;
  }

  boolean isComplete() {
    return new CompleteIfCompleteRule().shouldBeApplied(standard(), rows);
  }

  /**
   * The least share of values to insist on in a column with gaps: the lower end of Wilson's 95 %
   * interval around the share found, in whole percents.
   */
  Optional<BigDecimal> completeness() {
    RetainCompletenessRule rule =
        new RetainCompletenessRule(
            RetainCompletenessRule$.MODULE$.apply$default$1(),
            RetainCompletenessRule$.MODULE$.apply$default$2(),
            RetainCompletenessRule$.MODULE$.apply$default$3());
    if (!rule.shouldBeApplied(standard(), rows)) {
      return Optional.empty();
    }

    double least =
        rule.intervalStrategy().calculateTargetConfidenceInterval(share(), rows, 0.95).lowerBound();
    return Optional.of(BigDecimal.valueOf(least).setScale(2, RoundingMode.DOWN))
        .filter(share -> share.signum() > 0);
  }

  /** Says whether the values are a closed list: known, few, and hardly one of them alone. */
  boolean isCategorical() {
    return new CategoricalRangeRule(CategoricalRangeRule$.MODULE$.apply$default$1())
        .shouldBeApplied(standard(), rows);
  }

  boolean isNotNegative(ColumnProfile.Spread spread) {
    Option<Object> none = Option.empty();
    return new NonNegativeNumbersRule()
        .shouldBeApplied(
            new NumericColumnProfile(
                column.name(),
                share(),
                distinct(),
                type(),
                false,
                empty(),
                histogram(),
                Option.empty(),
                none,
                Option.apply(spread.mean()),
                Option.apply(Double.valueOf(spread.max())),
                Option.apply(Double.valueOf(spread.min())),
                none,
                none,
                none,
                Option.apply(spread.deviation()),
                none,
                none,
                none,
                Option.empty()),
            rows);
  }

  boolean hasLength(ColumnProfile.Lengths lengths) {
    return new HasMaxLength()
        .shouldBeApplied(
            new StringColumnProfile(
                column.name(),
                share(),
                distinct(),
                type(),
                false,
                empty(),
                histogram(),
                Option.apply((double) lengths.min()),
                Option.apply((double) lengths.max())),
            rows);
  }

  StandardColumnProfile standard() {
    return new StandardColumnProfile(
        column.name(), share(), distinct(), type(), false, empty(), histogram());
  }

  /** Exactly 1 only if no row is without a value, however many rows there are. */
  private double share() {
    double share = (double) column.filled() / rows;
    return column.filled() < rows ? Math.min(share, Math.nextDown(1.0)) : share;
  }

  private long distinct() {
    return column.distinct().map(ColumnProfile.Distinct::count).orElse(0L);
  }

  private Enumeration.Value type() {
    FieldType type = column.type().orElse(FieldType.Atomic.BINARY);
    if (type.isText()) {
      return DataTypeInstances.String();
    }
    if (type == FieldType.Atomic.BOOLEAN) {
      return DataTypeInstances.Boolean();
    }
    if (!type.isNumeric()) {
      return DataTypeInstances.Unknown();
    }

    return type == FieldType.Atomic.DOUBLE
            || type == FieldType.Atomic.FLOAT
            || (type instanceof FieldType.Decimal decimal && decimal.scale() > 0)
        ? DataTypeInstances.Fractional()
        : DataTypeInstances.Integral();
  }

  private Option<Distribution> histogram() {
    if (!column.values().areAll()) {
      return Option.empty();
    }

    Map<String, DistributionValue> values = empty();
    for (ColumnProfile.Frequency frequency : column.values().frequent()) {
      values =
          values.$plus(
              new scala.Tuple2<>(
                  frequency.value(),
                  new DistributionValue(frequency.count(), (double) frequency.count() / rows)));
    }
    return Option.apply(new Distribution(values, values.size(), 0));
  }

  @SuppressWarnings("unchecked") // The empty map has no values of a wrong type.
  private static <V> Map<String, V> empty() {
    return (Map<String, V>) (Map<?, ?>) Map$.MODULE$.empty();
  }
}
