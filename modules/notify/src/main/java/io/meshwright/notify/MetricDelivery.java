package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

/** What came of writing measurements to one sink. */
public record MetricDelivery(String sink, int samples, Outcome outcome) {

  public MetricDelivery {
    requireNonNull(sink, "sink");
    requireNonNull(outcome, "outcome");
  }

  @Override
  public String toString() {
    return "%s: %d metrics: %s".formatted(sink, samples, outcome);
  }
}
