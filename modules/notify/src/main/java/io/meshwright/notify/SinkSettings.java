package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a sink is configured with, one record for each kind. The package documentation shows how it
 * is written in a configuration. Secrets are resolved by whoever makes these, and are not printed.
 */
public sealed interface SinkSettings {

  /** Alerts, a line each, to the logger {@code io.meshwright.notify.alerts}. */
  record Log(String name, Route route) implements SinkSettings {
    public Log {
      require(name, route);
    }
  }

  /** Alerts, posted as Slack-shaped JSON. */
  record Webhook(String name, Route route, HttpEndpoint endpoint) implements SinkSettings {
    public Webhook {
      require(name, route);
      requireNonNull(endpoint, "endpoint");
    }
  }

  /** Alerts, mailed as plain text. */
  record Smtp(String name, Route route, MailServer server, String from, List<String> to)
      implements SinkSettings {
    public Smtp {
      require(name, route);
      requireNonNull(server, "server");
      requireAddress(name, from);
      to = List.copyOf(to);
      if (to.isEmpty()) {
        throw new IllegalArgumentException(
            "Invalid sink '%s': it mails to nobody; give at least one address".formatted(name));
      }
      to.forEach(address -> requireAddress(name, address));
    }
  }

  /**
   * Metrics as gauges and alerts as events, to DogStatsD by UDP.
   *
   * @param prefix stands before the name of each metric, its dot included
   * @param tags sent along with everything
   */
  record Statsd(
      String name, Route route, String host, int port, String prefix, Map<String, String> tags)
      implements SinkSettings {
    public Statsd {
      require(name, route);
      requireNonNull(host, "host");
      Ports.require(port);
      requireNonNull(prefix, "prefix");
      tags = Map.copyOf(tags);
    }
  }

  /** Metrics, in files for node_exporter. */
  record PrometheusTextfile(String name, Route route, Path folder) implements SinkSettings {
    public PrometheusTextfile {
      require(name, route);
      requireNonNull(folder, "folder");
    }
  }

  /** Metrics, pushed to a Prometheus Pushgateway. The URL is without {@code /metrics}. */
  record Pushgateway(String name, Route route, HttpEndpoint endpoint, String job)
      implements SinkSettings {

    private static final Pattern JOB = Pattern.compile("[A-Za-z0-9_-]+");

    public Pushgateway {
      require(name, route);
      requireNonNull(endpoint, "endpoint");
      if (!JOB.matcher(job).matches()) {
        throw new IllegalArgumentException(
            "Invalid job '%s' of sink '%s': use letters, digits, _ and -".formatted(job, name));
      }
    }
  }

  /** Unique among the sinks; the alert log remembers by it who was told. */
  String name();

  Route route();

  private static void require(String name, Route route) {
    requireNonNull(name, "name");
    requireNonNull(route, "route");
    if (name.isBlank()) {
      throw new IllegalArgumentException("Invalid sink '': it needs a name");
    }
  }

  private static void requireAddress(String name, String address) {
    try {
      new InternetAddress(address, true);
    } catch (AddressException e) {
      throw new IllegalArgumentException(
          "Invalid address '%s' of sink '%s': expected one such as data@example.com"
              .formatted(PlainText.oneLine(address), name),
          e);
    }
  }
}
