package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** What is measured on every run, and when somebody is told. */
public record Observability(List<Metric> metrics, List<Alert> alerts) {

  public static final Observability NONE = new Observability(List.of(), List.of());

  /** A well-known metric by name, or a named SQL aggregate over the published rows. */
  public record Metric(String name, Optional<String> expression) {
    public Metric {
      requireNonNull(name, "name");
      requireNonNull(expression, "expression");
    }
  }

  /** Tells somebody when its condition holds; {@code type} names the family, such as freshness. */
  public record Alert(String type, Condition condition, Severity severity) {
    public Alert {
      requireNonNull(type, "type");
      requireNonNull(condition, "condition");
      requireNonNull(severity, "severity");
    }
  }

  public Observability {
    metrics = List.copyOf(metrics);
    alerts = List.copyOf(alerts);
  }
}
