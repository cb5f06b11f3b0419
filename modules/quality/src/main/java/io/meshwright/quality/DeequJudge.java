package io.meshwright.quality;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.runners.AnalyzerContext;
import com.amazon.deequ.checks.Check;
import com.amazon.deequ.checks.CheckLevel;
import com.amazon.deequ.checks.CheckResult;
import com.amazon.deequ.constraints.ConstraintResult;
import com.amazon.deequ.constraints.ConstraintStatus;
import com.amazon.deequ.metrics.DoubleMetric;
import com.amazon.deequ.metrics.Entity;
import com.amazon.deequ.metrics.Metric;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Severity;
import io.meshwright.contract.Statistic;
import java.io.Serializable;
import java.util.List;
import java.util.function.DoublePredicate;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import scala.runtime.AbstractFunction1;
import scala.util.Success;

/**
 * Lets Deequ decide whether a measured metric keeps a rule: each rule becomes a Deequ {@link Check}
 * of one constraint, evaluated on a context that holds the metric we counted in the write. Deequ
 * reads no rows here.
 */
final class DeequJudge {

  private DeequJudge() {}

  /**
   * Says whether {@code metric} satisfies {@code promise}, as the constraint that Deequ has for
   * this kind of rule.
   */
  static boolean holds(Rule rule, double metric, DoublePredicate promise) {
    Check check = toCheck(rule, new Promise(promise));
    Analyzer<?, ? extends Metric<?>> analyzer = onlyAnalyzer(check);
    Metric<?> measured =
        new DoubleMetric(
            Entity.Column(),
            rule.assertion().kind(),
            rule.name(),
            new Success<>(metric),
            Option.empty());
    CheckResult result = check.evaluate(new AnalyzerContext(mapOf(analyzer, measured)));
    return constraints(result).stream()
        .allMatch(constraint -> constraint.status().equals(ConstraintStatus.Success()));
  }

  private static Check toCheck(Rule rule, Promise promise) {
    Check check = new Check(level(rule.severity()), rule.name(), toScala(List.of()));
    Assertion assertion = rule.assertion();
    if (assertion instanceof Assertion.RowCount) {
      return check.hasSize(promise, Option.empty());
    }
    if (assertion instanceof Assertion.Completeness completeness
        && completeness.field().isPresent()) {
      return check.hasCompleteness(
          completeness.field().get(), promise, Option.empty(), Option.empty());
    }
    if (assertion instanceof Assertion.Unique || assertion instanceof Assertion.PrimaryKey) {
      return check.hasUniqueness(toScala(assertion.fields()), promise);
    }
    if (assertion instanceof Statistic.KeyStatistic key
        && key.measure() != Statistic.KeyMeasure.DISTINCT_COUNT) {
      return key.measure() == Statistic.KeyMeasure.UNIQUENESS
          ? check.hasUniqueness(toScala(key.fields()), promise)
          : check.hasDistinctness(toScala(key.fields()), promise, Option.empty());
    }
    if (assertion instanceof Statistic.Aggregate aggregate) {
      return toCheck(check, aggregate, promise);
    }
    if (assertion instanceof Assertion.Query query) {
      return check.customSql(query.sql(), promise, Option.empty(), Option.empty());
    }

    return check.satisfies(
        Expectation.of(rule),
        rule.name(),
        promise,
        Option.empty(),
        DeequJudge.<String>toScala(List.of()).toList(),
        Option.empty());
  }

  private static Check toCheck(Check check, Statistic.Aggregate aggregate, Promise promise) {
    String field = aggregate.field();
    return switch (aggregate.function()) {
      case MIN -> check.hasMin(field, promise, Option.empty(), Option.empty());
      case MAX -> check.hasMax(field, promise, Option.empty(), Option.empty());
      case MEAN -> check.hasMean(field, promise, Option.empty());
      case SUM -> check.hasSum(field, promise, Option.empty());
      case STDDEV -> check.hasStandardDeviation(field, promise, Option.empty());
      case QUANTILE ->
          check.hasApproxQuantile(
              field, aggregate.at().orElseThrow().doubleValue(), promise, Option.empty());
    };
  }

  private static scala.Enumeration.Value level(Severity severity) {
    return severity.keepsRowsOut() ? CheckLevel.Error() : CheckLevel.Warning();
  }

  private static Analyzer<?, ? extends Metric<?>> onlyAnalyzer(Check check) {
    return JavaConverters.setAsJavaSet(check.requiredAnalyzers()).iterator().next();
  }

  private static List<ConstraintResult> constraints(CheckResult result) {
    return JavaConverters.seqAsJavaList(result.constraintResults());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Deequ's existential types do not fit Java's.
  private static Map<Analyzer<?, Metric<?>>, Metric<?>> mapOf(
      Analyzer<?, ? extends Metric<?>> analyzer, Metric<?> metric) {
    Map map = Map$.MODULE$.empty();
    return map.$plus(new scala.Tuple2<>(analyzer, metric));
  }

  private static <T> scala.collection.Seq<T> toScala(List<T> list) {
    return JavaConverters.asScalaBuffer(list).toSeq();
  }

  /** Deequ keeps assertions in objects that it may serialize. */
  private static final class Promise extends AbstractFunction1<Object, Object>
      implements Serializable {

    private static final long serialVersionUID = 1L;

    private final transient DoublePredicate predicate;

    Promise(DoublePredicate predicate) {
      this.predicate = predicate;
    }

    @Override
    public Object apply(Object metric) {
      return predicate.test(((Number) metric).doubleValue());
    }
  }
}
