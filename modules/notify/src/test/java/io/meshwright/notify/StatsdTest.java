package io.meshwright.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.ProductName;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatsdTest {

  private static final Pattern EVENT = Pattern.compile("_e\\{(\\d+),(\\d+)}:");

  private DatagramSocket agent;

  @BeforeEach
  void listen() throws IOException {
    agent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    agent.setSoTimeout(5_000);
  }

  @AfterEach
  void close() {
    agent.close();
  }

  @Test
  void sendsEachMetricAsAGauge() throws IOException {
    Outcome outcome =
        write(
            sample("row_count", Optional.empty(), 15_000),
            sample("null_rate", Optional.of("total_amount"), 0.0125),
            sample("avg_order_value", Optional.empty(), 1.5e12),
            sample("trend", Optional.empty(), -3));

    assertThat(outcome).isEqualTo(new Outcome.Delivered(1));
    assertThat(received(4))
        .containsExactly(
            "mesh.row_count:15000|g|#domain:sales,env:prod,product:sales.orders",
            "mesh.null_rate:0.0125|g"
                + "|#column:total_amount,domain:sales,env:prod,product:sales.orders",
            "mesh.avg_order_value:1500000000000|g|#domain:sales,env:prod,product:sales.orders",
            "mesh.trend:-3|g|#domain:sales,env:prod,product:sales.orders");
  }

  @Test
  void leavesOutWhatIsNoNumber() throws IOException {
    write(
        sample("mean", Optional.empty(), Double.NaN),
        sample("max", Optional.empty(), Double.POSITIVE_INFINITY),
        sample("row_count", Optional.empty(), -0.0));

    assertThat(received(1))
        .containsExactly("mesh.row_count:0|g|#domain:sales,env:prod,product:sales.orders");
  }

  @Test
  void keepsHostileNamesFromReachingTheProtocol() throws IOException {
    write(sample("a:1|c\nb", Optional.of("c,d|#e:1\nf ü🚚"), 1));

    assertThat(received(1))
        .containsExactly(
            "mesh.a_1_c_b:1|g|#column:c_d__e:1_f_ü🚚,domain:sales,env:prod,product:sales.orders");
  }

  @Test
  void sendsAnEventForEachAlert() throws IOException {
    Outcome outcome = tell(Alerts.notice(Alerts.stale(), Alerts.shrunk()));

    assertThat(outcome).isEqualTo(new Outcome.Delivered(1));
    assertThat(received(2))
        .containsExactly(
            "_e{55,230}:[critical] sales.orders: The newest row is 30 hours old"
                + "|CRITICAL freshness: The newest row is 30 hours old"
                + "\\ncondition: age_hours > 26\\nabout: updated_at"
                + "\\nexpected: at most 26 hours\\nactual: 30 hours"
                + "\\nnewest row 2024-01-13T00:00:00Z"
                + "\\nrunbook: https://wiki.example.com/late?team=sales&p=1"
                + "|d:1705212000|k:dca93931f2f06d8a|s:meshwright|t:error"
                + "|#domain:sales,env:prod,product:sales.orders,state:critical,type:freshness",
            "_e{45,72}:[warning] sales.orders: Row count fell by 60%"
                + "|WARNING volume: Row count fell by 60%\\ncondition: row_count_change > 50%"
                + "|d:1705212000|k:"
                + Alerts.shrunk().key().fingerprint()
                + "|s:meshwright|t:warning"
                + "|#domain:sales,env:prod,product:sales.orders,state:warning,type:volume");
  }

  @Test
  void sendsAnAllClearAsSuccess() throws IOException {
    tell(Alerts.allClear(Alerts.shrunk()));

    assertThat(received(1))
        .singleElement()
        .asString()
        .contains("|t:success|#domain:sales,env:prod,product:sales.orders,state:resolved,");
  }

  @Test
  void countsHostileTextInBytes() throws IOException {
    tell(Alerts.notice(Alerts.withTitle(Alerts.HOSTILE, List.of(Alerts.HOSTILE))));

    Event event = Event.parse(received(1).get(0));
    assertThat(event.title())
        .startsWith("[error] sales.orders: a b c \"quoted\" 'x' \\n | # , : {} <!channel>");
    assertThat(event.text())
        .startsWith("ERROR volume: a b c \"quoted\"")
        .endsWith("*bold* ünïcode 🚚    end");
    assertThat(event.rest())
        .startsWith("|d:1705212000|k:")
        .endsWith("|t:error|#domain:sales,env:prod,product:sales.orders,state:error,type:volume");
  }

  @Test
  void keepsADatagramWithinWhatAnAgentReads() throws IOException {
    String endless = "ü🚚".repeat(1_000_000);

    Outcome outcome =
        tell(Alerts.notice(Alerts.withTitle(endless, Collections.nCopies(100, endless))));

    assertThat(outcome).isEqualTo(new Outcome.Delivered(1));
    String datagram = received(1).get(0);
    Event event = Event.parse(datagram);
    assertThat(datagram.getBytes(UTF_8).length).isLessThan(8_192);
    assertThat(event.title()).hasSizeLessThanOrEqualTo(100).endsWith("…");
    assertThat(event.text().getBytes(UTF_8).length).isLessThanOrEqualTo(4_000);
    assertThat(event.text()).endsWith("…");
  }

  @Test
  void saysWhenTheHostDoesNotExist() {
    Statsd statsd =
        new Statsd(
            new SinkSettings.Statsd(
                "datadog", Route.EVERYTHING, "no-such-host.invalid", 8125, "mesh.", Map.of()));

    Outcome outcome =
        new Courier(Retry.DEFAULT, pause -> {})
            .deliver("datadog", () -> statsd.tell(Alerts.notice(Alerts.stale())));

    assertThat(outcome)
        .isEqualTo(
            new Outcome.Failed(
                "cannot send to no-such-host.invalid:8125: UnknownHostException", 3));
  }

  /** What an agent makes of an event: it trusts the lengths. */
  private record Event(String title, String text, String rest) {
    static Event parse(String datagram) {
      Matcher header = EVENT.matcher(datagram);
      assertThat(header.lookingAt()).isTrue();
      byte[] bytes = datagram.getBytes(UTF_8);
      int title = header.end();
      int text = title + Integer.parseInt(header.group(1)) + 1;
      int rest = text + Integer.parseInt(header.group(2));
      return new Event(
          new String(bytes, title, text - 1 - title, UTF_8),
          new String(bytes, text, rest - text, UTF_8),
          new String(bytes, rest, bytes.length - rest, UTF_8));
    }
  }

  private Outcome tell(Notice notice) {
    return new Courier(Retry.DEFAULT, pause -> {})
        .deliver("datadog", () -> sink().notifier().orElseThrow().tell(notice));
  }

  private Outcome write(MetricSample... samples) {
    Measurements measurements = new Measurements(Alerts.ORDERS, "run", List.of(samples));
    return new Courier(Retry.DEFAULT, pause -> {})
        .deliver("datadog", () -> sink().metrics().orElseThrow().write(measurements));
  }

  private Sink sink() {
    return Sink.of(
        new SinkSettings.Statsd(
            "datadog",
            Route.EVERYTHING,
            agent.getLocalAddress().getHostAddress(),
            agent.getLocalPort(),
            "mesh.",
            Map.of("env", "prod")));
  }

  private static MetricSample sample(String name, Optional<String> column, double value) {
    ProductName product = Alerts.ORDERS;
    return new MetricSample(name, column, product, value, Alerts.AT);
  }

  private List<String> received(int datagrams) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int n = 0; n < datagrams; n++) {
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      agent.receive(packet);
      texts.add(new String(packet.getData(), 0, packet.getLength(), UTF_8));
    }
    return texts;
  }
}
