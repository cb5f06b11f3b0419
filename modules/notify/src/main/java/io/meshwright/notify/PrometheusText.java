package io.meshwright.notify;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Measurements in Prometheus' text format: a gauge {@code meshwright_<name>} each, and {@code
 * meshwright_measured_timestamp_seconds} to tell old ones by. Samples carry no timestamps, which
 * node_exporter and the Pushgateway refuse.
 */
final class PrometheusText {

  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final String PREFIX = "meshwright_";
  private static final String MEASURED = "measured_timestamp_seconds";

  private PrometheusText() {}

  static String of(Measurements measurements) {
    // By name and then labels, since two names of a contract may be one of Prometheus'.
    Map<String, Map<Labels, Double>> gauges = new TreeMap<>();
    for (MetricSample sample : measurements.samples()) {
      put(gauges, sample.name(), labels(measurements, sample.column()), sample.value());
    }
    measurements.samples().stream()
        .map(MetricSample::at)
        .max(Comparator.naturalOrder())
        .ifPresent(
            at -> put(gauges, MEASURED, labels(measurements, Optional.empty()), seconds(at)));

    MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
    gauges.forEach((name, points) -> snapshots.metricSnapshot(gauge(name, points)));
    return print(snapshots.build());
  }

  private static void put(
      Map<String, Map<Labels, Double>> gauges, String name, Labels labels, double value) {
    gauges.computeIfAbsent(prometheusName(name), unseen -> new TreeMap<>()).put(labels, value);
  }

  private static String prometheusName(String name) {
    return PrometheusNaming.prometheusName(PREFIX + PrometheusNaming.sanitizeMetricName(name));
  }

  private static Labels labels(Measurements measurements, Optional<String> column) {
    Labels labels =
        Labels.of(
            "domain", measurements.product().domain(),
            "product", measurements.product().product(),
            "source", measurements.source());
    return column.map(name -> labels.add("column", name)).orElse(labels);
  }

  /** The help text depends on the name alone: node_exporter wants it the same in every file. */
  private static GaugeSnapshot gauge(String name, Map<Labels, Double> points) {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder().name(name).help("Metric of a data product.");
    points.forEach(
        (labels, value) ->
            gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
    return gauge.build();
  }

  private static double seconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }

  private static String print(MetricSnapshots snapshots) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(bytes, snapshots);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to memory", e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
