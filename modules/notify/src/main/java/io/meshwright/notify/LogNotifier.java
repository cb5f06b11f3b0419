package io.meshwright.notify;

import io.meshwright.contract.Severity;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** Tells alerts to the log, a line each, at the level of their severity. */
final class LogNotifier implements Notifier {

  private final Logger log;

  LogNotifier(Logger log) {
    this.log = log;
  }

  @Override
  public void tell(Notice notice) {
    for (Paragraph paragraph : Paragraph.of(notice)) {
      log.atLevel(paragraph.severity().map(LogNotifier::level).orElse(Level.INFO))
          .log(
              "{} {}; {}; {}",
              notice.product(),
              paragraph.heading(),
              String.join("; ", paragraph.details()),
              NoticeText.occasion(notice));
    }
  }

  private static Level level(Severity severity) {
    return switch (severity) {
      case INFO -> Level.INFO;
      case WARNING -> Level.WARN;
      case ERROR, CRITICAL -> Level.ERROR;
    };
  }
}
