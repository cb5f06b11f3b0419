package io.meshwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Recorded runs in a few lines each: how each ended, and every rule that did not simply hold. */
final class RunSummaryText {

  private RunSummaryText() {}

  /** Returns the lines, without a line separator at their end. */
  static String of(List<JsonNode> reports, Ansi ansi) {
    Paint paint = new Paint(ansi);
    List<String> lines = new ArrayList<>();
    for (JsonNode report : reports) {
      boolean isGood = report.path("exit_code").asInt() == 0;
      String outcome = report.path("outcome").asText().replace('_', ' ');
      lines.add(
          "%s %s: %s, exit code %d"
              .formatted(
                  paint.strong(report.path("product").asText()),
                  report.path("contract").path("version").asText(),
                  isGood ? paint.good(outcome) : paint.bad(outcome),
                  report.path("exit_code").asInt()));
      lines.add(
          paint.faint(
              "  run %s, %s"
                  .formatted(report.path("run_id").asText(), report.path("started_at").asText())));
      for (JsonNode rule : report.path("rules")) {
        if (!rule.path("verdict").asText().equals("passed")) {
          lines.add(
              "  %s %s %s: expected %s, %s"
                  .formatted(
                      JunitReport.stops(rule) ? paint.bad("✗") : paint.doubtful("!"),
                      rule.path("name").asText(),
                      rule.path("verdict").asText(),
                      HumanText.printable(rule.path("expected").asText()),
                      HumanText.printable(rule.path("actual").asText())));
        }
      }
      for (JsonNode problem : report.path("problems")) {
        lines.add(
            "  %s %s"
                .formatted(paint.bad("✗"), HumanText.printable(problem.path("problem").asText())));
      }
    }
    return String.join(System.lineSeparator(), lines);
  }
}
