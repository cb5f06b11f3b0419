package io.meshwright.quality;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import io.meshwright.contract.Amount;
import io.meshwright.contract.Condition;
import io.meshwright.contract.Contract;
import io.meshwright.contract.MetricName;
import io.meshwright.contract.Observability;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Schema;
import io.meshwright.quality.InvalidMetricsException.Broken;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The alerts of one contract: what must be measured for them, and whether they fire. */
public final class AlertSet {

  /** An alert, what it is about, and from where on it fires. */
  record Compiled(
      Observability.Alert alert, AlertSubject subject, Optional<Condition.Threshold> threshold) {}

  private final List<Compiled> alerts;

  private AlertSet(List<Compiled> alerts) {
    this.alerts = List.copyOf(alerts);
  }

  /**
   * Reads every condition.
   *
   * @throws InvalidMetricsException if one is about something that is not measured, or compares
   *     with what it cannot be compared with
   */
  public static AlertSet compile(Contract contract) {
    Set<String> expressions =
        contract.observability().metrics().stream()
            .filter(metric -> metric.expression().isPresent())
            .map(Observability.Metric::name)
            .collect(toSet());
    List<Compiled> alerts = new ArrayList<>();
    List<Broken> broken = new ArrayList<>();
    for (Observability.Alert alert : contract.observability().alerts()) {
      Condition condition = alert.condition();
      Optional<AlertSubject> subject = AlertSubject.find(condition, expressions);
      if (subject.isEmpty()) {
        broken.add(unknown(alert, expressions));
      } else {
        findProblem(condition, subject.get(), contract)
            .ifPresentOrElse(
                broken::add,
                () ->
                    alerts.add(new Compiled(alert, subject.get(), threshold(condition, contract))));
      }
    }
    if (!broken.isEmpty()) {
      throw new InvalidMetricsException(broken);
    }

    return new AlertSet(alerts);
  }

  public boolean isEmpty() {
    return alerts.isEmpty();
  }

  /** The well-known metrics that the alerts are about, to be measured whether listed or not. */
  public Set<MetricName> metrics() {
    return measured()
        .flatMap(measured -> measured.known().stream())
        .collect(toCollection(LinkedHashSet::new));
  }

  /** The names, without columns, of metrics whose history is looked at. */
  public Set<String> historyOf() {
    return measured()
        .filter(measured -> measured.view().needsHistory())
        .map(AlertSubject.Measured::metric)
        .collect(toCollection(LinkedHashSet::new));
  }

  /** Those that can be judged without a run, by how old the published data is. */
  public AlertSet aboutAge() {
    return new AlertSet(
        alerts.stream().filter(alert -> alert.subject() instanceof AlertSubject.Age).toList());
  }

  /** Says of each alert whether it fires, in the order of the contract. */
  public List<AlertResult> judge(AlertFacts facts) {
    AlertJudge judge = new AlertJudge(facts);
    return alerts.stream().map(judge::judge).toList();
  }

  private Stream<AlertSubject.Measured> measured() {
    return alerts.stream()
        .map(Compiled::subject)
        .filter(AlertSubject.Measured.class::isInstance)
        .map(AlertSubject.Measured.class::cast);
  }

  /** {@code freshness_violation} is past the age that the service level allows. */
  private static Optional<Condition.Threshold> threshold(Condition condition, Contract contract) {
    return condition
        .threshold()
        .or(
            () ->
                condition.metric().equals("freshness_violation")
                    ? contract
                        .serviceLevel()
                        .maxAge()
                        .map(
                            age ->
                                new Condition.Threshold(
                                    Condition.Operator.ABOVE,
                                    new Amount.Count(
                                        BigDecimal.valueOf(age.toMinutes())
                                            .divide(
                                                BigDecimal.valueOf(60), MathContext.DECIMAL32))))
                    : Optional.empty());
  }

  private static Optional<Broken> findProblem(
      Condition condition, AlertSubject subject, Contract contract) {
    if (subject instanceof AlertSubject.FailedRules failed && failed.rule().isPresent()) {
      List<String> names = contract.rules().stream().map(Rule::name).toList();
      return names.contains(failed.rule().get())
          ? Optional.empty()
          : broken(
              condition,
              "there is no rule '%s'".formatted(failed.rule().get()),
              "use one of " + String.join(", ", names));
    }
    if (subject instanceof AlertSubject.Age && threshold(condition, contract).isEmpty()) {
      return broken(
          condition,
          "it does not say how old is too old",
          "say age_hours > 26, or set sla.freshness.max_age_hours for freshness_violation");
    }
    if (subject instanceof AlertSubject.Measured measured) {
      return findProblem(condition, measured, contract.schema());
    }

    return condition
        .threshold()
        .filter(threshold -> threshold.amount() instanceof Amount.Share)
        .flatMap(share -> broken(condition, "it is a number and no share", "leave out the %"));
  }

  private static Optional<Broken> findProblem(
      Condition condition, AlertSubject.Measured measured, Schema schema) {
    Optional<String> unmeasurable = measured.known().flatMap(name -> name.findProblem(schema));
    if (unmeasurable.isPresent()) {
      return broken(condition, unmeasurable.get(), "correct the metric or its column");
    }

    boolean isDistribution =
        measured
            .known()
            .map(MetricName::kind)
            .equals(Optional.of(MetricName.Kind.VALUE_DISTRIBUTION));
    if (isDistribution != measured.view().comparesDistributions()) {
      return isDistribution
          ? broken(
              condition,
              "a distribution is no number",
              "compare it: value_distribution_psi > 0.25, or value_distribution_ks > 0.1")
          : broken(
              condition,
              "only a distribution has a psi or a ks",
              "say value_distribution" + condition.metric().substring(measured.metric().length()));
    }

    return findProblem(condition, measured);
  }

  private static Optional<Broken> findProblem(Condition condition, AlertSubject.Measured measured) {
    Optional<Condition.Threshold> threshold = condition.threshold();
    boolean isShare = threshold.filter(limit -> limit.amount() instanceof Amount.Share).isPresent();
    boolean takesShare =
        measured.view() == AlertSubject.View.CHANGE
            || (measured.view() == AlertSubject.View.VALUE
                && (measured.isFraction() || measured.isPercentage()));
    if (isShare && !takesShare) {
      return broken(
          condition, "it is a number and no share", "leave out the %, or look at its change");
    }
    if (measured.view().needsHistory()) {
      boolean isLimit =
          threshold
              .map(
                  limit -> limit.operator() == Condition.Operator.ABOVE && !limit.amount().isZero())
              .orElse(true);
      return isLimit
          ? Optional.empty()
          : broken(
              condition,
              "an anomaly is told by how many deviations off it is",
              "leave the amount out, or say > 3.5");
    }
    if (threshold.isEmpty()) {
      return broken(
          condition,
          "it does not say from where on it fires",
          "add an operator and an amount, such as %s > 10".formatted(condition.metric()));
    }
    if (measured.isFraction()
        && measured.view() == AlertSubject.View.VALUE
        && threshold.get().amount() instanceof Amount.Count count
        && count.number().compareTo(BigDecimal.ONE) > 0) {
      return broken(
          condition,
          "a rate is never above 1",
          "say %s%%".formatted(count.number().toPlainString()));
    }

    return Optional.empty();
  }

  private static Broken unknown(Observability.Alert alert, Set<String> expressions) {
    String known =
        Stream.of(
                AlertSubject.FACTS.stream(),
                MetricName.known().stream().filter(name -> !AlertSubject.FACTS.contains(name)),
                expressions.stream().sorted())
            .flatMap(names -> names)
            .collect(joining(", "));
    return new Broken(
        "alert '%s' is about '%s', which is not measured"
            .formatted(alert.condition(), alert.condition().metric()),
        ("use one of %s; of a column as null_rate.FIELD; with _change, _anomaly, _online_normal,"
                + " _holt_winters, or of value_distribution _psi or _ks; or add the metric with an"
                + " expression")
            .formatted(known));
  }

  private static Optional<Broken> broken(Condition condition, String problem, String fix) {
    return Optional.of(
        new Broken("alert '%s' cannot be judged: %s".formatted(condition, problem), fix));
  }
}
