package io.meshwright.pipeline;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.SecretReference;
import io.meshwright.contract.Severity;
import io.meshwright.notify.HttpEndpoint;
import io.meshwright.notify.MailServer;
import io.meshwright.notify.Retry;
import io.meshwright.notify.Route;
import io.meshwright.notify.Secret;
import io.meshwright.notify.Sink;
import io.meshwright.notify.SinkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is told of alerts and metrics: {@code mesh.notify}, as module notify describes it. Secrets
 * are looked up here, so that a missing one is told before a run starts.
 */
record NotifySettings(List<Sink> sinks, Retry retry) {

  private static final Set<String> KEYS = Set.of("attempts", "backoff", "longest", "sinks");

  private static final Set<String> ROUTE =
      Set.of(
          "type", "minimum-severity", "types", "resolved", "repeat-after", "domains", "products");

  private static final Map<String, Set<String>> OWN =
      Map.of(
          "log", Set.of(),
          "webhook", Set.of("url", "headers", "timeout"),
          "smtp", Set.of("host", "port", "security", "user", "password", "timeout", "from", "to"),
          "statsd", Set.of("host", "port", "prefix", "tags"),
          "prometheus-textfile", Set.of("folder"),
          "prometheus-pushgateway", Set.of("url", "job", "headers", "timeout"));

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  static final NotifySettings NONE = new NotifySettings(List.of(), Retry.DEFAULT);

  NotifySettings {
    sinks = List.copyOf(sinks);
  }

  /**
   * Reads {@code mesh.notify}.
   *
   * @throws InvalidConfigurationException with every sink that is wrong, and why
   */
  static NotifySettings read(Config notify) {
    List<Problem> problems = new ArrayList<>();
    requireKnown("mesh.notify", notify, KEYS, problems);
    Retry retry = retry(notify, problems);
    List<Sink> sinks = new ArrayList<>();
    if (notify.hasPath("sinks")) {
      for (String name : notify.getObject("sinks").keySet().stream().sorted().toList()) {
        try {
          Config sink = notify.getConfig("sinks." + ConfigUtil.quoteString(name));
          sinks.add(Sink.of(new OneSink(name, sink).read(problems)));
        } catch (ConfigException | IllegalArgumentException e) {
          problems.add(wrong("mesh.notify.sinks." + name, e));
        } catch (InvalidConfigurationException e) {
          problems.addAll(e.problems());
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }

    return new NotifySettings(sinks, retry);
  }

  private static Retry retry(Config notify, List<Problem> problems) {
    try {
      return new Retry(
          notify.hasPath("attempts") ? notify.getInt("attempts") : Retry.DEFAULT.attempts(),
          duration(notify, "backoff").orElse(Retry.DEFAULT.backoff()),
          duration(notify, "longest").orElse(Retry.DEFAULT.longest()));
    } catch (ConfigException | IllegalArgumentException e) {
      problems.add(wrong("mesh.notify", e));
      return Retry.DEFAULT;
    }
  }

  private static void requireKnown(
      String place, Config config, Set<String> known, List<Problem> problems) {
    config.root().keySet().stream()
        .filter(key -> !known.contains(key))
        .sorted()
        .forEach(
            key ->
                problems.add(
                    new Problem(
                        "Unknown setting '%s.%s'".formatted(place, key),
                        "use one of "
                            + known.stream().sorted().collect(Collectors.joining(", ")))));
  }

  private static Problem wrong(String place, Exception e) {
    return new Problem(
        "%s: %s".formatted(place, e.getMessage()),
        "correct the setting; see mesh.notify in mesh.conf");
  }

  private static Optional<Duration> duration(Config config, String key) {
    return config.hasPath(key) ? Optional.of(config.getDuration(key)) : Optional.empty();
  }

  /** The settings of one sink. */
  private record OneSink(String name, Config config) {

    SinkSettings read(List<Problem> problems) {
      String type = config.getString("type");
      if (!OWN.containsKey(type)) {
        throw new IllegalArgumentException(
            "invalid type '%s': use one of %s"
                .formatted(type, OWN.keySet().stream().sorted().collect(Collectors.joining(", "))));
      }
      Set<String> known = new HashSet<>(ROUTE);
      known.addAll(OWN.get(type));
      requireKnown("mesh.notify.sinks." + name, config, known, problems);
      return switch (type) {
        case "log" -> new SinkSettings.Log(name, route());
        case "webhook" -> new SinkSettings.Webhook(name, route(), endpoint());
        case "smtp" ->
            new SinkSettings.Smtp(
                name, route(), mailServer(), config.getString("from"), config.getStringList("to"));
        case "statsd" ->
            new SinkSettings.Statsd(
                name,
                route(),
                config.getString("host"),
                config.getInt("port"),
                config.hasPath("prefix") ? config.getString("prefix") : "mesh.",
                texts("tags"));
        case "prometheus-textfile" ->
            new SinkSettings.PrometheusTextfile(name, route(), Path.of(config.getString("folder")));
        default -> new SinkSettings.Pushgateway(name, route(), endpoint(), config.getString("job"));
      };
    }

    private Route route() {
      return new Route(
          config.hasPath("minimum-severity")
              ? choice(Severity.class, "minimum-severity")
              : Severity.INFO,
          list("types"),
          list("products").stream().map(ProductName::parse).collect(Collectors.toSet()),
          list("domains"),
          config.hasPath("resolved") && !config.getBoolean("resolved")
              ? Route.AllClear.KEPT_BACK
              : Route.AllClear.TOLD,
          duration(config, "repeat-after"));
    }

    private HttpEndpoint endpoint() {
      Map<String, Secret> headers = new HashMap<>();
      texts("headers").forEach((header, value) -> headers.put(header, secret(value)));
      return new HttpEndpoint(
          secret(config.getString("url")), headers, duration(config, "timeout").orElse(TIMEOUT));
    }

    private MailServer mailServer() {
      Optional<MailServer.Login> login =
          config.hasPath("user")
              ? Optional.of(
                  new MailServer.Login(
                      config.getString("user"),
                      Secret.of(
                          Environment.read(SecretReference.parse(config.getString("password"))))))
              : Optional.empty();
      return new MailServer(
          config.getString("host"),
          config.getInt("port"),
          choice(MailServer.Security.class, "security"),
          login,
          duration(config, "timeout").orElse(TIMEOUT));
    }

    /** A URL may be written down, unless it is one that holds a token. */
    private static Secret secret(String text) {
      return Secret.of(
          text.startsWith("env:") || text.startsWith("file:")
              ? Environment.read(SecretReference.parse(text))
              : text);
    }

    private <E extends Enum<E>> E choice(Class<E> type, String key) {
      String text = config.getString(key);
      try {
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        String known =
            Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
            "invalid %s '%s': use one of %s".formatted(key, text, known), e);
      }
    }

    private Set<String> list(String key) {
      return config.hasPath(key) ? Set.copyOf(config.getStringList(key)) : Set.of();
    }

    private Map<String, String> texts(String key) {
      Map<String, String> texts = new HashMap<>();
      if (config.hasPath(key)) {
        config
            .getObject(key)
            .forEach((name, value) -> texts.put(name, String.valueOf(value.unwrapped())));
      }
      return texts;
    }
  }
}
