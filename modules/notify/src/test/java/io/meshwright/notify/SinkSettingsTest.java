package io.meshwright.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.notify.MailServer.Login;
import io.meshwright.notify.MailServer.Security;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkSettingsTest {

  private static final HttpEndpoint HOOK =
      new HttpEndpoint(
          Secret.of("https://hooks.example.com/services/s3cr3t?token=s3cr3t"),
          Map.of("Authorization", Secret.of("s3cr3t")),
          Duration.ofSeconds(10));

  private static final MailServer MAIL =
      new MailServer(
          "smtp.example.com",
          587,
          Security.STARTTLS,
          Optional.of(new Login("mesh", Secret.of("s3cr3t"))),
          Duration.ofSeconds(10));

  private static final List<SinkSettings> ONE_OF_EACH =
      List.of(
          new SinkSettings.Log("log", Route.EVERYTHING),
          new SinkSettings.Webhook("slack", Route.EVERYTHING, HOOK),
          new SinkSettings.Smtp("mail", Route.EVERYTHING, MAIL, "a@x.org", List.of("b@x.org")),
          new SinkSettings.Statsd("datadog", Route.EVERYTHING, "localhost", 8125, "", Map.of()),
          new SinkSettings.PrometheusTextfile("node", Route.EVERYTHING, Path.of("metrics")),
          new SinkSettings.Pushgateway("push", Route.EVERYTHING, HOOK, "mesh"));

  @Test
  void makeASinkOfEveryKind() {
    assertThat(ONE_OF_EACH)
        .<Class<?>>extracting(Object::getClass)
        .containsExactly(SinkSettings.class.getPermittedSubclasses());

    List<Sink> sinks = ONE_OF_EACH.stream().map(Sink::of).toList();

    assertThat(sinks)
        .extracting(Sink::name)
        .containsExactly("log", "slack", "mail", "datadog", "node", "push");
    assertThat(sinks)
        .extracting(sink -> sink.notifier().isPresent())
        .containsExactly(true, true, true, true, false, false);
    assertThat(sinks)
        .extracting(sink -> sink.metrics().isPresent())
        .containsExactly(false, false, false, true, true, true);
  }

  @Test
  void printNoSecret() {
    assertThat(ONE_OF_EACH.toString())
        .contains("https://hooks.example.com", "smtp.example.com:587")
        .doesNotContain("s3cr3t");
    assertThat(HOOK).hasToString("https://hooks.example.com");
    assertThat(MAIL.login()).hasToString("Optional[Login[user=mesh, password=[secret]]]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cr3t", "ftp://s3cr3t", "https:///s3cr3t", "http://a b/s3cr3t", ""})
  void refuseAUrlWithoutRepeatingIt(String url) {
    assertRefused(
        () -> HttpEndpoint.of(Secret.of(url)),
        "Invalid URL of a sink: expected http:// or https:// and a host");
  }

  @Test
  void refuseAHeaderThatCannotBeSentWithoutRepeatingIt() {
    assertRefused(
        () -> withHeader("X-Token", "s3cr3t\r\nX-Other: 1"),
        "Invalid HTTP header 'X-Token' of a sink: its name or value cannot be sent");
    assertRefused(
        () -> withHeader("Content-Length", "1"),
        "Invalid HTTP header 'Content-Length' of a sink: its name or value cannot be sent");
  }

  @Test
  void refuseAnAddressThatIsNone() {
    assertRefused(
        () ->
            new SinkSettings.Smtp(
                "mail", Route.EVERYTHING, MAIL, "a@x.org", List.of("b@x.org\nBcc: c@x.org")),
        "Invalid address 'b@x.org Bcc: c@x.org' of sink 'mail': expected one such as"
            + " data@example.com");
    assertRefused(
        () -> new SinkSettings.Smtp("mail", Route.EVERYTHING, MAIL, "a@x.org", List.of()),
        "Invalid sink 'mail': it mails to nobody; give at least one address");
  }

  @Test
  void refusePortsJobsNamesAndTimeoutsThatCannotBe() {
    assertRefused(
        () -> new SinkSettings.Statsd("d", Route.EVERYTHING, "h", 65_536, "", Map.of()),
        "Invalid port '65536': expected 1 to 65535");
    assertRefused(
        () -> new SinkSettings.Pushgateway("push", Route.EVERYTHING, HOOK, "a/b"),
        "Invalid job 'a/b' of sink 'push': use letters, digits, _ and -");
    assertRefused(
        () -> new SinkSettings.Log(" ", Route.EVERYTHING), "Invalid sink '': it needs a name");
    assertRefused(
        () -> new HttpEndpoint(HOOK.url(), Map.of(), Duration.ZERO),
        "Invalid timeout '0 s': expected more than nothing, such as 10 s");
  }

  private static HttpEndpoint withHeader(String name, String value) {
    return new HttpEndpoint(HOOK.url(), Map.of(name, Secret.of(value)), Duration.ofSeconds(10));
  }

  private static void assertRefused(ThrowingCallable settings, String message) {
    assertThatThrownBy(settings).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
