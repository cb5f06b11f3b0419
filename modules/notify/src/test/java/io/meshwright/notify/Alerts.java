package io.meshwright.notify;

import io.meshwright.contract.ProductName;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.Severity;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Alerts to test with. */
final class Alerts {

  static final ProductName ORDERS = ProductName.of("sales", "orders");
  static final Instant AT = Instant.parse("2024-01-14T06:00:00Z");
  static final Occasion RUN =
      new Occasion(SemanticVersion.of(2, 1, 0), Optional.of("30b37b1dc8b8309d"), AT);

  /** Text that each format would act on, were it not made safe. */
  static final String HOSTILE =
      "a\nb\r\nc\t\"quoted\" 'x' \\n | # , : {} <!channel> <b>&amp;</b> *bold* ünïcode 🚚 \u2028 \u0007end";

  private Alerts() {}

  /** Late data, with all there is to say about it. */
  static Alert stale() {
    return new Alert(
        new AlertKey(ORDERS, "freshness", "age_hours > 26", Optional.of("updated_at")),
        Severity.CRITICAL,
        RUN,
        new Finding(
            "The newest row is 30 hours old",
            List.of("newest row 2024-01-13T00:00:00Z"),
            Optional.of("at most 26 hours"),
            Optional.of("30 hours"),
            links()));
  }

  /** A jump in volume, with as little said about it as possible. */
  static Alert shrunk() {
    return new Alert(
        new AlertKey(ORDERS, "volume", "row_count_change > 50%", Optional.empty()),
        Severity.WARNING,
        RUN,
        Finding.of("Row count fell by 60%"));
  }

  static Alert of(ProductName product, String type, String condition, Severity severity) {
    return new Alert(
        new AlertKey(product, type, condition, Optional.empty()),
        severity,
        RUN,
        Finding.of(type + " alert"));
  }

  /** A notice that {@code alerts} hold since just now. */
  static Notice notice(Alert... alerts) {
    List<OpenAlert> holding =
        List.of(alerts).stream().map(alert -> OpenAlert.of(alert, AT)).toList();
    return new Notice(ORDERS, AT, holding, List.of());
  }

  /** A notice that {@code alert} held for a day and no longer does. */
  static Notice allClear(Alert alert) {
    return new Notice(ORDERS, AT, List.of(), List.of(yesterdays(alert)));
  }

  static OpenAlert yesterdays(Alert alert) {
    return OpenAlert.of(alert, Instant.parse("2024-01-13T06:00:00Z"));
  }

  static Alert withTitle(String title, List<String> lines) {
    return new Alert(
        shrunk().key(),
        Severity.ERROR,
        RUN,
        new Finding(title, lines, Optional.of(title), Optional.of(title), Map.of()));
  }

  private static Map<String, URI> links() {
    Map<String, URI> links = new LinkedHashMap<>();
    links.put("runbook", URI.create("https://wiki.example.com/late?team=sales&p=1"));
    return links;
  }
}
