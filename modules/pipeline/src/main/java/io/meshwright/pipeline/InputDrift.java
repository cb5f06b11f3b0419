package io.meshwright.pipeline;

import static java.util.stream.Collectors.toMap;

import io.meshwright.contract.Contract;
import io.meshwright.contract.MetricName;
import io.meshwright.quality.MetricValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the columns of a run's inputs since the last published run. Inputs that only one
 * of the two has are a change of the contract, and none here; letter case and order do not count.
 *
 * @param since the run compared with; empty if none told its columns
 * @param changes one sentence part a changed column, such as {@code orders.note (string) was
 *     added}, in the order of the inputs
 */
record InputDrift(Optional<String> since, List<String> changes) {

  static final InputDrift UNKNOWN = new InputDrift(Optional.empty(), List.of());

  InputDrift {
    changes = List.copyOf(changes);
  }

  static InputDrift between(Optional<PreviousRun> before, List<RunReport.InputVersion> now) {
    return before.map(run -> between(run, now)).orElse(UNKNOWN);
  }

  /** The changes, if there was something to compare with. */
  Optional<List<String>> known() {
    return since.map(run -> changes);
  }

  /** The metric {@code schema_drift}, if the contract asks for it. */
  Optional<MetricValue> metric(Contract contract) {
    String name = MetricName.Kind.SCHEMA_DRIFT.key();
    boolean isAsked =
        contract.observability().metrics().stream().anyMatch(metric -> metric.name().equals(name));
    if (!isAsked) {
      return Optional.empty();
    }

    return Optional.of(
        since.isPresent()
            ? MetricValue.of(name, Optional.empty(), changes.size())
            : MetricValue.missing(
                name, Optional.empty(), "no earlier run tells the inputs' columns"));
  }

  /** For the report: nothing if nothing changed. */
  List<String> notes() {
    return changes.stream()
        .map(change -> "Since run %s, input column %s".formatted(since.orElse("?"), change))
        .toList();
  }

  private static InputDrift between(PreviousRun before, List<RunReport.InputVersion> now) {
    Map<String, RunReport.InputVersion> earlier =
        before.inputs().stream()
            .filter(input -> !input.columns().isEmpty())
            .collect(toMap(RunReport.InputVersion::name, input -> input, (first, same) -> first));
    if (earlier.isEmpty()) {
      return UNKNOWN;
    }

    List<String> changes = new ArrayList<>();
    for (RunReport.InputVersion input : now) {
      if (earlier.containsKey(input.name())) {
        changes.addAll(changes(earlier.get(input.name()), input));
      }
    }
    return new InputDrift(Optional.of(before.runId()), changes);
  }

  private static List<String> changes(RunReport.InputVersion before, RunReport.InputVersion now) {
    Map<String, RunReport.InputColumn> left = byName(before);
    List<String> changes = new ArrayList<>();
    byName(now)
        .forEach(
            (name, column) -> {
              String label = now.name() + "." + column.name();
              RunReport.InputColumn old = left.remove(name);
              if (old == null) {
                changes.add("%s (%s) was added".formatted(label, column.type()));
              } else if (!old.type().equals(column.type())) {
                changes.add("%s became %s, was %s".formatted(label, column.type(), old.type()));
              }
            });
    left.values()
        .forEach(
            gone ->
                changes.add(
                    "%s.%s (%s) was removed".formatted(now.name(), gone.name(), gone.type())));
    return changes;
  }

  private static Map<String, RunReport.InputColumn> byName(RunReport.InputVersion input) {
    Map<String, RunReport.InputColumn> columns = new LinkedHashMap<>();
    input
        .columns()
        .forEach(column -> columns.put(column.name().toLowerCase(java.util.Locale.ROOT), column));
    return columns;
  }
}
