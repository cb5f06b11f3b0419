package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.meshwright.contract.ExitCode;
import io.meshwright.pipeline.Explanation;
import io.meshwright.pipeline.Outcome;
import io.meshwright.pipeline.Problem;
import io.meshwright.pipeline.RunReport;
import io.meshwright.quality.AlertResult;
import io.meshwright.quality.AlertState;
import io.meshwright.quality.RuleResult;
import io.meshwright.quality.RuleVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Help.Ansi;

/** A run's report as a page of text: how it ended first, then why, then the figures. */
final class ReportText {

  private static final int WIDTH = 110;
  private static final String INDENT = "  ";

  /** A contract with hundreds of rules would hide the few that matter. */
  private static final int MOST_KEPT_RULES = 40;

  private final RunReport report;
  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private ReportText(RunReport report, Ansi ansi) {
    this.report = report;
    this.paint = new Paint(ansi);
  }

  /** Returns the page, without a line separator at its end. */
  static String of(RunReport report, Ansi ansi) {
    return new ReportText(report, ansi).page();
  }

  private String page() {
    header();
    problems();
    stages();
    rows();
    rules();
    explanations();
    alerts();
    metrics();
    inputs();
    table();
    notes();
    exit();
    return String.join(System.lineSeparator(), lines);
  }

  private void header() {
    RunReport.Identity identity = report.identity();
    lines.add(
        "%s: %s"
            .formatted(
                paint.strong("%s %s".formatted(identity.product(), identity.version())),
                outcome()));
    lines.add(
        "run %s%s for %s in %s, %s"
            .formatted(
                identity.runId(),
                identity.attempt() == 1 ? "" : ", attempt %d,".formatted(identity.attempt()),
                identity.logicalDate(),
                identity.environment(),
                HumanText.took(
                    Duration.between(report.timing().startedAt(), report.timing().endedAt()))));
  }

  private String outcome() {
    String version =
        report.table().versionAfter().map(number -> " as version " + number).orElse("");
    Outcome outcome = report.outcome();
    return switch (outcome) {
      case PUBLISHED ->
          report.rows().quarantined() == 0
              ? paint.good("published" + version)
              : paint.doubtful(
                  "published%s, with %s in quarantine"
                      .formatted(version, count(report.rows().quarantined(), "row")));
      case ALREADY_PUBLISHED -> paint.good("nothing to do: this run was published before");
      case KEPT -> paint.doubtful("nothing published: no rows came, and the table stays as it was");
      case REJECTED -> paint.bad("rejected: nothing was published");
      case DENIED -> paint.bad("denied by policy: nothing was published");
      case UNMEASURED -> paint.bad("nothing was published: a rule could not be measured");
      case CONFLICT -> paint.bad("nothing was published: another writer came first");
      case FAILED -> paint.bad("failed");
    };
  }

  private void problems() {
    if (report.problems().isEmpty()) {
      return;
    }

    title("Problems", "");
    for (Problem problem : report.problems()) {
      item(paint.bad("✗"), problem.problem());
      HumanText.wrap("fix: " + HumanText.printable(problem.fix()), WIDTH - 8)
          .forEach(line -> lines.add(INDENT.repeat(4) + line));
    }
  }

  private void stages() {
    if (report.timing().stages().isEmpty()) {
      return;
    }

    title("Stages", "");
    for (RunReport.Stage stage : report.timing().stages()) {
      lines.add(
          "  %-10s %10s   %s"
              .formatted(
                  stage.name(),
                  HumanText.took(stage.took()),
                  HumanText.printable(stage.summary())));
    }
  }

  private void rows() {
    RunReport.Rows rows = report.rows();
    if (rows.equals(RunReport.Rows.NONE)) {
      return;
    }

    title("Rows", "");
    String sum = report.outcome() == Outcome.PUBLISHED ? "%s = %s + %s" : "%s, %s, %s";
    lines.add(
        INDENT
            + sum.formatted(
                count(rows.transformed()) + " transformed",
                count(rows.published()) + " published",
                count(rows.quarantined()) + " quarantined"));
  }

  private void rules() {
    if (report.rules().isEmpty()) {
      return;
    }

    title("Rules", ": " + tally());
    TextTable table =
        new TextTable("rule", "severity", "expected", "actual", "measured", "verdict");
    long kept = 0;
    for (RuleResult result : report.rules()) {
      if (result.verdict() == RuleVerdict.PASSED && ++kept > MOST_KEPT_RULES) {
        continue;
      }

      table.row(
          paint(result),
          result.rule().name(),
          HumanText.word(result.rule().severity()),
          result.expected(),
          result.actual(),
          result.method().toString(),
          result.verdict().toString());
    }
    table.toString().lines().forEach(lines::add);
    if (kept > MOST_KEPT_RULES) {
      lines.add(
          INDENT
              + "and %s more that passed; --json has them all"
                  .formatted(count(kept - MOST_KEPT_RULES)));
    }
  }

  private void explanations() {
    if (report.explanations().isEmpty()) {
      return;
    }

    title("Broken rules", "");
    for (Explanation explanation : report.explanations()) {
      report.rules().stream()
          .filter(result -> result.rule().name().equals(explanation.rule()))
          .findFirst()
          .ifPresent(
              result -> lines.addAll(ExplanationText.of(result, explanation, paint(result))));
    }
  }

  private String tally() {
    return Arrays.stream(RuleVerdict.values())
        .map(
            verdict -> {
              long number =
                  report.rules().stream().filter(result -> result.verdict() == verdict).count();
              return number == 0 ? "" : number + " " + verdict;
            })
        .filter(part -> !part.isEmpty())
        .collect(joining(", "));
  }

  private UnaryOperator<String> paint(RuleResult result) {
    return switch (result.verdict()) {
      case PASSED -> paint::good;
      case TOLERATED -> paint::doubtful;
      case FAILED -> result.blocks() ? paint::bad : paint::doubtful;
      case UNMEASURED -> paint::bad;
    };
  }

  private void alerts() {
    if (report.alerts().isEmpty()) {
      return;
    }

    title("Alerts", ": " + tallyAlerts());
    TextTable table = new TextTable("alert", "severity", "fires when", "actual", "state");
    for (AlertResult result : report.alerts()) {
      table.row(
          paint(result),
          result.alert().type(),
          HumanText.word(result.alert().severity()),
          result.alert().condition().toString(),
          result.actual(),
          result.state().toString());
    }
    table.toString().lines().forEach(lines::add);
  }

  private String tallyAlerts() {
    return Arrays.stream(AlertState.values())
        .map(
            state -> {
              long number =
                  report.alerts().stream().filter(result -> result.state() == state).count();
              return number == 0 ? "" : number + " " + state;
            })
        .filter(part -> !part.isEmpty())
        .collect(joining(", "));
  }

  private UnaryOperator<String> paint(AlertResult result) {
    return switch (result.state()) {
      case OK -> paint::good;
      case LEARNING -> paint::doubtful;
      case FIRES -> result.alert().severity().keepsRowsOut() ? paint::bad : paint::doubtful;
      case NOT_MEASURABLE -> paint::bad;
    };
  }

  private void metrics() {
    if (report.metrics().isEmpty()) {
      return;
    }

    title("Metrics", "");
    Map<String, List<RunReport.Measured>> byName =
        report.metrics().stream()
            .collect(groupingBy(RunReport.Measured::name, LinkedHashMap::new, toList()));
    List<List<String>> pairs =
        byName.entrySet().stream()
            .map(
                entry ->
                    List.of(
                        entry.getKey(),
                        entry.getValue().stream().map(ReportText::value).collect(joining(", "))))
            .toList();
    pairs(pairs);
  }

  private static String value(RunReport.Measured measured) {
    String number =
        measured
            .distribution()
            .map(DistributionText::of)
            .orElseGet(() -> HumanText.number(measured.value()));
    return measured.column().map(column -> column + " " + number).orElse(number);
  }

  private void inputs() {
    if (report.inputs().isEmpty()) {
      return;
    }

    title("Inputs", "");
    report.inputs().stream()
        .map(
            input ->
                "  %-20s %-9s %-14s %s"
                    .formatted(
                        input.name(),
                        input.kind(),
                        HumanText.shorten(input.version(), 12),
                        HumanText.printable(input.location())))
        .forEach(lines::add);
  }

  private void table() {
    RunReport.Table table = report.table();
    title("Table", "");
    List<List<String>> pairs = new ArrayList<>();
    pairs.add(List.of("location", table.location()));
    table.versionAfter().or(table::versionBefore).ifPresent(any -> pairs.add(version(table)));
    if (table.files() > 0) {
      pairs.add(
          List.of(
              "written",
              "%s, %s, mode %s, %s publisher"
                  .formatted(
                      count(table.files(), "file"),
                      HumanText.size(table.bytes()),
                      table.mode(),
                      table.publisher())));
    }
    if (report.rows().quarantined() > 0) {
      pairs.add(List.of("quarantine", table.quarantine()));
      pairs.add(List.of("", "to see why: bin/mesh quarantine show " + report.identity().product()));
    }
    pairs(pairs);
  }

  private static List<String> version(RunReport.Table table) {
    String before = table.versionBefore().map(String::valueOf).orElse("new");
    return List.of(
        "version",
        table
            .versionAfter()
            .filter(after -> !table.versionBefore().equals(Optional.of(after)))
            .map(after -> before + " → " + after)
            .orElse(before + ", unchanged"));
  }

  private void notes() {
    if (report.notes().isEmpty()) {
      return;
    }

    title("Notes", "");
    report.notes().forEach(note -> item("-", note));
  }

  private void exit() {
    if (report.exitCode() != ExitCode.DONE) {
      lines.add("");
      lines.add(
          "Exit code %d: %s".formatted(report.exitCode().number(), report.exitCode().meaning()));
    }
  }

  private void title(String title, String rest) {
    lines.add("");
    lines.add(paint.strong(title) + rest);
  }

  private void item(String mark, String text) {
    List<String> wrapped = HumanText.wrap(HumanText.printable(text), WIDTH - 4);
    lines.add(INDENT + mark + " " + wrapped.get(0));
    wrapped.stream().skip(1).forEach(line -> lines.add(INDENT.repeat(2) + line));
  }

  /** Names in one column, values wrapped in another; a value without spaces is never broken. */
  private void pairs(List<List<String>> pairs) {
    int name = pairs.stream().mapToInt(pair -> pair.get(0).length()).max().orElse(0);
    for (List<String> pair : pairs) {
      String label = pair.get(0);
      for (String line : HumanText.wrap(HumanText.printable(pair.get(1)), WIDTH - name - 5)) {
        lines.add(("  %-" + name + "s   %s").formatted(label, line));
        label = "";
      }
    }
  }
}
