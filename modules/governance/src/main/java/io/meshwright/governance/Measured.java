package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Severity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the results of a run have to be, and what contracts may promise of them. */
sealed interface Measured extends Requirement {

  /** No rule of severity critical is broken. */
  record NoCriticalFailure() implements Measured {
    @Override
    public String kind() {
      return "no_critical_failure";
    }

    @Override
    public Severity severity() {
      return Severity.CRITICAL;
    }

    @Override
    public boolean appliesTo(Facts facts) {
      return facts.isMeasured();
    }

    @Override
    public List<Breach> check(Facts facts) {
      return facts.run().rules().stream()
          .filter(rule -> rule.severity() == Severity.CRITICAL)
          .filter(rule -> rule.verdict() == MeasuredRun.Verdict.FAILED)
          .map(
              rule ->
                  new Breach(
                      List.of("quality_checks", rule.rule()),
                      "Critical rule '%s' failed".formatted(rule.rule()),
                      "passed",
                      "failed",
                      "correct the rows, or what makes them"))
          .toList();
    }

    @Override
    public boolean isAtLeast(Requirement other) {
      return equals(other);
    }
  }

  /** Rules of severity warning that failed, divided by rules evaluated. */
  record WarningShare(BigDecimal most) implements Measured {
    public WarningShare {
      most = most.stripTrailingZeros();
    }

    @Override
    public String kind() {
      return "warning_share";
    }

    @Override
    public boolean appliesTo(Facts facts) {
      return facts.isMeasured();
    }

    @Override
    public List<Breach> check(Facts facts) {
      List<MeasuredRun.RuleOutcome> evaluated =
          facts.run().rules().stream()
              .filter(rule -> rule.verdict() != MeasuredRun.Verdict.UNMEASURED)
              .toList();
      long failed =
          evaluated.stream()
              .filter(rule -> rule.severity() == Severity.WARNING)
              .filter(rule -> rule.verdict() == MeasuredRun.Verdict.FAILED)
              .count();
      if (failed == 0) {
        return List.of();
      }

      BigDecimal share =
          BigDecimal.valueOf(failed)
              .divide(BigDecimal.valueOf(evaluated.size()), MathContext.DECIMAL64);
      return share.compareTo(most) <= 0
          ? List.of()
          : List.of(
              new Breach(
                  List.of("quality_checks"),
                  "Too many warnings: %d of %d rules".formatted(failed, evaluated.size()),
                  "at most " + Threshold.percent(most),
                  Threshold.percent(share),
                  "correct the rows, or what makes them"));
    }

    @Override
    public boolean isAtLeast(Requirement other) {
      return other instanceof WarningShare theirs && most.compareTo(theirs.most) <= 0;
    }
  }

  /** At least this completeness or accuracy; the contract promises no less where it promises. */
  record Share(String metric, BigDecimal least) implements Measured {
    public Share {
      requireNonNull(metric, "metric");
      least = least.stripTrailingZeros();
    }

    @Override
    public String kind() {
      return metric + "_minimum";
    }

    @Override
    public List<Breach> check(Facts facts) {
      List<Breach> breaches = new ArrayList<>();
      Optional<BigDecimal> promised =
          metric.equals(MeasuredRun.COMPLETENESS)
              ? facts.contract().serviceLevel().completeness()
              : Optional.empty();
      promised
          .filter(share -> share.compareTo(least) < 0)
          .ifPresent(
              share ->
                  breaches.add(
                      breach(
                          List.of("sla", metric, "min_threshold"),
                          "The contract promises a lower %s than its domain".formatted(metric),
                          share,
                          "raise sla.%s.min_threshold".formatted(metric))));
      if (facts.isMeasured()) {
        BigDecimal measured =
            facts
                .run()
                .findMetric(metric)
                .orElseThrow(
                    () ->
                        new EvaluationException(
                            "the run measured no " + metric, "measure it on every run"));
        if (measured.compareTo(least) < 0) {
          breaches.add(
              breach(
                  List.of("sla", metric),
                  "The rows have a lower %s than the domain asks for".formatted(metric),
                  measured,
                  "correct the rows, or what makes them"));
        }
      }
      return breaches;
    }

    private Breach breach(List<String> path, String message, BigDecimal actual, String fix) {
      return new Breach(
          path, message, ">= " + Threshold.percent(least), Threshold.percent(actual), fix);
    }

    @Override
    public boolean isAtLeast(Requirement other) {
      return other instanceof Share theirs
          && metric.equals(theirs.metric)
          && least.compareTo(theirs.least) >= 0;
    }
  }

  /** The published rows may be no older than this; the contract promises no more. */
  record Age(Duration most) implements Measured {
    @Override
    public String kind() {
      return "freshness_maximum";
    }

    @Override
    public List<Breach> check(Facts facts) {
      return facts
          .contract()
          .serviceLevel()
          .maxAge()
          .filter(age -> age.compareTo(most) > 0)
          .map(
              age ->
                  new Breach(
                      List.of("sla", "freshness", "max_age_hours"),
                      "The contract lets rows get older than its domain",
                      "<= " + Threshold.hours(most),
                      Threshold.hours(age),
                      "lower sla.freshness.max_age_hours"))
          .stream()
          .toList();
    }

    @Override
    public boolean isAtLeast(Requirement other) {
      return other instanceof Age theirs && most.compareTo(theirs.most) <= 0;
    }
  }

  @Override
  default Severity severity() {
    return Severity.ERROR;
  }
}
