package io.meshwright.quality;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known at the end of a run, for its alerts.
 *
 * @param day the day the run is for
 * @param age how old the published data is; empty if nothing is published
 * @param before the metrics of the last published run; empty if none left a record
 * @param history earlier values by {@link MetricValue#label}, the oldest first, without this run
 * @param drift changes of the inputs' columns in words; empty if there is nothing to compare with
 */
public record AlertFacts(
    LocalDate day,
    Optional<Duration> age,
    List<RuleResult> rules,
    List<MetricValue> metrics,
    List<MetricValue> before,
    Map<String, List<HistoryPoint>> history,
    Optional<List<String>> drift) {

  public AlertFacts {
    requireNonNull(day, "day");
    requireNonNull(age, "age");
    rules = List.copyOf(rules);
    metrics = List.copyOf(metrics);
    before = List.copyOf(before);
    history = Map.copyOf(history);
    drift = drift.map(List::copyOf);
  }
}
