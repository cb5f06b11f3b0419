package io.meshwright.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.meshwright.contract.Severity;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One evaluation that trips every type of alert, and the same again, to real receivers at once. */
class EverySinkTest {

  private static final List<String> TYPES =
      List.of("anomaly", "availability", "drift", "freshness", "quality", "volume");

  @RegisterExtension
  static final WireMockExtension HOOK =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private final GreenMail mail = MailReceiver.of(ServerSetup.PROTOCOL_SMTP);
  private DatagramSocket agent;

  @BeforeEach
  void start() throws IOException {
    HOOK.stubFor(post(urlEqualTo("/hook")).willReturn(aResponse().withStatus(200)));
    mail.start();
    agent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    agent.setSoTimeout(500);
  }

  @AfterEach
  void stop() {
    mail.stop();
    agent.close();
  }

  @Test
  void isToldOfEveryTypeOfAlertOnceAndNotAgain() throws IOException {
    Notifications notifications =
        Notifications.of(
            sinks(),
            new InMemoryAlertLog(),
            Retry.DEFAULT,
            Clock.fixed(Alerts.AT, ZoneOffset.UTC),
            Sleeper.real());

    Notified first = notifications.tell(evaluation());
    Notified again = notifications.tell(evaluation());

    assertThat(first.failures()).isEmpty();
    assertThat(first.deliveries()).hasSize(TYPES.size() * 3);
    assertThat(again.deliveries())
        .hasSize(TYPES.size() * 3)
        .extracting(Delivery::outcome)
        .containsOnly(new Outcome.Duplicate(Alerts.AT));
    assertThat(HOOK.findAll(postRequestedFor(urlEqualTo("/hook"))))
        .singleElement()
        .satisfies(request -> assertThat(request.getBodyAsString()).contains(TYPES));
    assertThat(mail.getReceivedMessages())
        .singleElement()
        .satisfies(message -> assertThat((String) message.getContent()).contains(TYPES));
    assertThat(events())
        .extracting(event -> event.substring(event.lastIndexOf("type:")))
        .containsExactlyElementsOf(TYPES.stream().map(type -> "type:" + type).toList());
  }

  private static Evaluation evaluation() {
    List<Alert> alerts =
        TYPES.stream()
            .map(type -> Alerts.of(Alerts.ORDERS, type, type + "_broken", Severity.ERROR))
            .toList();
    return new Evaluation(Alerts.ORDERS, Set.copyOf(TYPES), alerts);
  }

  private List<Sink> sinks() {
    HttpEndpoint hook = HttpEndpoint.of(Secret.of(HOOK.baseUrl() + "/hook"));
    MailServer server =
        new MailServer(
            MailReceiver.HOST,
            mail.getSmtp().getPort(),
            MailServer.Security.NONE,
            Optional.empty(),
            Duration.ofSeconds(10));
    return List.of(
        Sink.of(new SinkSettings.Webhook("slack", Route.EVERYTHING, hook)),
        Sink.of(
            new SinkSettings.Smtp(
                "mail", Route.EVERYTHING, server, "a@example.com", List.of("b@example.com"))),
        Sink.of(
            new SinkSettings.Statsd(
                "datadog", Route.EVERYTHING, "127.0.0.1", agent.getLocalPort(), "", Map.of())));
  }

  /** All datagrams until none comes for a while. */
  private List<String> events() throws IOException {
    List<String> events = new ArrayList<>();
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        agent.receive(packet);
        events.add(new String(packet.getData(), 0, packet.getLength(), UTF_8));
      }
    } catch (SocketTimeoutException e) {
      return events;
    }
  }
}
