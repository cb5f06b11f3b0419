package io.meshwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ExitCode;
import io.meshwright.pipeline.MigrationPlan;
import io.meshwright.pipeline.MigrationStep;
import io.meshwright.pipeline.Problem;
import io.meshwright.pipeline.Proof;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** A migration as a page of text or as JSON: whether it can be done, why not, and its steps. */
final class MigrationText {

  private static final int WIDTH = 110;

  private MigrationText() {}

  /** Returns the page, without a line separator at its end. */
  static String of(MigrationPlan plan, boolean isDone, Ansi ansi) {
    Paint paint = new Paint(ansi);
    String outcome = outcome(plan, isDone);
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %s"
            .formatted(
                paint.strong("%s %s".formatted(plan.product(), plan.version())),
                plan.isRefused() ? paint.bad(outcome) : paint.good(outcome)));
    if (plan.isPublished()) {
      lines.add(
          "table: %s%s"
              .formatted(
                  plan.location(), plan.holds().map(version -> ", held " + version).orElse("")));
    }
    if (plan.isRefused()) {
      lines.add("");
      lines.add(paint.strong("Problems"));
      plan.refusals().forEach(problem -> problem(problem, paint, lines));
    }
    if (!plan.proofs().isEmpty()) {
      lines.add("");
      lines.add(paint.strong("Rows"));
      lines.add(proofs(plan, paint));
    }
    if (!plan.steps().isEmpty()) {
      lines.add("");
      lines.add(paint.strong("Steps"));
      for (int i = 0; i < plan.steps().size(); i++) {
        MigrationStep step = plan.steps().get(i);
        lines.add("  %d. %s".formatted(i + 1, HumanText.printable(step.name())));
        lines.add("     " + HumanText.printable(step.sql().replaceAll("\\s+", " ")));
      }
    }
    return String.join(System.lineSeparator(), lines);
  }

  static ObjectNode json(MigrationPlan plan, boolean isDone, ExitCode exitCode) {
    ObjectNode json =
        Json.object()
            .put("exit_code", exitCode.number())
            .put("product", plan.product().toString())
            .put("version", plan.version().toString())
            .put("held", plan.holds().orElse(null))
            .put("location", plan.location())
            .put("published", plan.isPublished())
            .put("applied", isDone);
    json.set("steps", Json.array(plan.steps().stream().map(MigrationText::json)));
    json.set("proofs", Json.array(plan.proofs().stream().map(ProofTables::json)));
    json.set("problems", Json.array(plan.refusals().stream().map(MigrationText::json)));
    return json;
  }

  private static String outcome(MigrationPlan plan, boolean isDone) {
    if (plan.isRefused()) {
      return "refused, nothing was done";
    }
    if (!plan.isPublished()) {
      return "nothing to do: it is not published yet, and its first run creates the table";
    }
    if (plan.isNothingToDo()) {
      return "nothing to do: the table is as the contract says";
    }

    String steps = HumanText.count(plan.steps().size(), "step");
    return isDone ? steps + " done" : steps + " to do, with --apply";
  }

  private static void problem(Problem problem, Paint paint, List<String> lines) {
    List<String> text = HumanText.wrap(HumanText.printable(problem.problem()), WIDTH - 4);
    lines.add("  " + paint.bad("✗") + " " + text.get(0));
    text.subList(1, text.size()).forEach(line -> lines.add("    " + line));
    HumanText.wrap("fix: " + HumanText.printable(problem.fix()), WIDTH - 8)
        .forEach(line -> lines.add("        " + line));
  }

  private static String proofs(MigrationPlan plan, Paint paint) {
    TextTable table = new TextTable("rule", "promise", "found", "outcome");
    for (Proof proof : plan.proofs()) {
      table.row(
          DiffText.paintOf(paint, proof.outcome()),
          proof.rule().name(),
          proof.expected(),
          ProofTables.found(proof),
          HumanText.word(proof.outcome()));
    }
    return table.toString();
  }

  private static ObjectNode json(MigrationStep step) {
    return Json.object()
        .put("kind", HumanText.word(step.kind()).replace(' ', '_'))
        .put("name", step.name())
        .put("sql", step.sql());
  }

  private static ObjectNode json(Problem problem) {
    return Json.object().put("problem", problem.problem()).put("fix", problem.fix());
  }
}
