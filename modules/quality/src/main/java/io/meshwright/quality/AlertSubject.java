package io.meshwright.quality;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Condition;
import io.meshwright.contract.MetricName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the condition of an alert is about. */
sealed interface AlertSubject {

  /** Hours since the run that made the published version began. */
  record Age() implements AlertSubject {}

  /** Rules that failed: all of the contract, or the one of this name. */
  record FailedRules(Optional<String> rule) implements AlertSubject {}

  /** Columns of inputs that changed since the last published run. */
  record SchemaDrift() implements AlertSubject {}

  /**
   * A metric, by itself or beside its past.
   *
   * @param known the well-known metric; empty for an expression of the contract
   */
  record Measured(String name, Optional<MetricName> known, View view) implements AlertSubject {
    public Measured {
      requireNonNull(name, "name");
      requireNonNull(known, "known");
      requireNonNull(view, "view");
    }

    /** The metric's name without a column. */
    String metric() {
      return known.map(of -> of.kind().key()).orElse(name);
    }

    Optional<String> column() {
      return known.flatMap(MetricName::column);
    }

    boolean isFraction() {
      return isOneOf(MetricName.Kind.NULL_RATE, MetricName.Kind.COMPLETENESS);
    }

    boolean isPercentage() {
      return isOneOf(MetricName.Kind.NULL_PERCENTAGE, MetricName.Kind.NULL_PERCENTAGE_BY_COLUMN);
    }

    boolean isCount() {
      return isOneOf(MetricName.Kind.ROW_COUNT, MetricName.Kind.DISTINCT_COUNT);
    }

    private boolean isOneOf(MetricName.Kind... kinds) {
      return known.map(of -> Arrays.asList(kinds).contains(of.kind())).orElse(false);
    }
  }

  /** How a metric is looked at; the names of conditions end with it. */
  enum View {
    /** The number itself. */
    VALUE,
    /** Its difference from the last published run: a share of that, or a number. */
    CHANGE,
    /** Beside its history, by {@link RobustDetector}. */
    ANOMALY,
    /** Beside its history, by Deequ's strategy of this name. */
    ONLINE_NORMAL,
    /** Beside its history, by Deequ's strategy of this name, with weeks as seasons. */
    HOLT_WINTERS,
    /** Population stability index of a distribution, against the last published run. */
    PSI,
    /** Kolmogorov and Smirnov's statistic of a distribution, against the last published run. */
    KS;

    boolean needsHistory() {
      return this == ANOMALY || this == ONLINE_NORMAL || this == HOLT_WINTERS;
    }

    boolean comparesDistributions() {
      return this == PSI || this == KS;
    }

    private String suffix() {
      return this == VALUE ? "" : "_" + name().toLowerCase(Locale.ROOT);
    }
  }

  /** The facts, and the policies' names for them. */
  List<String> FACTS =
      List.of(
          "age_hours",
          "freshness_violation",
          "quality_check_failed",
          "quality_check_failure",
          "schema_drift",
          "volume_anomaly");

  /**
   * Finds what a condition is about.
   *
   * @param expressions the names of the contract's own metrics
   */
  static Optional<AlertSubject> find(Condition condition, Set<String> expressions) {
    String text = condition.metric();
    int dot = text.indexOf('.');
    String base = dot < 0 ? text : text.substring(0, dot);
    Optional<String> part = dot < 0 ? Optional.empty() : Optional.of(text.substring(dot + 1));
    return switch (base) {
      case "age_hours", "freshness_violation" -> alone(part, new Age());
      case "quality_check_failed", "quality_check_failure" -> Optional.of(new FailedRules(part));
      case "schema_drift" -> alone(part, new SchemaDrift());
      case "volume_anomaly" ->
          alone(
              part,
              new Measured(
                  MetricName.Kind.ROW_COUNT.key(),
                  MetricName.find(MetricName.Kind.ROW_COUNT.key()),
                  View.ANOMALY));
      default -> findMetric(text, base, part, expressions);
    };
  }

  private static Optional<AlertSubject> alone(Optional<String> part, AlertSubject subject) {
    return part.isEmpty() ? Optional.of(subject) : Optional.empty();
  }

  private static Optional<AlertSubject> findMetric(
      String text, String base, Optional<String> part, Set<String> expressions) {
    for (View view : View.values()) {
      if (text.endsWith(view.suffix())) {
        String name = text.substring(0, text.length() - view.suffix().length());
        if (expressions.contains(name)) {
          return Optional.of(new Measured(name, Optional.empty(), view));
        }
      }
      if (base.endsWith(view.suffix())) {
        String metric = base.substring(0, base.length() - view.suffix().length());
        Optional<MetricName> known =
            MetricName.find(metric + part.map(column -> "." + column).orElse(""));
        if (known.isPresent()) {
          return Optional.of(new Measured(known.get().toString(), known, view));
        }
      }
    }
    return Optional.empty();
  }
}
