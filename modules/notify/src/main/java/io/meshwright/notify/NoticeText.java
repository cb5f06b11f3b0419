package io.meshwright.notify;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/** A notice as a whole in words, before any format. */
final class NoticeText {

  private NoticeText() {}

  /** The worst alert in one line: {@code [critical] sales.orders: title, and 2 more}. */
  static String headline(Notice notice) {
    List<Paragraph> paragraphs = Paragraph.of(notice);
    Paragraph worst = paragraphs.get(0);
    int others = paragraphs.size() - 1;
    return "[%s] %s: %s%s"
        .formatted(
            worst.state(),
            notice.product(),
            worst.title(),
            others == 0 ? "" : ", and %d more".formatted(others));
  }

  /** How many of what: {@code sales.orders: 2 alerts, 1 resolved}. */
  static String summary(Notice notice) {
    int alerts = notice.holding().size();
    String holding = alerts == 1 ? "1 alert" : alerts + " alerts";
    String resolved = notice.resolved().size() + " resolved";
    return notice.product()
        + ": "
        + Stream.of(
                Stream.of(holding).filter(text -> alerts > 0),
                Stream.of(resolved).filter(text -> !notice.resolved().isEmpty()))
            .flatMap(texts -> texts)
            .collect(joining(", "));
  }

  /** All of it: the summary, each alert, and what found them. */
  static String body(Notice notice) {
    Stream<String> alerts =
        Paragraph.of(notice).stream()
            .map(
                paragraph ->
                    Stream.concat(
                            Stream.of(paragraph.heading()),
                            paragraph.details().stream().map(detail -> "  " + detail))
                        .collect(joining("\n")));
    return Stream.of(Stream.of(summary(notice)), alerts, Stream.of(occasion(notice)))
        .flatMap(parts -> parts)
        .collect(joining("\n\n"));
  }

  /** The contract version, run and time of what was found; of an all-clear, when that was. */
  static String occasion(Notice notice) {
    return notice.holding().stream()
        .findFirst()
        .map(worst -> PlainText.oneLine(worst.alert().occasion().toString()))
        .orElse("resolved at " + notice.at());
  }
}
