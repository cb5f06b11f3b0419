package io.meshwright.benchmark;

import com.amazon.deequ.VerificationResult;
import com.amazon.deequ.VerificationSuite;
import com.amazon.deequ.checks.Check;
import com.amazon.deequ.checks.CheckLevel;
import com.amazon.deequ.constraints.ConstraintResult;
import com.amazon.deequ.constraints.ConstraintStatus;
import com.amazon.deequ.metrics.Metric;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.Rule;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Option;
import scala.collection.JavaConverters;
import scala.runtime.AbstractFunction1;

/**
 * The rules of a workload as one Deequ check, run as Deequ's own users do.
 *
 * <p>Where Deequ has several ways to say the same, this is the cheapest one that keeps nulls and
 * counts rows: {@code satisfies} and not {@code hasMin}, {@code hasMaxLength} or {@code
 * hasPattern}.
 */
final class DeequChecks {

  private DeequChecks() {}

  /** Runs one verification suite over {@code rows}. */
  static Map<String, Finding> check(Workload workload, Dataset<Row> rows) {
    Check check = new Check(CheckLevel.Error(), "rules", toScala(List.of()));
    RuleSql sql = new RuleSql(workload.table());
    for (Rule rule : workload.rules()) {
      check = add(check, rule, sql);
    }
    VerificationResult result = new VerificationSuite().onData(rows).addCheck(check).run();
    List<ConstraintResult> constraints =
        JavaConverters.seqAsJavaList(result.checkResults().apply(check).constraintResults());
    long size = workload.files().rowCount();
    Map<String, Finding> findings = new LinkedHashMap<>();
    for (int i = 0; i < constraints.size(); i++) {
      Rule rule = workload.rules().get(i);
      findings.put(rule.name(), finding(rule, constraints.get(i), size));
    }
    return findings;
  }

  private static Check add(Check check, Rule rule, RuleSql sql) {
    Assertion assertion = rule.assertion();
    if (assertion instanceof Assertion.NotNull notNull) {
      return check.isComplete(notNull.field(), Option.empty(), Option.empty());
    }
    if (assertion instanceof Assertion.OneOf oneOf) {
      return check.isContainedIn(oneOf.field(), oneOf.values().toArray(String[]::new));
    }
    if (assertion instanceof Assertion.Completeness completeness) {
      double min = completeness.min().doubleValue();
      return check.hasCompleteness(
          completeness.field().orElseThrow(),
          new Promise(share -> share >= min),
          Option.empty(),
          Option.empty());
    }
    if (assertion instanceof Assertion.Unique unique) {
      return check.hasUniqueness(toScala(unique.fields()), new Promise(share -> share == 1));
    }
    if (assertion instanceof Assertion.OnRow onRow) {
      return check.satisfies(
          sql.predicate(onRow),
          rule.name(),
          new Promise(share -> share == 1),
          Option.empty(),
          DeequChecks.<String>toScala(List.of()).toList(),
          Option.empty());
    }
    throw new AssertionError("Deequ has no check for " + assertion);
  }

  /** Deequ tells the share of rows that keep a rule. */
  private static Finding finding(Rule rule, ConstraintResult result, long rows) {
    boolean kept = result.status().equals(ConstraintStatus.Success());
    Metric<?> metric = result.metric().get();
    if (metric.value().isFailure()) {
      throw NotMeasured.because(
          "Deequ could not check %s: %s"
              .formatted(rule.name(), result.message().getOrElse(() -> "")),
          "this is a mistake in the benchmark; please report it");
    }

    double share = ((Number) metric.value().get()).doubleValue();
    boolean countsRows = !(rule.assertion() instanceof Assertion.Completeness);
    return new Finding(kept, countsRows ? Math.round((1 - share) * rows) : 0);
  }

  private static <T> scala.collection.Seq<T> toScala(List<T> list) {
    return JavaConverters.asScalaBuffer(list).toSeq();
  }

  private interface Share extends DoublePredicate, Serializable {}

  /** A condition on a metric, as Deequ wants it. */
  private static final class Promise extends AbstractFunction1<Object, Object>
      implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Share share;

    Promise(Share share) {
      this.share = share;
    }

    @Override
    public Object apply(Object metric) {
      return share.test(((Number) metric).doubleValue());
    }
  }
}
