package io.meshwright.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.meshwright.notify.MailServer.Login;
import io.meshwright.notify.MailServer.Security;
import io.meshwright.notify.Outcome.Delivered;
import io.meshwright.notify.Outcome.Failed;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpNotifierTest {

  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final GreenMail mail =
      MailReceiver.of(ServerSetup.PROTOCOL_SMTP, ServerSetup.PROTOCOL_SMTPS);

  @BeforeEach
  void start() {
    mail.start();
  }

  @AfterEach
  void stop() {
    mail.stop();
  }

  @Test
  void mailsPlainTextToEveryRecipient() throws MessagingException, IOException {
    Outcome outcome = tell(server(Security.NONE), Alerts.notice(Alerts.stale(), Alerts.shrunk()));

    assertThat(outcome).isEqualTo(new Delivered(1));
    MimeMessage[] received = mail.getReceivedMessages();
    assertThat(received).hasSize(2);
    MimeMessage message = received[0];
    assertThat(message.getSubject())
        .isEqualTo("[critical] sales.orders: The newest row is 30 hours old, and 1 more");
    assertThat(message.getFrom()).extracting(Object::toString).containsExactly("mesh@example.com");
    assertThat(message.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("Sales Team <sales@example.com>", "oncall@example.com");
    assertThat(message.getSentDate()).isEqualTo(Date.from(Alerts.AT));
    assertThat(message.getContentType()).isEqualTo("text/plain; charset=UTF-8");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(text(message))
        .isEqualTo(
            """
            sales.orders: 2 alerts

            CRITICAL freshness: The newest row is 30 hours old
              condition: age_hours > 26
              about: updated_at
              expected: at most 26 hours
              actual: 30 hours
              newest row 2024-01-13T00:00:00Z
              runbook: https://wiki.example.com/late?team=sales&p=1

            WARNING volume: Row count fell by 60%
              condition: row_count_change > 50%

            contract 2.1.0, run 30b37b1dc8b8309d, 2024-01-14T06:00:00Z""");
  }

  @Test
  void mailsAnAllClear() throws MessagingException, IOException {
    tell(server(Security.NONE), Alerts.allClear(Alerts.shrunk()));

    MimeMessage message = mail.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo("[resolved] sales.orders: Row count fell by 60%");
    assertThat(text(message))
        .isEqualTo(
            """
            sales.orders: 1 resolved

            RESOLVED volume: Row count fell by 60%
              condition: row_count_change > 50%
              open since 2024-01-13T06:00:00Z

            resolved at 2024-01-14T06:00:00Z""");
  }

  @Test
  void signsIn() {
    mail.setUser("mesh@example.com", "mesh", "pa55word");
    mail.getUserManager().setAuthRequired(true);

    Outcome outcome = tell(withLogin("pa55word"), Alerts.notice(Alerts.stale()));

    assertThat(outcome).isEqualTo(new Delivered(1));
  }

  @Test
  void failsAtOnceWithAWrongPasswordAndDoesNotRepeatIt() {
    mail.setUser("mesh@example.com", "mesh", "pa55word");
    mail.getUserManager().setAuthRequired(true);
    MailServer server = withLogin("wr0ng");

    Outcome outcome = tell(server, Alerts.notice(Alerts.stale()));

    assertThat(outcome).isEqualTo(new Failed(server + " refused the user name or the password", 1));
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void saysNothingToAServerWithoutStarttls() {
    MailServer server = server(Security.STARTTLS);

    Outcome outcome = tell(server, Alerts.notice(Alerts.stale()));

    assertThat(outcome).isEqualTo(new Failed(server + " does not offer STARTTLS", 1));
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void signsInAndMailsOnlyOnceTheConnectionIsEncrypted(@TempDir Path folder) throws Exception {
    SSLSocketFactory tls = SelfSigned.in(folder);
    try (ScriptedMailServer scripted = new ScriptedMailServer(tls)) {
      MailServer server =
          new MailServer(
              MailReceiver.HOST,
              scripted.port(),
              Security.STARTTLS,
              Optional.of(new Login("mesh", Secret.of("pa55word"))),
              PATIENT);
      Notifier notifier = new SmtpNotifier(settings(server), tls);

      notifier.tell(Alerts.notice(Alerts.stale()));

      assertThat(scripted.heard())
          .extracting(command -> command.split(" ", 2)[0])
          .startsWith(
              "EHLO", "STARTTLS", "(encrypted)", "EHLO", "AUTH", "MAIL", "RCPT", "RCPT", "DATA");
    }
  }

  @Test
  void saysNothingToAServerThatItCannotTrust() {
    MailServer server = server(Security.TLS, mail.getSmtps().getPort());

    Outcome outcome = tell(server, Alerts.notice(Alerts.stale()));

    assertThat(outcome)
        .isEqualTo(
            new Failed(
                "no TLS with "
                    + server
                    + ": its certificate is unknown to this JVM or for another host, or it does not"
                    + " speak TLS on this port",
                1));
  }

  @Test
  void triesAgainWhenNobodyListens() {
    MailServer server = server(Security.NONE);
    mail.stop();

    Outcome outcome = tell(server, Alerts.notice(Alerts.stale()));

    assertThat(outcome)
        .isEqualTo(new Failed("no conversation with " + server + ": ConnectException", 3));
  }

  @Test
  void doesNotWaitForAServerThatSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      MailServer server =
          new MailServer(
              MailReceiver.HOST,
              silent.getLocalPort(),
              Security.NONE,
              Optional.empty(),
              Duration.ofMillis(200));

      Outcome outcome = tell(server, Alerts.notice(Alerts.stale()));

      assertThat(outcome)
          .isEqualTo(new Failed("no conversation with " + server + ": SocketTimeoutException", 3));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "greeting,    421 try later: pa55word,   answered 421, 3",
    "MAIL,        451 4.3.0 later: pa55word, answered 451, 3",
    "RCPT,        450 4.2.1 busy: pa55word,  answered 450, 3",
    "end of mail, 452 4.3.1 full: pa55word,  answered 452, 3",
    "greeting,    554 go away: pa55word,     answered 554, 1",
    "MAIL,        550 5.7.1 no: pa55word,    answered 550, 1",
    "RCPT TO:<o,  550 5.1.1 who: pa55word,   answered 550 to the address oncall@example.com, 1",
    "DATA,        554 5.0.0 no: pa55word,    answered 554, 1",
    "end of mail, 554 5.7.1 spam: pa55word,  answered 554, 1",
  })
  void triesAgainWhereTheServerSaysItMayPass(
      String command, String reply, String reason, int attempts) throws IOException {
    try (ScriptedMailServer scripted = new ScriptedMailServer(Map.of(command, reply))) {
      MailServer server = server(Security.NONE, scripted.port());

      Outcome outcome = tell(server, Alerts.notice(Alerts.stale()));

      assertThat(outcome).isEqualTo(new Failed(server + " " + reason, attempts));
    }
  }

  @Test
  void mailsNobodyIfOneAddressIsRefused() throws IOException {
    Map<String, String> replies = Map.of("RCPT TO:<oncall", "550 no such user");
    try (ScriptedMailServer scripted = new ScriptedMailServer(replies)) {
      tell(server(Security.NONE, scripted.port()), Alerts.notice(Alerts.stale()));

      assertThat(scripted.heard("RCPT"))
          .containsExactly("RCPT TO:<sales@example.com>", "RCPT TO:<oncall@example.com>");
      assertThat(scripted.heard("DATA")).isEmpty();
    }
  }

  @Test
  void hasDeliveredWhateverTheServerSaysAtTheEnd() throws IOException {
    try (ScriptedMailServer scripted = new ScriptedMailServer(Map.of("QUIT", "500 what"))) {
      Outcome outcome = tell(server(Security.NONE, scripted.port()), Alerts.notice(Alerts.stale()));

      assertThat(outcome).isEqualTo(new Delivered(1));
    }
  }

  @Test
  void cannotBeMadeToSendHeadersOfSomebodyElse() throws MessagingException, IOException {
    String title = "late\r\nBcc: everybody@example.com\r\n\r\n" + Alerts.HOSTILE;

    tell(server(Security.NONE), Alerts.notice(Alerts.withTitle(title, List.of(Alerts.HOSTILE))));

    MimeMessage[] received = mail.getReceivedMessages();
    assertThat(received).hasSize(2);
    assertThat(received[0].getHeader("Bcc")).isNull();
    assertThat(received[0].getSubject())
        .startsWith("[error] sales.orders: late Bcc: everybody@example.com a b c \"quoted\"")
        .contains("ünïcode 🚚");
    assertThat(text(received[0])).contains("\n  a b c \"quoted\" 'x' \\n | # , : {} <!channel>");
  }

  @Test
  void keepsAMailBounded() throws MessagingException, IOException {
    String endless = "ü".repeat(1_000_000);
    Alert alert = Alerts.withTitle(endless, Collections.nCopies(1_000, endless));

    Outcome outcome = tell(server(Security.NONE), Alerts.notice(alert));

    assertThat(outcome).isEqualTo(new Delivered(1));
    MimeMessage message = mail.getReceivedMessages()[0];
    assertThat(message.getSubject()).hasSize(200).endsWith("ü…");
    assertThat(text(message)).hasSizeLessThan(13_000).contains("\n  and 980 more lines\n");
  }

  private static Outcome tell(MailServer server, Notice notice) {
    Sink sink = Sink.of(settings(server));
    Notifier notifier = sink.notifier().orElseThrow();
    return new Courier(Retry.DEFAULT, pause -> {})
        .deliver(sink.name(), () -> notifier.tell(notice));
  }

  private static SinkSettings.Smtp settings(MailServer server) {
    return new SinkSettings.Smtp(
        "mail",
        Route.EVERYTHING,
        server,
        "mesh@example.com",
        List.of("Sales Team <sales@example.com>", "oncall@example.com"));
  }

  private MailServer server(Security security) {
    return server(security, mail.getSmtp().getPort());
  }

  private static MailServer server(Security security, int port) {
    return new MailServer(MailReceiver.HOST, port, security, Optional.empty(), PATIENT);
  }

  private MailServer withLogin(String password) {
    return new MailServer(
        MailReceiver.HOST,
        mail.getSmtp().getPort(),
        Security.NONE,
        Optional.of(new Login("mesh", Secret.of(password))),
        PATIENT);
  }

  private static String text(MimeMessage message) throws MessagingException, IOException {
    return message.getContent().toString().replace("\r\n", "\n").stripTrailing();
  }
}
