package io.meshwright.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.meshwright.contract.Severity;
import io.meshwright.notify.Outcome.Delivered;
import io.meshwright.notify.Outcome.Failed;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WebhookNotifierTest {

  private static final String PATH = "/services/T000/B000/s3cr3t";

  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void postsAMessageThatSlackCanRead() throws IOException {
    SERVER.stubFor(hook().willReturn(aResponse().withStatus(200)));

    Outcome outcome = tell(Alerts.notice(Alerts.stale(), Alerts.shrunk()));

    assertThat(outcome).isEqualTo(new Delivered(1));
    LoggedRequest request = received().get(0);
    assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
    assertThat(request.getHeader("Authorization")).isEqualTo("Bearer t0k3n");
    assertThat(json(request)).isEqualTo(expected("slack-two-alerts.json"));
  }

  @Test
  void postsAnAllClear() throws IOException {
    SERVER.stubFor(hook().willReturn(aResponse().withStatus(200)));

    tell(Alerts.allClear(Alerts.shrunk()));

    assertThat(json(received().get(0))).isEqualTo(expected("slack-all-clear.json"));
  }

  @Test
  void triesAgainWhileTheServerFails() {
    answer("first", Scenario.STARTED, aResponse().withStatus(500));
    answer("second", "first", aResponse().withStatus(503));
    answer("third", "second", aResponse().withStatus(200));

    Outcome outcome = tell(Alerts.notice(Alerts.stale()));

    assertThat(outcome).isEqualTo(new Delivered(3));
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(received()).hasSize(3);
  }

  @Test
  void waitsAsLongAsTheServerAsks() {
    answer("calm", Scenario.STARTED, aResponse().withStatus(429).withHeader("Retry-After", "4"));
    answer("done", "calm", aResponse().withStatus(200));

    Outcome outcome = tell(Alerts.notice(Alerts.stale()));

    assertThat(outcome).isEqualTo(new Delivered(2));
    assertThat(pauses).containsExactly(Duration.ofSeconds(4));
  }

  @Test
  void givesUpOnAServerThatKeepsFailing() {
    SERVER.stubFor(hook().willReturn(aResponse().withStatus(500)));

    Outcome outcome = tell(Alerts.notice(Alerts.stale()));

    assertThat(outcome).isEqualTo(new Failed("http://localhost answered 500", 3));
    assertThat(received()).hasSize(3);
  }

  @Test
  void failsAtOnceWhereTheServerRefuses() {
    SERVER.stubFor(hook().willReturn(aResponse().withStatus(404).withBody("no_service\n")));

    Outcome outcome = tell(Alerts.notice(Alerts.stale()));

    assertThat(outcome).isEqualTo(new Failed("http://localhost answered 404 (no_service)", 1));
    assertThat(received()).hasSize(1);
  }

  @Test
  void doesNotFollowTheServerElsewhere() {
    SERVER.stubFor(
        hook().willReturn(aResponse().withStatus(302).withHeader("Location", "/elsewhere")));

    Outcome outcome = tell(Alerts.notice(Alerts.stale()));

    assertThat(outcome).isEqualTo(new Failed("http://localhost answered 302", 1));
  }

  @Test
  void neverRepeatsWhatTheServerSaysAboutTheUrl() {
    SERVER.stubFor(hook().willReturn(aResponse().withStatus(404).withBody("Cannot POST " + PATH)));
    Outcome sentence = tell(Alerts.notice(Alerts.stale()));
    SERVER.stubFor(hook().willReturn(aResponse().withStatus(404).withBody("services")));
    Outcome word = tell(Alerts.notice(Alerts.stale()));

    assertThat(List.of(sentence, word))
        .containsOnly(new Failed("http://localhost answered 404", 1));
  }

  @Test
  void doesNotWaitForAnAnswerBeyondItsTimeout() {
    SERVER.stubFor(hook().willReturn(aResponse().withFixedDelay(60_000)));

    Outcome outcome = tellWithoutPatience(Alerts.notice(Alerts.stale()));

    assertThat(outcome).isEqualTo(new Failed("http://localhost did not answer within 500 ms", 3));
  }

  @Test
  void doesNotWaitForTheEndOfAnAnswerEither() {
    SERVER.stubFor(
        hook()
            .willReturn(
                aResponse().withStatus(500).withBody("abc").withChunkedDribbleDelay(3, 60_000)));

    Outcome outcome = tellWithoutPatience(Alerts.notice(Alerts.stale()));

    assertThat(outcome).isEqualTo(new Failed("http://localhost did not answer within 500 ms", 3));
  }

  @Test
  void readsNoMoreOfAnAnswerThanItNeeds() {
    SERVER.stubFor(hook().willReturn(aResponse().withStatus(403).withBody("x".repeat(5_000_000))));

    Outcome outcome = tell(Alerts.notice(Alerts.stale()));

    assertThat(outcome).isEqualTo(new Failed("http://localhost answered 403", 1));
  }

  @Test
  void triesAgainWhenTheConnectionBreaks() {
    SERVER.stubFor(hook().willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

    Outcome outcome = tell(Alerts.notice(Alerts.stale()));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.attempts()).isEqualTo(3);
              assertThat(failed.reason())
                  .matches("http://localhost cannot be reached: \\w*Exception");
            });
  }

  @Test
  void saysWhenNobodyListens() throws IOException {
    int freePort;
    try (ServerSocket socket = new ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }

    Outcome outcome =
        deliver(
            endpoint("http://localhost:" + freePort + PATH, Duration.ofSeconds(20)),
            Alerts.notice(Alerts.stale()));

    assertThat(outcome)
        .isEqualTo(new Failed("http://localhost cannot be reached: ConnectException", 3));
  }

  @Test
  void sendsHostileTextAsText() throws IOException {
    SERVER.stubFor(hook().willReturn(aResponse().withStatus(200)));

    tell(Alerts.notice(Alerts.withTitle(Alerts.HOSTILE, List.of(Alerts.HOSTILE))));

    JsonNode section = json(received().get(0)).at("/blocks/1/text");
    assertThat(section.get("verbatim").asBoolean()).isTrue();
    assertThat(section.get("text").asText().lines().findFirst())
        .contains(
            "*ERROR volume: a b c \"quoted\" 'x' \\n | # , : {} &lt;!channel&gt;"
                + " &lt;b&gt;&amp;amp;&lt;/b&gt; *bold* ünïcode 🚚    end*");
  }

  @Test
  void keepsWithinSlacksLimits() throws IOException {
    SERVER.stubFor(hook().willReturn(aResponse().withStatus(200)));
    List<String> endless = Collections.nCopies(1_000, "<".repeat(1_000_000));
    Alert[] alerts =
        IntStream.range(0, 100)
            .mapToObj(
                n ->
                    new Alert(
                        Alerts.of(Alerts.ORDERS, "quality", "check " + n, Severity.ERROR).key(),
                        Severity.ERROR,
                        Alerts.RUN,
                        Alerts.withTitle("&".repeat(1_000_000), endless).finding()))
            .toArray(Alert[]::new);

    Outcome outcome = tell(Alerts.notice(alerts));

    assertThat(outcome).isEqualTo(new Delivered(1));
    JsonNode message = json(received().get(0));
    JsonNode blocks = message.get("blocks");
    assertThat(message.get("text").asText()).hasSizeLessThanOrEqualTo(4_000);
    assertThat(blocks).hasSizeLessThanOrEqualTo(50);
    assertThat(blocks.at("/7/text/text").asText()).isEqualTo("and 94 more");
    assertThat(blocks)
        .allSatisfy(
            block -> assertThat(block.at("/text/text").asText()).hasSizeLessThanOrEqualTo(3_000));
    assertThat(blocks.toString()).hasSizeLessThan(12_000);
  }

  private Outcome tell(Notice notice) {
    return deliver(endpoint(SERVER.baseUrl() + PATH, Duration.ofSeconds(20)), notice);
  }

  private Outcome tellWithoutPatience(Notice notice) {
    return deliver(endpoint(SERVER.baseUrl() + PATH, Duration.ofMillis(500)), notice);
  }

  private Outcome deliver(HttpEndpoint endpoint, Notice notice) {
    Sink sink = Sink.of(new SinkSettings.Webhook("slack", Route.EVERYTHING, endpoint));
    Notifier notifier = sink.notifier().orElseThrow();
    return new Courier(Retry.DEFAULT, pauses::add)
        .deliver(sink.name(), () -> notifier.tell(notice));
  }

  private static HttpEndpoint endpoint(String url, Duration timeout) {
    return new HttpEndpoint(
        Secret.of(url), Map.of("Authorization", Secret.of("Bearer t0k3n")), timeout);
  }

  private static MappingBuilder hook() {
    return post(urlEqualTo(PATH)).withHeader("User-Agent", equalTo("meshwright"));
  }

  private static void answer(String next, String state, ResponseDefinitionBuilder response) {
    SERVER.stubFor(
        hook()
            .inScenario("s")
            .whenScenarioStateIs(state)
            .willSetStateTo(next)
            .willReturn(response));
  }

  private static List<LoggedRequest> received() {
    return SERVER.findAll(postRequestedFor(urlEqualTo(PATH)));
  }

  private static JsonNode json(LoggedRequest request) throws IOException {
    return new ObjectMapper().readTree(request.getBody());
  }

  private static JsonNode expected(String resource) throws IOException {
    return new ObjectMapper().readTree(WebhookNotifierTest.class.getResource(resource));
  }
}
