package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One alert of a notice in words, before any format: every text is on one line and of bounded
 * length.
 *
 * @param severity empty if the alert is resolved
 * @param details what stands below the heading
 */
record Paragraph(OpenAlert alert, Optional<Severity> severity, String title, List<String> details) {

  private static final int TITLE = 300;
  private static final int LINE = 500;
  private static final int LINES = 20;

  Paragraph {
    requireNonNull(alert, "alert");
    requireNonNull(severity, "severity");
    requireNonNull(title, "title");
    details = List.copyOf(details);
  }

  /** All of a notice: what holds, then what is resolved. */
  static List<Paragraph> of(Notice notice) {
    return Stream.concat(
            notice.holding().stream().map(alert -> holding(alert, notice.at())),
            notice.resolved().stream().map(Paragraph::resolved))
        .toList();
  }

  /** {@code critical}, or {@code resolved}. */
  String state() {
    return severity.map(known -> known.name().toLowerCase(Locale.ROOT)).orElse("resolved");
  }

  /** {@code CRITICAL freshness: title}. */
  String heading() {
    return "%s %s: %s".formatted(state().toUpperCase(Locale.ROOT), type(), title);
  }

  String type() {
    return line(alert.key().type());
  }

  private static Paragraph holding(OpenAlert alert, Instant at) {
    Finding finding = alert.alert().finding();
    List<String> details = about(alert);
    finding.expected().ifPresent(expected -> details.add("expected: " + line(expected)));
    finding.actual().ifPresent(actual -> details.add("actual: " + line(actual)));
    if (alert.since().isBefore(at)) {
      details.add("open since " + alert.since());
    }
    finding.lines().stream().limit(LINES).map(Paragraph::line).forEach(details::add);
    if (finding.lines().size() > LINES) {
      details.add("and %d more lines".formatted(finding.lines().size() - LINES));
    }
    finding.links().forEach((name, link) -> details.add(line(name) + ": " + link.toASCIIString()));
    return new Paragraph(alert, Optional.of(alert.alert().severity()), title(finding), details);
  }

  private static Paragraph resolved(OpenAlert alert) {
    List<String> details = about(alert);
    details.add("open since " + alert.since());
    return new Paragraph(alert, Optional.empty(), title(alert.alert().finding()), details);
  }

  private static List<String> about(OpenAlert alert) {
    List<String> details = new ArrayList<>();
    details.add("condition: " + line(alert.key().condition()));
    alert.key().subject().ifPresent(subject -> details.add("about: " + line(subject)));
    return details;
  }

  private static String title(Finding finding) {
    return PlainText.oneLine(PlainText.clip(finding.title(), TITLE));
  }

  private static String line(String text) {
    return PlainText.oneLine(PlainText.clip(text, LINE));
  }
}
