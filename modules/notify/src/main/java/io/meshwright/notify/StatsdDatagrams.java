package io.meshwright.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshwright.contract.ProductName;
import io.meshwright.contract.Severity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gauges and events as <a
 * href="https://docs.datadoghq.com/developers/dogstatsd/datagram_shell/">DogStatsD</a> reads them.
 */
final class StatsdDatagrams {

  /** Datadog's limits, of characters for titles and names, of bytes for texts. */
  private static final int TITLE = 100;

  private static final int TEXT = 4_000;
  private static final int NAME = 200;

  private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9_.]");

  /** What separates tags from each other and from the rest. */
  private static final Pattern NOT_IN_A_TAG = Pattern.compile("[,|#\\s]");

  private StatsdDatagrams() {}

  /** Values that are no finite number cannot be said in StatsD and are left out. */
  static List<String> gauges(Measurements measurements, String prefix, Map<String, String> tags) {
    return measurements.samples().stream()
        .filter(sample -> Double.isFinite(sample.value()))
        .map(sample -> gauge(sample, prefix, tags))
        .toList();
  }

  static List<String> events(Notice notice, Map<String, String> tags) {
    return Paragraph.of(notice).stream().map(alert -> event(alert, notice, tags)).toList();
  }

  private static String gauge(MetricSample sample, String prefix, Map<String, String> tags) {
    String name = NOT_IN_A_NAME.matcher(prefix + sample.name()).replaceAll("_");
    Map<String, String> all = tags(sample.product(), tags);
    sample.column().ifPresent(column -> all.put("column", column));
    return "%s:%s|g|#%s".formatted(PlainText.clip(name, NAME), number(sample.value()), print(all));
  }

  /** The lengths are of what is sent, in bytes; a pipe within them separates nothing. */
  private static String event(Paragraph alert, Notice notice, Map<String, String> tags) {
    String headline = "[%s] %s: %s".formatted(alert.state(), notice.product(), alert.title());
    String title = PlainText.clip(headline, TITLE);
    String details = String.join("\\n", alert.details());
    String text = PlainText.clipBytes(alert.heading() + "\\n" + details, TEXT);
    Map<String, String> all = tags(notice.product(), tags);
    all.put("type", alert.type());
    all.put("state", alert.state());
    return "_e{%d,%d}:%s|%s|d:%d|k:%s|s:meshwright|t:%s|#%s"
        .formatted(
            title.getBytes(UTF_8).length,
            text.getBytes(UTF_8).length,
            title,
            text,
            notice.at().getEpochSecond(),
            alert.alert().key().fingerprint(),
            alert.severity().map(StatsdDatagrams::level).orElse("success"),
            print(all));
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case INFO -> "info";
      case WARNING -> "warning";
      case ERROR, CRITICAL -> "error";
    };
  }

  /** The product's own tags win over those of the settings. */
  private static Map<String, String> tags(ProductName product, Map<String, String> tags) {
    Map<String, String> all = new TreeMap<>(tags);
    all.put("domain", product.domain());
    all.put("product", product.toString());
    return all;
  }

  private static String print(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> PlainText.clip(tag(tag.getKey()) + ":" + tag(tag.getValue()), NAME))
        .collect(Collectors.joining(","));
  }

  private static String tag(String text) {
    return NOT_IN_A_TAG.matcher(PlainText.oneLine(text)).replaceAll("_");
  }

  /** Digits, without an exponent that not every server reads. */
  private static String number(double value) {
    BigDecimal number = BigDecimal.valueOf(value).stripTrailingZeros();
    return number.toPlainString();
  }
}
