package io.meshwright.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.event.EventRecordingLogger;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.SubstituteLogger;

class LogNotifierTest {

  private final LinkedBlockingQueue<SubstituteLoggingEvent> events = new LinkedBlockingQueue<>();
  private final LogNotifier notifier =
      new LogNotifier(
          new EventRecordingLogger(new SubstituteLogger(Sink.LOGGER, events, false), events));

  @Test
  void writesALineForEachAlertAtTheLevelOfItsSeverity() {
    notifier.tell(Alerts.notice(Alerts.stale(), Alerts.shrunk()));

    assertThat(lines())
        .containsExactly(
            "ERROR sales.orders CRITICAL freshness: The newest row is 30 hours old;"
                + " condition: age_hours > 26; about: updated_at; expected: at most 26 hours;"
                + " actual: 30 hours; newest row 2024-01-13T00:00:00Z;"
                + " runbook: https://wiki.example.com/late?team=sales&p=1;"
                + " contract 2.1.0, run 30b37b1dc8b8309d, 2024-01-14T06:00:00Z",
            "WARN sales.orders WARNING volume: Row count fell by 60%;"
                + " condition: row_count_change > 50%;"
                + " contract 2.1.0, run 30b37b1dc8b8309d, 2024-01-14T06:00:00Z");
  }

  @Test
  void writesThatAnAlertIsOver() {
    notifier.tell(Alerts.allClear(Alerts.shrunk()));

    assertThat(lines())
        .containsExactly(
            "INFO sales.orders RESOLVED volume: Row count fell by 60%;"
                + " condition: row_count_change > 50%; open since 2024-01-13T06:00:00Z;"
                + " resolved at 2024-01-14T06:00:00Z");
  }

  @Test
  void cannotBeMadeToWriteALineOfSomebodyElse() {
    notifier.tell(Alerts.notice(Alerts.withTitle(Alerts.HOSTILE, List.of(Alerts.HOSTILE))));

    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith("ERROR sales.orders ERROR volume: a b c \"quoted\"")
        .doesNotContainPattern("[\\p{Cc}\\u2028]");
  }

  @Test
  void keepsALineBounded() {
    String endless = "x".repeat(1_000_000);
    List<String> lines = Collections.nCopies(1_000, endless);

    notifier.tell(Alerts.notice(Alerts.withTitle(endless, lines)));

    assertThat(lines())
        .singleElement()
        .asString()
        .hasSizeLessThan(13_000)
        .contains("; and 980 more lines;");
  }

  private List<String> lines() {
    return events.stream()
        .map(
            event ->
                event.getLevel()
                    + " "
                    + MessageFormatter.arrayFormat(event.getMessage(), event.getArgumentArray())
                        .getMessage())
        .toList();
  }
}
