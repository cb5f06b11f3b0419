package io.meshwright.governance;

import io.meshwright.contract.MetricName;
import io.meshwright.contract.Observability;
import io.meshwright.contract.Severity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What has to be measured on every run, and what somebody has to be told of. */
sealed interface Observed extends Named {

  /** Metrics by the names of {@link MetricName}; others by the one they are another form of. */
  record Metrics(Set<String> names) implements Observed {

    private static final Map<String, String> OTHER_FORMS =
        Map.of("null_percentage", "null_rate", "null_percentage_by_column", "null_rate");

    public Metrics {
      names = Named.sorted(names);
    }

    @Override
    public String kind() {
      return "required_metrics";
    }

    @Override
    public List<Breach> check(Facts facts) {
      Set<String> measured =
          facts.contract().observability().metrics().stream()
              .filter(metric -> metric.expression().isEmpty())
              .map(metric -> MetricName.find(metric.name()))
              .flatMap(Optional::stream)
              .map(metric -> metric.kind().key())
              .map(name -> OTHER_FORMS.getOrDefault(name, name))
              .collect(Collectors.toSet());
      return names.stream()
          .filter(name -> !measured.contains(name))
          .map(
              name ->
                  new Breach(
                      List.of("observability", "metrics", name),
                      "Metric '%s' is not measured".formatted(name),
                      name,
                      "none",
                      "add %s to observability.metrics".formatted(name)))
          .toList();
    }
  }

  /** Alerts by the names of policies; a contract's alert of another name counts for one of them. */
  record Alerts(Set<String> names) implements Observed {

    private static final Map<String, String> BY_TYPE =
        Map.of(
            "freshness", "freshness_violation",
            "quality", "quality_check_failure",
            "volume", "volume_anomaly",
            "schema", "schema_drift");

    public Alerts {
      names = Named.sorted(names);
    }

    @Override
    public String kind() {
      return "required_alerts";
    }

    @Override
    public List<Breach> check(Facts facts) {
      Set<String> told =
          facts.contract().observability().alerts().stream()
              .map(Observability.Alert::type)
              .map(type -> BY_TYPE.getOrDefault(type, type))
              .collect(Collectors.toSet());
      return names.stream()
          .filter(name -> !told.contains(name))
          .map(
              name ->
                  new Breach(
                      List.of("observability", "alerts", name),
                      "Nobody is told of '%s'".formatted(name),
                      "an alert of type " + typeOf(name),
                      "none",
                      "add an alert of type %s to observability.alerts".formatted(typeOf(name))))
          .toList();
    }

    /** What to write in a contract. */
    private static String typeOf(String name) {
      return BY_TYPE.entrySet().stream()
          .filter(entry -> entry.getValue().equals(name) && !name.equals("schema_drift"))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElse(name);
    }

    static Collection<String> known() {
      return BY_TYPE.values();
    }
  }

  @Override
  default Severity severity() {
    return Severity.WARNING;
  }
}
