package io.meshwright.quality;

import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Amount;
import io.meshwright.contract.Condition;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Holds the conditions of alerts against what a run knows. */
final class AlertJudge {

  private static final Condition.Threshold ANY =
      new Condition.Threshold(Condition.Operator.ABOVE, Amount.none());

  private static final double FRACTION_FLOOR = 0.005;
  private static final double DEEQU_LIMIT = 3;
  private static final int MOST_NAMED = 3;

  /** What was found about the table or one column. */
  private record Found(AlertState state, String words) {}

  private final AlertFacts facts;

  AlertJudge(AlertFacts facts) {
    this.facts = facts;
  }

  AlertResult judge(AlertSet.Compiled alert) {
    Found found = find(alert);
    return new AlertResult(alert.alert(), found.state(), expected(alert), found.words());
  }

  private Found find(AlertSet.Compiled alert) {
    if (alert.subject() instanceof AlertSubject.Age) {
      return age(alert.threshold().orElseThrow());
    }
    if (alert.subject() instanceof AlertSubject.FailedRules failed) {
      return failedRules(failed, alert.threshold().orElse(ANY));
    }
    if (alert.subject() instanceof AlertSubject.SchemaDrift) {
      return drift(alert.threshold().orElse(ANY));
    }

    return measured((AlertSubject.Measured) alert.subject(), alert.threshold());
  }

  private Found age(Condition.Threshold threshold) {
    if (facts.age().isEmpty()) {
      return new Found(AlertState.NOT_MEASURABLE, "nothing is published yet");
    }

    Duration age = facts.age().get();
    double hours = age.toSeconds() / 3600.0;
    return new Found(
        fires(hours, threshold), "published data is " + Expectation.hours(age) + " old");
  }

  private Found failedRules(AlertSubject.FailedRules about, Condition.Threshold threshold) {
    List<RuleResult> rules =
        facts.rules().stream()
            .filter(result -> about.rule().map(result.rule().name()::equals).orElse(true))
            .toList();
    List<String> failed = named(rules, RuleVerdict.FAILED);
    List<String> unmeasured = named(rules, RuleVerdict.UNMEASURED);
    AlertState state = fires(failed.size(), threshold);
    if (rules.isEmpty()) {
      return new Found(AlertState.NOT_MEASURABLE, "no rule was measured");
    }
    if (state == AlertState.OK && !unmeasured.isEmpty()) {
      return new Found(AlertState.NOT_MEASURABLE, "not measured: " + few(unmeasured));
    }

    return new Found(
        state,
        failed.isEmpty()
            ? "%d rules hold".formatted(rules.size())
            : "%d of %d rules failed: %s".formatted(failed.size(), rules.size(), few(failed)));
  }

  private static List<String> named(List<RuleResult> rules, RuleVerdict verdict) {
    return rules.stream()
        .filter(result -> result.verdict() == verdict)
        .map(result -> result.rule().name())
        .toList();
  }

  private Found drift(Condition.Threshold threshold) {
    return facts
        .drift()
        .map(
            changes ->
                new Found(
                    fires(changes.size(), threshold),
                    changes.isEmpty() ? "no column of an input changed" : few(changes)))
        .orElseGet(
            () ->
                new Found(
                    AlertState.LEARNING, "learning: no earlier run tells the inputs' columns"));
  }

  private Found measured(AlertSubject.Measured about, Optional<Condition.Threshold> threshold) {
    List<MetricValue> all = find(facts.metrics(), about);
    List<MetricValue> values = all.stream().filter(MetricValue::isMeasured).toList();
    if (values.isEmpty()) {
      return new Found(AlertState.NOT_MEASURABLE, missing(about, all));
    }

    List<Found> found = values.stream().map(value -> judge(value, about, threshold)).toList();
    AlertState worst =
        found.stream().map(Found::state).max(Comparator.naturalOrder()).orElseThrow();
    List<String> words =
        found.stream().filter(one -> one.state() == worst).map(Found::words).toList();
    boolean isQuiet = worst == AlertState.OK && words.size() > 1;
    return new Found(worst, isQuiet ? "%d columns are".formatted(words.size()) : few(words));
  }

  private static List<MetricValue> find(List<MetricValue> metrics, AlertSubject.Measured about) {
    return metrics.stream()
        .filter(metric -> metric.name().equals(about.metric()))
        .filter(metric -> about.column().isEmpty() || metric.column().equals(about.column()))
        .toList();
  }

  private static String missing(AlertSubject.Measured about, List<MetricValue> values) {
    return values.isEmpty()
        ? about.name() + " was not measured"
        : few(
            values.stream()
                .map(value -> value.label() + ": " + value.missing().orElseThrow())
                .toList());
  }

  private Found judge(
      MetricValue value, AlertSubject.Measured about, Optional<Condition.Threshold> threshold) {
    String label = value.column().map(column -> column + " ").orElse("");
    Found found =
        switch (about.view()) {
          case VALUE ->
              new Found(
                  fires(
                      about.isPercentage() ? value.value() / 100 : value.value(),
                      scaled(threshold, about)),
                  text(about, value.value()));
          case CHANGE -> change(value, about, threshold.orElseThrow());
          case ANOMALY -> history(value, robust(about, threshold));
          case ONLINE_NORMAL ->
              history(value, DeequDetector.onlineNormal(limit(threshold).orElse(DEEQU_LIMIT)));
          case HOLT_WINTERS -> history(value, DeequDetector.weekly());
          case PSI, KS -> distance(value, about, threshold.orElseThrow());
        };
    return new Found(found.state(), label + found.words());
  }

  /** A percentage is compared as a fraction, so that 5 and 5% are the same. */
  private static Condition.Threshold scaled(
      Optional<Condition.Threshold> threshold, AlertSubject.Measured about) {
    Condition.Threshold limit = threshold.orElseThrow();
    return about.isPercentage() && limit.amount() instanceof Amount.Count count
        ? new Condition.Threshold(
            limit.operator(), new Amount.Count(count.number().movePointLeft(2)))
        : limit;
  }

  private Found change(
      MetricValue value, AlertSubject.Measured about, Condition.Threshold threshold) {
    Optional<MetricValue> before = before(value);
    if (before.isEmpty()) {
      return noRunBefore();
    }

    double from = before.get().value();
    double difference = value.value() - from;
    boolean isShare = threshold.amount() instanceof Amount.Share;
    double change = isShare && difference != 0 ? difference / Math.abs(from) : difference;
    boolean isFall =
        threshold.operator() == Condition.Operator.BELOW
            || threshold.operator() == Condition.Operator.AT_MOST;
    String sign = change > 0 ? "+" : "";
    return new Found(
        fires(isFall ? change : Math.abs(change), threshold),
        "%s after %s (%s%s)"
            .formatted(
                text(about, value.value()),
                text(about, from),
                sign,
                isShare ? NumberText.percent(change) : NumberText.of(change)));
  }

  private Found distance(
      MetricValue value, AlertSubject.Measured about, Condition.Threshold threshold) {
    Optional<Distribution> before = before(value).flatMap(MetricValue::distribution);
    if (before.isEmpty()) {
      return noRunBefore();
    }

    Distribution now = value.distribution().orElseThrow();
    Optional<Double> distance =
        about.view() == AlertSubject.View.PSI
            ? DistributionDistance.psi(before.get(), now)
            : DistributionDistance.ks(before.get(), now);
    return distance
        .map(
            number ->
                new Found(
                    fires(number, threshold),
                    "%s %s".formatted(about.view(), NumberText.of(number))))
        .orElseGet(
            () ->
                new Found(
                    AlertState.NOT_MEASURABLE,
                    "its distribution cannot be compared with the last"));
  }

  private Optional<MetricValue> before(MetricValue value) {
    return facts.before().stream()
        .filter(MetricValue::isMeasured)
        .filter(earlier -> earlier.label().equals(value.label()))
        .findFirst();
  }

  private static Found noRunBefore() {
    return new Found(AlertState.LEARNING, "learning: no earlier run to compare with");
  }

  private Found history(MetricValue value, AnomalyDetector detector) {
    AnomalyDetector.Finding finding =
        detector.judge(
            facts.history().getOrDefault(value.label(), List.of()),
            new HistoryPoint(facts.day(), value.value()));
    return switch (finding.state()) {
      case USUAL -> new Found(AlertState.OK, finding.words());
      case UNUSUAL -> new Found(AlertState.FIRES, finding.words());
      case LEARNING -> new Found(AlertState.LEARNING, finding.words());
    };
  }

  private static AnomalyDetector robust(
      AlertSubject.Measured about, Optional<Condition.Threshold> threshold) {
    double floor = about.isCount() ? 1 : 0;
    if (about.isFraction()) {
      floor = FRACTION_FLOOR;
    } else if (about.isPercentage()) {
      floor = 100 * FRACTION_FLOOR;
    }
    return new RobustDetector(limit(threshold).orElse(RobustDetector.USUAL_LIMIT), floor);
  }

  private static Optional<Double> limit(Optional<Condition.Threshold> threshold) {
    return threshold.map(AlertJudge::number).map(BigDecimal::doubleValue);
  }

  private static AlertState fires(double value, Condition.Threshold threshold) {
    if (Double.isInfinite(value)) {
      boolean wantsMore =
          threshold.operator() == Condition.Operator.ABOVE
              || threshold.operator() == Condition.Operator.AT_LEAST
              || threshold.operator() == Condition.Operator.NOT_EQUAL;
      return wantsMore == value > 0 ? AlertState.FIRES : AlertState.OK;
    }

    int order = BigDecimal.valueOf(value).compareTo(number(threshold));
    boolean holds =
        switch (threshold.operator()) {
          case ABOVE -> order > 0;
          case AT_LEAST -> order >= 0;
          case BELOW -> order < 0;
          case AT_MOST -> order <= 0;
          case EQUAL -> order == 0;
          case NOT_EQUAL -> order != 0;
        };
    return holds ? AlertState.FIRES : AlertState.OK;
  }

  private static BigDecimal number(Condition.Threshold threshold) {
    return threshold.amount() instanceof Amount.Share share
        ? share.fraction()
        : ((Amount.Count) threshold.amount()).number();
  }

  private static String text(AlertSubject.Measured about, double value) {
    if (about.isPercentage()) {
      return NumberText.of(value) + "%";
    }

    return about.isFraction() ? NumberText.percent(value) : NumberText.of(value);
  }

  private static String expected(AlertSet.Compiled alert) {
    String metric = alert.alert().condition().metric();
    if (alert.subject() instanceof AlertSubject.Measured measured
        && measured.view().needsHistory()) {
      return measured.name() + " is usual";
    }
    if (alert.threshold().isEmpty()) {
      return alert.subject() instanceof AlertSubject.SchemaDrift
          ? "no column of an input changes"
          : metric.contains(".")
              ? metric.substring(metric.indexOf('.') + 1) + " holds"
              : "every rule holds";
    }

    Condition.Threshold threshold = alert.threshold().get();
    return "%s %s %s".formatted(metric, negated(threshold.operator()), threshold.amount());
  }

  private static String negated(Condition.Operator operator) {
    return switch (operator) {
      case ABOVE -> "<=";
      case AT_LEAST -> "<";
      case BELOW -> ">=";
      case AT_MOST -> ">";
      case EQUAL -> "!=";
      case NOT_EQUAL -> "==";
    };
  }

  private static String few(List<String> words) {
    String named = words.stream().limit(MOST_NAMED).collect(joining("; "));
    return words.size() <= MOST_NAMED
        ? named
        : named + "; and %d more".formatted(words.size() - MOST_NAMED);
  }
}
