package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;

import io.meshwright.pipeline.Quarantine;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Quarantined rows as a page of text: how many break which rule, then a block a row. */
final class QuarantineText {

  private final QuarantinePage page;
  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private QuarantineText(QuarantinePage page, Ansi ansi) {
    this.page = page;
    this.paint = new Paint(ansi);
  }

  /** Returns the page, without a line separator at its end. */
  static String of(QuarantinePage page, Ansi ansi) {
    return new QuarantineText(page, ansi).page();
  }

  private String page() {
    if (page.count() == 0) {
      lines.add(
          "%s has no %srows in quarantine"
              .formatted(paint.strong(page.product()), page.leftOut() > 0 ? "such " : ""));
    } else {
      lines.add(
          "%s has %s in quarantine, in %s"
              .formatted(
                  paint.strong(page.product()), count(page.count(), "row"), page.location()));
      rules();
      page.entries().forEach(this::entry);
    }
    leftOut();
    page.export()
        .ifPresent(
            export -> {
              lines.add("");
              lines.add(
                  "%s written to %s, personal data in clear"
                      .formatted(count(export.rows(), "row"), export.file()));
              lines.add(
                  "correct them there, then: bin/mesh quarantine requeue %s --from %s"
                      .formatted(page.product(), export.file()));
            });
    return String.join(System.lineSeparator(), lines);
  }

  private void rules() {
    TextTable table = new TextTable("rule", "rows", "runs", "first", "latest");
    for (Quarantine.RuleSummary rule : page.rules()) {
      table.row(
          rule.rule(),
          count(rule.rows()),
          count(rule.runs()),
          rule.first().toString(),
          rule.latest().toString());
    }
    lines.add("");
    table.toString().lines().forEach(lines::add);
  }

  private void entry(Quarantine.Entry entry) {
    lines.add("");
    lines.add(HumanText.printable(entry.row()));
    lines.add(
        paint.faint(
            "  %s, run %s, %s, %s"
                .formatted(entry.id(), entry.runId(), entry.outcome(), entry.at())));
    for (Quarantine.Violation violation : entry.violations()) {
      lines.add(
          "  %s %s: %s%s%s"
              .formatted(
                  paint.bad("✗"),
                  violation.rule(),
                  HumanText.printable(violation.message()),
                  violation
                      .value()
                      .map(value -> ", found " + HumanText.printable(value))
                      .orElse(""),
                  violation.runId().equals(entry.runId())
                      ? ""
                      : ", as corrected by " + violation.runId()));
    }
  }

  private void leftOut() {
    List<String> notes = new ArrayList<>();
    if (page.entries().size() < page.count()) {
      notes.add(
          "%s not shown; --limit shows more"
              .formatted(count(page.count() - page.entries().size(), "row")));
    }
    if (page.leftOut() > 0) {
      notes.add(
          "%s of other rules left out by --rules, --tags or --severity"
              .formatted(count(page.leftOut(), "row")));
    }
    if (!notes.isEmpty()) {
      lines.add("");
      lines.addAll(notes);
    }
  }
}
