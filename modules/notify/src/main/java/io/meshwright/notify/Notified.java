package io.meshwright.notify;

import java.util.List;

/**
 * What came of telling everybody about one product.
 *
 * @param opened alerts that did not hold before, whether or not a sink takes them
 * @param resolved alerts that held before and no longer do
 * @param deliveries one for each sink and alert that the sink takes, in the order of the sinks
 * @param problems what went wrong with the alert log, for people; empty if nothing did
 */
public record Notified(
    List<AlertKey> opened,
    List<AlertKey> resolved,
    List<Delivery> deliveries,
    List<String> problems) {

  public Notified {
    opened = List.copyOf(opened);
    resolved = List.copyOf(resolved);
    deliveries = List.copyOf(deliveries);
    problems = List.copyOf(problems);
  }

  /** The deliveries that a sink did not take. */
  public List<Delivery> failures() {
    return deliveries.stream()
        .filter(delivery -> delivery.outcome() instanceof Outcome.Failed)
        .toList();
  }
}
