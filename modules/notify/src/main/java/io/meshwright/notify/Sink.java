package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A place that takes alerts, metrics or both, and which of them.
 *
 * @param name unique among the sinks; the alert log remembers by it who was told
 */
public record Sink(
    String name, Route route, Optional<Notifier> notifier, Optional<MetricSink> metrics) {

  public Sink {
    requireNonNull(name, "name");
    requireNonNull(route, "route");
    requireNonNull(notifier, "notifier");
    requireNonNull(metrics, "metrics");
  }
}
