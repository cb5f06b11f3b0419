package io.meshwright.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.meshwright.contract.ExitCode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run and its sinks, with a real HTTP, mail and UDP receiver on the other side. */
class NotificationTest {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @TempDir Path folder;

  private final List<String> posts = Collections.synchronizedList(new ArrayList<>());
  private HttpServer http;
  private DatagramSocket udp;
  private GreenMail mail;

  @BeforeEach
  void listen() throws IOException {
    http = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
    http.createContext(
        "/",
        exchange -> {
          posts.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    http.start();
    udp = new DatagramSocket(0, HERE);
    ServerSetup smtp = new ServerSetup(0, HERE.getHostAddress(), ServerSetup.PROTOCOL_SMTP);
    smtp.setServerStartupTimeout(30_000);
    mail = new GreenMail(smtp);
    mail.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
    udp.close();
    mail.stop();
  }

  @Test
  void tellsEachTypeOfAlertOnceAndNothingOnTheRerun() throws IOException {
    Workspace workspace = watched().input("orders", Orders.rows(1, 100, "2024-01-14", 5));
    RunReport quiet = workspace.run(Orders.NAME);
    assertThat(posts).isEmpty();
    assertThat(datagrams()).anyMatch(line -> line.startsWith("mesh.row_count:100|g"));
    String wider = Orders.rows(1, 10, "2024-01-14", -5).replace(" FROM", ", 1 AS note FROM");
    workspace
        .later(27 * 3600)
        .write("products/orders/transform.sql", "SELECT order_id, order_date, amount FROM orders")
        .input("orders", wider);

    RunReport told = workspace.run(Orders.NAME);
    int mailed = mail.getReceivedMessages().length;
    List<String> events = datagrams();
    RunReport again = workspace.later(60).run(Orders.NAME);

    assertThat(quiet.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(told.notes()).singleElement().asString().contains("orders.note (int) was added");
    assertThat(again.exitCode()).isEqualTo(told.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(posts)
        .singleElement()
        .asString()
        .contains("freshness", "volume", "quality", "drift");
    assertThat(mailed).isOne();
    assertThat(mail.getReceivedMessages()).hasSize(1);
    assertThat(events).filteredOn(line -> line.startsWith("_e{")).hasSize(4);
    assertThat(datagrams()).noneMatch(line -> line.startsWith("_e{"));
  }

  @Test
  void neverFailsAGoodRunBecauseASinkIsDown() {
    Workspace workspace = watched().input("orders", Orders.rows(1, 100, "2024-01-14", 5));
    workspace.run(Orders.NAME);
    http.stop(0);
    mail.stop();
    workspace.later(3600).input("orders", Orders.rows(1, 10, "2024-01-14", 5));

    RunReport report = workspace.run(Orders.NAME);

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(report.notes())
        .hasSize(2)
        .allMatch(note -> note.startsWith("An alert was not told: sink "));
  }

  @Test
  void tellsOfABrokenServiceLevelWithoutARun() {
    Workspace workspace = watched().input("orders", Orders.rows(1, 10, "2024-01-14", 5));
    workspace.run(Orders.NAME);
    Instant later = Instant.parse("2024-01-17T08:00:00Z");

    SlaReport report = check(workspace, later);
    SlaReport again = check(workspace, later.plusSeconds(900));

    assertThat(report.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(report.findings())
        .extracting(finding -> finding.promise() + ": " + finding.actual() + " " + finding.state())
        .containsExactly(
            "freshness: 54 h old, as of 2024-01-15T02:00:00Z broken",
            "availability: 50% (1 of 2), missed last on 2024-01-16T02:00:00Z: no run broken",
            "freshness: published data is 54 h old broken");
    assertThat(report.count(SlaReport.Service.PENDING)).isOne();
    assertThat(again.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(posts).singleElement().asString().contains("sla_freshness", "sla_availability");
  }

  @Test
  void refusesSinksThatAreWrongBeforeTheRun() {
    Workspace workspace =
        watched()
            .set("mesh.notify.sinks.hook.urrl", "x")
            .set("mesh.notify.sinks.mail.security", "ssl")
            .set("mesh.notify.sinks.pager.type", "pager")
            .input("orders", Orders.rows(1, 10, "2024-01-14", 5));

    RunReport report = workspace.run(Orders.NAME);

    assertThat(report.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(report.problems())
        .extracting(Problem::problem)
        .containsExactly(
            "Unknown setting 'mesh.notify.sinks.hook.urrl'",
            "mesh.notify.sinks.mail: invalid security 'ssl': use one of none, starttls, tls",
            "mesh.notify.sinks.pager: invalid type 'pager': use one of log, prometheus-pushgateway,"
                + " prometheus-textfile, smtp, statsd, webhook");
    assertThat(workspace.tableFiles(Orders.NAME)).isEmpty();
  }

  private static SlaReport check(Workspace workspace, Instant on) {
    return SlaCheck.check(
        workspace.spark(), workspace.pipeline(Orders.NAME), on, Duration.ofDays(30));
  }

  private Workspace watched() {
    Workspace workspace = Orders.workspace(folder, "gate", "full");
    workspace.write(
        "products/orders/data_product.yaml",
        Orders.contract("1.0.0", "full")
            .replace(
                "sla:\n",
                """
                observability:
                  alerts:
                    - {type: freshness, condition: age_hours > 26, severity: critical}
                    - {type: volume, condition: row_count_change > 50%}
                    - {type: quality, condition: quality_check_failed, severity: critical}
                    - {type: drift, condition: schema_drift}
                sla:
                  availability: 99.9%
                  freshness: {max_age_hours: 24, update_schedule: "0 2 * * *"}
                """));
    return workspace
        .set("mesh.notify.attempts", "1")
        .set("mesh.notify.sinks.hook.type", "webhook")
        .set(
            "mesh.notify.sinks.hook.url",
            "http://%s:%d/".formatted(HERE.getHostAddress(), http.getAddress().getPort()))
        .set("mesh.notify.sinks.mail.type", "smtp")
        .set("mesh.notify.sinks.mail.host", HERE.getHostAddress())
        .set("mesh.notify.sinks.mail.port", String.valueOf(mail.getSmtp().getPort()))
        .set("mesh.notify.sinks.mail.security", "none")
        .set("mesh.notify.sinks.mail.from", "mesh@example.com")
        .set("mesh.notify.sinks.mail.to.0", "team@example.com")
        .set("mesh.notify.sinks.counts.type", "statsd")
        .set("mesh.notify.sinks.counts.host", HERE.getHostAddress())
        .set("mesh.notify.sinks.counts.port", String.valueOf(udp.getLocalPort()));
  }

  /** Every line that has arrived; what was sent on this machine is there at once. */
  private List<String> datagrams() throws IOException {
    List<String> lines = new ArrayList<>();
    udp.setSoTimeout(200);
    while (true) {
      DatagramPacket packet = new DatagramPacket(new byte[65_507], 65_507);
      try {
        udp.receive(packet);
      } catch (SocketTimeoutException e) {
        return lines;
      }
      String text = new String(packet.getData(), 0, packet.getLength(), UTF_8);
      lines.addAll(Arrays.asList(text.split("\n")));
    }
  }
}
