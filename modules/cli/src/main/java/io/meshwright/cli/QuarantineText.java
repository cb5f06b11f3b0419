package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;

import io.meshwright.pipeline.Quarantine;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Quarantined rows as a page of text: one block a row, with what is wrong with it. */
final class QuarantineText {

  private QuarantineText() {}

  /** Returns the page, without a line separator at its end. */
  static String of(
      String product, String location, long count, List<Quarantine.Entry> entries, Ansi ansi) {
    Paint paint = new Paint(ansi);
    if (entries.isEmpty()) {
      return "%s has no rows in quarantine".formatted(paint.strong(product));
    }

    List<String> lines = new ArrayList<>();
    lines.add(
        "%s has %s in quarantine, in %s"
            .formatted(paint.strong(product), count(count, "row"), location));
    for (Quarantine.Entry entry : entries) {
      lines.add("");
      lines.add(HumanText.printable(entry.row()));
      lines.add(
          paint.faint("  run %s, %s, %s".formatted(entry.runId(), entry.outcome(), entry.at())));
      for (Quarantine.Violation violation : entry.violations()) {
        lines.add(
            "  %s %s: %s%s"
                .formatted(
                    paint.bad("✗"),
                    violation.rule(),
                    HumanText.printable(violation.message()),
                    violation
                        .value()
                        .map(value -> ", found " + HumanText.printable(value))
                        .orElse("")));
      }
    }
    if (entries.size() < count) {
      lines.add("");
      lines.add("%s not shown; --limit shows more".formatted(count(count - entries.size(), "row")));
    }
    return String.join(System.lineSeparator(), lines);
  }
}
