package io.meshwright.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.meshwright.notify.Outcome.Delivered;
import io.meshwright.notify.Outcome.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PrometheusTest {

  private static final String GROUP =
      "/base/metrics/job/mesh-prod/domain/sales/product/orders/source/run";

  /** A sample line of the text format: name, labels, value, and no timestamp. */
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{(.*)} (\\S+)", Pattern.DOTALL);

  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");

  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  @TempDir private Path folder;

  private static final Measurements MEASURED =
      measured(
          sample("row_count", Optional.empty(), 15_000),
          sample("null_rate", Optional.of("customer_id"), 0.25),
          sample("null_rate", Optional.of("total_amount"), 0));

  private static final String TEXT =
      """
      # HELP meshwright_measured_timestamp_seconds Metric of a data product.
      # TYPE meshwright_measured_timestamp_seconds gauge
      meshwright_measured_timestamp_seconds{domain="sales",product="orders",source="run"} 1.705212E9
      # HELP meshwright_null_rate Metric of a data product.
      # TYPE meshwright_null_rate gauge
      meshwright_null_rate{column="customer_id",domain="sales",product="orders",source="run"} 0.25
      meshwright_null_rate{column="total_amount",domain="sales",product="orders",source="run"} 0.0
      # HELP meshwright_row_count Metric of a data product.
      # TYPE meshwright_row_count gauge
      meshwright_row_count{domain="sales",product="orders",source="run"} 15000.0
      """;

  @Test
  void writesAFileForEachProductAndSource() throws IOException {
    Outcome outcome = write(textfile(folder), MEASURED);

    assertThat(outcome).isEqualTo(new Delivered(1));
    assertThat(files()).containsExactly("sales.orders.run.prom");
    Path file = folder.resolve("sales.orders.run.prom");
    assertThat(file).hasContent(TEXT);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void replacesWhatWasMeasuredBeforeAndNothingElse() throws IOException {
    MetricSample age = sample("age_hours", Optional.empty(), 3);
    write(textfile(folder), MEASURED);
    write(textfile(folder), new Measurements(Alerts.ORDERS, "sla", List.of(age)));

    write(textfile(folder), measured(sample("row_count", Optional.empty(), 16_000)));

    assertThat(files()).containsExactly("sales.orders.run.prom", "sales.orders.sla.prom");
    assertThat(parse(Files.readString(folder.resolve("sales.orders.run.prom"))))
        .containsEntry("meshwright_row_count{domain=sales, product=orders, source=run}", 16_000.0)
        .hasSize(2);
    assertThat(parse(Files.readString(folder.resolve("sales.orders.sla.prom")))).hasSize(2);
  }

  @Test
  void saysThatTheFolderIsMissing() {
    Path missing = folder.resolve("missing");

    Outcome outcome = write(textfile(missing), MEASURED);

    assertThat(outcome)
        .isEqualTo(
            new Failed("no folder " + missing + "; create it, or correct the sink's folder", 1));
  }

  @Test
  void leavesNoDraftBehindWhenTheFileCannotBeReplaced() throws IOException {
    Files.createDirectories(folder.resolve("sales.orders.run.prom").resolve("in the way"));

    Outcome outcome = write(textfile(folder), MEASURED);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            failed ->
                assertThat(failed.reason())
                    .startsWith("cannot write in " + folder + ": ")
                    .endsWith("Exception"));
    assertThat(files()).containsExactly("sales.orders.run.prom");
  }

  @Test
  void printsHostileNamesSoThatTheyReadBack() throws IOException {
    write(
        textfile(folder),
        measured(
            sample("größe {a=\"b\"} 1\nx", Optional.of(Alerts.HOSTILE), 1),
            sample("mean", Optional.empty(), Double.NaN),
            sample("max", Optional.empty(), Double.POSITIVE_INFINITY)));

    String text = Files.readString(folder.resolve("sales.orders.run.prom"));
    assertThat(parse(text))
        .containsEntry(
            "meshwright_gr__e__a__b___1_x{column=%s, domain=sales, product=orders, source=run}"
                .formatted(Alerts.HOSTILE),
            1.0)
        .containsEntry("meshwright_mean{domain=sales, product=orders, source=run}", Double.NaN)
        .containsEntry(
            "meshwright_max{domain=sales, product=orders, source=run}", Double.POSITIVE_INFINITY)
        .hasSize(4);
  }

  @Test
  void takesTheLastOfTwoNamesThatAreOneToPrometheus() throws IOException {
    write(
        textfile(folder),
        measured(sample("a.b", Optional.empty(), 1), sample("a_b", Optional.empty(), 2)));

    assertThat(parse(Files.readString(folder.resolve("sales.orders.run.prom"))))
        .containsEntry("meshwright_a_b{domain=sales, product=orders, source=run}", 2.0)
        .hasSize(2);
  }

  @Test
  void pushesAGroupForEachProductAndSource() {
    SERVER.stubFor(put(urlEqualTo(GROUP)).willReturn(aResponse().withStatus(200)));

    Outcome outcome = write(gateway(), MEASURED);

    assertThat(outcome).isEqualTo(new Delivered(1));
    LoggedRequest request = SERVER.findAll(putRequestedFor(urlEqualTo(GROUP))).get(0);
    assertThat(request.getHeader("Content-Type"))
        .isEqualToIgnoringCase("text/plain; version=0.0.4; charset=utf-8");
    assertThat(request.getBodyAsString()).isEqualTo(TEXT);
  }

  @Test
  void saysWhatTheGatewayAnswered() {
    SERVER.stubFor(
        put(urlEqualTo(GROUP))
            .willReturn(aResponse().withStatus(400).withBody("pushed metrics are invalid")));

    assertThat(write(gateway(), MEASURED))
        .isEqualTo(new Failed("http://localhost answered 400", 1));
  }

  private static Outcome write(SinkSettings settings, Measurements measurements) {
    MetricSink metrics = Sink.of(settings).metrics().orElseThrow();
    return new Courier(Retry.DEFAULT, pause -> {})
        .deliver(settings.name(), () -> metrics.write(measurements));
  }

  private static SinkSettings textfile(Path folder) {
    return new SinkSettings.PrometheusTextfile("node", Route.EVERYTHING, folder);
  }

  private static SinkSettings gateway() {
    HttpEndpoint endpoint = HttpEndpoint.of(Secret.of(SERVER.baseUrl() + "/base/"));
    return new SinkSettings.Pushgateway("push", Route.EVERYTHING, endpoint, "mesh-prod");
  }

  private static Measurements measured(MetricSample... samples) {
    return new Measurements(Alerts.ORDERS, "run", List.of(samples));
  }

  private static MetricSample sample(String name, Optional<String> column, double value) {
    return new MetricSample(name, column, Alerts.ORDERS, value, Alerts.AT);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The samples by name and labels, as the format's specification reads them. */
  private static Map<String, Double> parse(String text) {
    Map<String, Double> samples = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty() && !line.startsWith("# HELP ") && !line.startsWith("# TYPE ")) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        String key = sample.group(1) + "{" + labels(sample.group(2)) + "}";
        String value = sample.group(3).replace("+Inf", "Infinity");
        assertThat(samples.put(key, Double.valueOf(value))).as("twice: " + key).isNull();
      }
    }
    return samples;
  }

  private static String labels(String text) {
    Matcher label = LABEL.matcher(text);
    StringBuilder labels = new StringBuilder();
    int end = 0;
    while (label.find() && label.start() == end) {
      end = label.end();
      String value =
          label.group(2).replace("\\\\", "\u0000").replace("\\n", "\n").replace("\\\"", "\"");
      labels.append(labels.isEmpty() ? "" : ", ");
      labels.append(label.group(1)).append('=').append(value.replace('\u0000', '\\'));
    }
    assertThat(end).as(text).isEqualTo(text.length());
    return labels.toString();
  }
}
