package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * A place that takes alerts, metrics or both, and which of them.
 *
 * @param name unique among the sinks; the alert log remembers by it who was told
 */
public record Sink(
    String name, Route route, Optional<Notifier> notifier, Optional<MetricSink> metrics) {

  /** The logger that the log sink writes to. */
  static final String LOGGER = "io.meshwright.notify.alerts";

  public Sink {
    requireNonNull(name, "name");
    requireNonNull(route, "route");
    requireNonNull(notifier, "notifier");
    requireNonNull(metrics, "metrics");
  }

  /** The sink of these settings. Nothing is connected to before the first delivery. */
  public static Sink of(SinkSettings settings) {
    if (settings instanceof SinkSettings.Log) {
      return toAlerts(settings, new LogNotifier(LoggerFactory.getLogger(LOGGER)));
    }
    if (settings instanceof SinkSettings.Webhook webhook) {
      return toAlerts(settings, new WebhookNotifier(webhook.endpoint()));
    }
    if (settings instanceof SinkSettings.Smtp smtp) {
      return toAlerts(settings, new SmtpNotifier(smtp));
    }
    if (settings instanceof SinkSettings.Statsd statsd) {
      Statsd both = new Statsd(statsd);
      return new Sink(settings.name(), settings.route(), Optional.of(both), Optional.of(both));
    }
    if (settings instanceof SinkSettings.PrometheusTextfile textfile) {
      return toMetrics(settings, new PrometheusTextfile(textfile.folder()));
    }
    if (settings instanceof SinkSettings.Pushgateway gateway) {
      return toMetrics(settings, new Pushgateway(gateway.endpoint(), gateway.job()));
    }

    throw new AssertionError("Unmapped sink: " + settings);
  }

  private static Sink toAlerts(SinkSettings settings, Notifier notifier) {
    return new Sink(settings.name(), settings.route(), Optional.of(notifier), Optional.empty());
  }

  private static Sink toMetrics(SinkSettings settings, MetricSink metrics) {
    return new Sink(settings.name(), settings.route(), Optional.empty(), Optional.of(metrics));
  }
}
