package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ProductName;
import io.meshwright.notify.Delivery.Kind;
import io.meshwright.notify.Outcome.Delivered;
import io.meshwright.notify.Outcome.Duplicate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who is told what about the alerts of a product, and tells them.
 *
 * <ul>
 *   <li>An alert that a sink has heard of is not told again while it is open, unless the sink's
 *       route repeats it or it has become worse.
 *   <li>An alert that no longer holds is resolved, and the sinks that heard of it are told once.
 *   <li>A sink gets at most one message for each evaluation, the worst alert first.
 *   <li>A sink that failed is told at the next evaluation, as long as the alert holds.
 * </ul>
 *
 * <p>Nothing here throws because a sink or the alert log is down: that is part of the answer. How
 * long a sink can hold up a run is bounded by its timeouts and {@link Retry}. A process that dies
 * between a delivery and its record tells the same again the next time.
 */
public final class Notifications {

  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

  private final List<Sink> sinks;
  private final AlertLog alertLog;
  private final Clock clock;
  private final Courier courier;

  private Notifications(List<Sink> sinks, AlertLog alertLog, Clock clock, Courier courier) {
    this.sinks = sinks;
    this.alertLog = alertLog;
    this.clock = clock;
    this.courier = courier;
  }

  /**
   * Notifications to {@code sinks}, in their order.
   *
   * @throws IllegalArgumentException if two sinks have one name
   */
  public static Notifications of(
      List<Sink> sinks, AlertLog alertLog, Retry retry, Clock clock, Sleeper sleeper) {
    requireNonNull(alertLog, "alertLog");
    requireNonNull(clock, "clock");
    Set<String> names = new HashSet<>();
    for (Sink sink : sinks) {
      if (!names.add(sink.name())) {
        throw new IllegalArgumentException(
            "Invalid sinks: two are named '%s'; rename one".formatted(sink.name()));
      }
    }

    return new Notifications(List.copyOf(sinks), alertLog, clock, new Courier(retry, sleeper));
  }

  /** Tells the sinks what has changed since the last evaluation of the product. */
  public Notified tell(Evaluation evaluation) {
    Instant now = clock.instant();
    List<String> problems = new ArrayList<>();
    List<OpenAlert> before = findOpen(evaluation.product(), problems);
    AlertChanges changes = AlertChanges.between(before, evaluation, now);

    List<Delivery> deliveries = new ArrayList<>();
    for (Sink sink : sinks) {
      sink.notifier()
          .ifPresent(
              notifier ->
                  deliveries.addAll(tell(sink, notifier, evaluation.product(), changes, now)));
    }

    record(changes, deliveries, now, problems);
    return new Notified(
        changes.opened(),
        changes.resolved().stream().map(OpenAlert::key).toList(),
        deliveries,
        problems);
  }

  /** Writes measurements to every sink that takes metrics of the product. */
  public List<MetricDelivery> write(Measurements measurements) {
    List<MetricDelivery> deliveries = new ArrayList<>();
    for (Sink sink : sinks) {
      if (sink.metrics().isPresent() && sink.route().takes(measurements.product())) {
        MetricSink metrics = sink.metrics().get();
        Outcome outcome = courier.deliver(sink.name(), () -> metrics.write(measurements));
        deliveries.add(new MetricDelivery(sink.name(), measurements.samples().size(), outcome));
      }
    }
    return List.copyOf(deliveries);
  }

  private List<Delivery> tell(
      Sink sink, Notifier notifier, ProductName product, AlertChanges changes, Instant now) {
    List<OpenAlert> due = new ArrayList<>();
    List<Delivery> deliveries = new ArrayList<>();
    for (OpenAlert alert : changes.holding()) {
      if (sink.route().takes(alert.alert())) {
        Optional<Instant> told = alert.findDelivered(sink.name());
        if (told.isEmpty() || sink.route().isDue(told.get(), now)) {
          due.add(alert);
        } else {
          deliveries.add(delivery(sink, alert, Kind.RAISED, new Duplicate(told.get())));
        }
      }
    }
    List<OpenAlert> over = allClear(sink, changes);
    if (due.isEmpty() && over.isEmpty()) {
      return deliveries;
    }

    Notice notice = new Notice(product, now, due, over);
    Outcome outcome = courier.deliver(sink.name(), () -> notifier.tell(notice));
    for (OpenAlert alert : due) {
      boolean again = alert.findDelivered(sink.name()).isPresent();
      deliveries.add(delivery(sink, alert, again ? Kind.REPEATED : Kind.RAISED, outcome));
    }
    over.forEach(alert -> deliveries.add(delivery(sink, alert, Kind.RESOLVED, outcome)));
    return deliveries;
  }

  private static List<OpenAlert> allClear(Sink sink, AlertChanges changes) {
    return changes.resolved().stream()
        .filter(alert -> sink.route().allClear() == Route.AllClear.TOLD)
        .filter(alert -> alert.findDelivered(sink.name()).isPresent())
        .toList();
  }

  private static Delivery delivery(Sink sink, OpenAlert alert, Kind kind, Outcome outcome) {
    return new Delivery(sink.name(), alert.key(), kind, outcome);
  }

  private List<OpenAlert> findOpen(ProductName product, List<String> problems) {
    try {
      return alertLog.findOpen(product);
    } catch (RuntimeException e) {
      LOG.warn("Cannot read the alert log of {}", product, e);
      problems.add(
          "Cannot read which alerts of %s are open: %s; some may have been told twice"
              .formatted(product, e.getClass().getSimpleName()));
      return List.of();
    }
  }

  private void record(
      AlertChanges changes, List<Delivery> deliveries, Instant now, List<String> problems) {
    List<AlertEvent> events = new ArrayList<>(changes.events());
    deliveries.stream()
        .filter(delivery -> delivery.kind() != Kind.RESOLVED)
        .filter(delivery -> delivery.outcome() instanceof Delivered)
        .map(delivery -> new AlertEvent.Delivered(delivery.alert(), delivery.sink(), now))
        .forEach(events::add);
    if (events.isEmpty()) {
      return;
    }

    try {
      alertLog.record(events);
    } catch (RuntimeException e) {
      LOG.warn("Cannot write the alert log", e);
      problems.add(
          "Cannot record what was told: %s; the next run may tell it again"
              .formatted(e.getClass().getSimpleName()));
    }
  }
}
