package io.meshwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.pipeline.SlaReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Help.Ansi;

/** What became of a product's promises over time, as text and as JSON. */
final class SlaText {

  private static final int MOST_UPDATES = 20;

  private SlaText() {}

  /** Returns the text of one product, without a line separator at its end. */
  static String of(SlaReport report, Ansi ansi) {
    Paint paint = new Paint(ansi);
    List<String> lines = new ArrayList<>();
    String name = paint.strong("%s %s".formatted(report.product(), report.version()));
    lines.add("%s on %s: %s".formatted(name, report.on(), summary(report, paint)));
    if (!report.findings().isEmpty()) {
      TextTable table = new TextTable("promise", "severity", "expected", "actual", "state");
      for (SlaReport.Finding finding : report.findings()) {
        table.row(
            paint(finding.state(), paint),
            finding.promise(),
            HumanText.word(finding.severity()),
            finding.expected(),
            finding.actual(),
            finding.state().toString());
      }
      table.toString().lines().forEach(lines::add);
    }
    lines.addAll(updates(report));
    report.notes().stream().map(HumanText::printable).forEach(note -> lines.add("  - " + note));
    return String.join(System.lineSeparator(), lines);
  }

  static ObjectNode json(List<SlaReport> reports) {
    ObjectNode json = Json.object();
    json.set("products", Json.array(reports.stream().map(SlaText::json)));
    return json;
  }

  private static String summary(SlaReport report, Paint paint) {
    if (report.findings().isEmpty()) {
      return "its contract promises nothing over time";
    }

    return switch (report.exitCode()) {
      case DONE -> paint.good("every promise is kept");
      case REJECTED ->
          paint.bad(
              "%s broken"
                  .formatted(HumanText.count(count(report, SlaReport.State.BROKEN), "promise")));
      default ->
          paint.bad(
              "%s cannot be measured"
                  .formatted(
                      HumanText.count(count(report, SlaReport.State.NOT_MEASURABLE), "promise")));
    };
  }

  private static long count(SlaReport report, SlaReport.State state) {
    return report.findings().stream().filter(finding -> finding.state() == state).count();
  }

  private static UnaryOperator<String> paint(SlaReport.State state, Paint paint) {
    return state == SlaReport.State.KEPT ? paint::good : paint::bad;
  }

  private static List<String> updates(SlaReport report) {
    List<String> lines = new ArrayList<>();
    if (report.updates().isEmpty()) {
      return lines;
    }

    lines.add(
        "Scheduled updates since %s: %d served, %d missed, %d pending"
            .formatted(
                report.from(),
                report.count(SlaReport.Service.SERVED),
                report.count(SlaReport.Service.MISSED),
                report.count(SlaReport.Service.PENDING)));
    List<SlaReport.Update> open =
        report.updates().stream()
            .filter(update -> update.service() != SlaReport.Service.SERVED)
            .toList();
    int hidden = Math.max(0, open.size() - MOST_UPDATES);
    if (hidden > 0) {
      lines.add("  … and %s before; --json has them all".formatted(HumanText.count(hidden)));
    }
    open.subList(hidden, open.size())
        .forEach(
            update ->
                lines.add(
                    "  %s   %-7s   %s"
                        .formatted(
                            update.due(),
                            update.service(),
                            update
                                .run()
                                .map(
                                    run -> "run %s, %s".formatted(run, update.outcome().orElse("")))
                                .orElse("no run"))));
    return lines;
  }

  private static ObjectNode json(SlaReport report) {
    ObjectNode json =
        Json.object()
            .put("product", report.product().toString())
            .put("version", report.version().toString())
            .put("from", report.from().toString())
            .put("on", report.on().toString())
            .put("exit_code", report.exitCode().number());
    json.set("promises", Json.array(report.findings().stream().map(SlaText::json)));
    json.set("notes", Json.strings(report.notes().stream()));
    json.set("updates", Json.array(report.updates().stream().map(SlaText::json)));
    return json;
  }

  private static ObjectNode json(SlaReport.Finding finding) {
    return Json.object()
        .put("promise", finding.promise())
        .put("severity", HumanText.word(finding.severity()))
        .put("expected", finding.expected())
        .put("actual", finding.actual())
        .put("state", finding.state().toString());
  }

  private static ObjectNode json(SlaReport.Update update) {
    return Json.object()
        .put("due", update.due().toString())
        .put("service", update.service().toString())
        .put("run", update.run().orElse(null))
        .put("outcome", update.outcome().orElse(null));
  }
}
