package io.meshwright.cli;

import io.meshwright.contract.Contract;
import io.meshwright.pipeline.Plan;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** A plan as a page of text, in the order in which a run would go about it. */
final class PlanText {

  private static final int WIDTH = 110;

  private PlanText() {}

  /** Returns the page, without a line separator at its end. */
  static String of(Plan plan, Ansi ansi) {
    Paint paint = new Paint(ansi);
    Contract contract = plan.contract();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: what a run would do"
            .formatted(paint.strong("%s %s".formatted(contract.name(), contract.version()))));
    lines.add("run %s".formatted(plan.runId()));

    lines.add("");
    lines.add(paint.strong("Read"));
    lines.addAll(inputs(plan));

    lines.add("");
    lines.add(paint.strong("Measure"));
    lines.addAll(rules(plan));

    lines.add("");
    lines.add(paint.strong("Write") + " to " + plan.location());
    lines.addAll(indented("%s, by the %s publisher".formatted(plan.write(), plan.publisher())));
    lines.add("");
    plan.ddl().lines().map(line -> "  " + HumanText.printable(line)).forEach(lines::add);

    if (!plan.majors().isEmpty()) {
      lines.add("");
      lines.add(paint.strong("Published"));
      lines.addAll(majors(plan));
    }

    if (!plan.notes().isEmpty()) {
      lines.add("");
      lines.add(paint.strong("Notes"));
      plan.notes().forEach(note -> lines.addAll(indented("- " + note)));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static List<String> inputs(Plan plan) {
    if (plan.inputs().isEmpty()) {
      return List.of("  no inputs declared");
    }

    TextTable table = new TextTable("input", "kind", "version", "columns");
    List<String> locations = new ArrayList<>();
    for (Plan.PlannedInput input : plan.inputs()) {
      table.row(
          input.name(),
          input.kind(),
          HumanText.shorten(input.version(), 12),
          String.join(", ", input.columns()));
      locations.add("  %s: %s".formatted(input.name(), HumanText.printable(input.location())));
    }
    List<String> lines = new ArrayList<>(table.toString().lines().toList());
    lines.addAll(locations);
    return lines;
  }

  private static List<String> majors(Plan plan) {
    TextTable table = new TextTable("version", "state", "location");
    for (Plan.PublishedMajor major : plan.majors()) {
      table.row(major.version().toString(), major.state().toString(), major.location());
    }
    return table.toString().lines().toList();
  }

  private static List<String> rules(Plan plan) {
    if (plan.rules().isEmpty()) {
      return List.of("  no rules: every row is published");
    }

    TextTable table = new TextTable("rule", "severity", "expected", "how");
    for (Plan.PlannedRule rule : plan.rules()) {
      table.row(rule.name(), rule.severity(), rule.expected(), rule.method());
    }
    return table.toString().lines().toList();
  }

  private static List<String> indented(String text) {
    return HumanText.wrap(HumanText.printable(text), WIDTH - 2).stream()
        .map(line -> "  " + line)
        .toList();
  }
}
