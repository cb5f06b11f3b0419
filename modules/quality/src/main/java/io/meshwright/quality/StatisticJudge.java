package io.meshwright.quality;

import io.meshwright.contract.Rule;
import io.meshwright.contract.Statistic;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/** Turns numbers that are worked out from all rows into results; Deequ says which promises hold. */
final class StatisticJudge {

  /** Numbers with more decimals than that were divided, or are doubles, and are rounded. */
  private static final int MOST_DECIMALS = 6;

  /** Digits of a rounded number in the report. */
  private static final MathContext SHOWN = new MathContext(8);

  private final Counters counters;
  private final Evidence evidence;

  StatisticJudge(Counters counters, Evidence evidence) {
    this.counters = counters;
    this.evidence = evidence;
  }

  RuleResult judge(Rule rule, Statistic statistic) {
    if (statistic instanceof Statistic.Aggregate aggregate) {
      return aggregate(rule, aggregate);
    }

    Optional<Measurement> measured = evidence.measurementOf(rule.name());
    if (measured.isEmpty() || measured.get().missing().isPresent()) {
      return measured.isPresent() && rule.scope().allowsEmpty() && rows(rule) == 0
          ? told(rule, true, "nothing to look at")
          : RuleResult.unmeasured(rule, Method.NONE, Measurement.reason(measured));
    }
    if (measured.get() instanceof Measurement.Incomparable incomparable) {
      return told(rule, true, incomparable.reason());
    }
    if (statistic instanceof Statistic.KeyStatistic key) {
      return keys(rule, key, (Measurement.KeyCounts) measured.get());
    }
    if (statistic instanceof Statistic.ValueSet set) {
      return sets(rule, set, (Measurement.Sets) measured.get());
    }

    BigDecimal value = ((Measurement.Value) measured.get()).value();
    if (statistic instanceof Statistic.RowCountMatch match) {
      return rowCountMatch(rule, match, value.longValueExact());
    }
    if (statistic instanceof Statistic.GapFree) {
      return number(rule, value, value.signum() == 0, value + " missing in between");
    }

    Statistic.Distribution distribution = (Statistic.Distribution) statistic;
    return number(
        rule,
        value,
        value.compareTo(distribution.max()) <= 0,
        "%s is %s".formatted(distribution.distance(), shown(value)));
  }

  private RuleResult aggregate(Rule rule, Statistic.Aggregate aggregate) {
    AggregateCounter.Found found = counters.aggregate(rule, evidence.counted());
    String name = Expectation.name(aggregate);
    if (found.values() == 0) {
      return rule.scope().allowsEmpty()
          ? told(rule, true, "no value")
          : RuleResult.unmeasured(
              rule, evidence.method(), "no row has a value in " + aggregate.field());
    }
    if (found.number().isEmpty()) {
      String problem = found.problem().orElse("it is no number");
      return told(rule, false, "%s: %s".formatted(name, problem));
    }

    BigDecimal number = found.number().get();
    return number(
        rule,
        number,
        aggregate.range().contains(number),
        "%s is %s".formatted(name, shown(number)));
  }

  private RuleResult keys(Rule rule, Statistic.KeyStatistic key, Measurement.KeyCounts found) {
    boolean isCount = key.measure() == Statistic.KeyMeasure.DISTINCT_COUNT;
    if (found.rows() == 0 && !isCount) {
      return rule.scope().allowsEmpty()
          ? told(rule, true, "no complete key")
          : RuleResult.unmeasured(
              rule, Method.KEY_PASS, "no row has a value in " + String.join(", ", key.fields()));
    }

    long part = key.measure() == Statistic.KeyMeasure.UNIQUENESS ? found.once() : found.distinct();
    if (isCount) {
      BigDecimal distinct = BigDecimal.valueOf(part);
      return number(rule, distinct, key.range().contains(distinct), part + " different values");
    }

    return number(
        rule,
        BigDecimal.valueOf((double) part / found.rows()),
        containsShare(key, part, found.rows()),
        "%d of %d rows (%s)".formatted(part, found.rows(), Judge.percent(part, found.rows())));
  }

  /** Compares whole numbers, not fractions: 0.995 has no exact double. */
  private static boolean containsShare(Statistic.KeyStatistic key, long part, long rows) {
    BigDecimal all = BigDecimal.valueOf(rows);
    BigDecimal counted = BigDecimal.valueOf(part);
    return key.range().min().map(least -> least.multiply(all).compareTo(counted) <= 0).orElse(true)
        && key.range().max().map(most -> most.multiply(all).compareTo(counted) >= 0).orElse(true);
  }

  private RuleResult sets(Rule rule, Statistic.ValueSet set, Measurement.Sets found) {
    boolean asksOurs = set.relation() != Statistic.SetRelation.CONTAINS;
    boolean asksTheirs = set.relation() != Statistic.SetRelation.WITHIN;
    if ((asksOurs && !asksTheirs && found.ours() == 0)
        || (asksTheirs && !asksOurs && found.theirs() == 0)) {
      String empty = found.ours() == 0 && asksOurs ? set.field() : set.of() + "." + set.target();
      return rule.scope().allowsEmpty()
          ? told(rule, true, "no value in " + empty)
          : RuleResult.unmeasured(rule, Method.OWN_PASS, "no value in " + empty);
    }

    long broken = (asksOurs ? found.onlyOurs() : 0) + (asksTheirs ? found.onlyTheirs() : 0);
    String actual =
        broken == 0
            ? "%d values".formatted(found.ours())
            : "%d values of %s only, %d of %s.%s only"
                .formatted(
                    found.onlyOurs(), set.field(), found.onlyTheirs(), set.of(), set.target());
    return number(rule, BigDecimal.valueOf(broken), broken == 0, actual + examples(found, broken));
  }

  private static String examples(Measurement.Sets found, long broken) {
    List<String> examples = found.examples();
    return broken == 0 || examples.isEmpty() ? "" : ", such as " + String.join(", ", examples);
  }

  private RuleResult rowCountMatch(Rule rule, Statistic.RowCountMatch match, long theirs) {
    long ours = rows(rule);
    long difference = Math.abs(ours - theirs);
    return number(
        rule,
        BigDecimal.valueOf(difference),
        difference <= match.tolerance().of(theirs),
        "%d rows, and %d in %s".formatted(ours, theirs, match.with()));
  }

  private RuleResult number(Rule rule, BigDecimal number, boolean keeps, String actual) {
    return told(rule, DeequJudge.holds(rule, number.doubleValue(), metric -> keeps), actual);
  }

  private RuleResult told(Rule rule, boolean holds, String actual) {
    Method planned = Method.of(rule.assertion());
    return RuleResult.told(
        rule, holds, planned == Method.IN_FLIGHT ? evidence.method() : planned, actual, rows(rule));
  }

  private long rows(Rule rule) {
    return counters.rows(rule, evidence.counted());
  }

  private static String shown(BigDecimal number) {
    BigDecimal exact = number.stripTrailingZeros();
    return (exact.scale() <= MOST_DECIMALS ? exact : exact.round(SHOWN)).toPlainString();
  }
}
