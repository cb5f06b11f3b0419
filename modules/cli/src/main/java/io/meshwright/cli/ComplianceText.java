package io.meshwright.cli;

import io.meshwright.governance.NotEvaluated;
import io.meshwright.governance.PolicyViolation;
import io.meshwright.governance.compliance.ComplianceReport;
import io.meshwright.governance.compliance.ComplianceStatus;
import io.meshwright.governance.compliance.EndingVersion;
import io.meshwright.governance.compliance.Finding;
import io.meshwright.governance.compliance.ProductCompliance;
import io.meshwright.governance.compliance.Tally;
import io.meshwright.governance.compliance.WaiverUse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** A compliance report for a terminal. */
final class ComplianceText {

  private final ComplianceReport report;
  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private ComplianceText(ComplianceReport report, Ansi ansi) {
    this.report = report;
    this.paint = new Paint(ansi);
  }

  /** Returns the lines, without a line separator at their end. */
  static String of(ComplianceReport report, Ansi ansi) {
    return new ComplianceText(report, ansi).write();
  }

  private String write() {
    products();
    report.products().forEach(this::findings);
    notEvaluated();
    waivers();
    deprecations();
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add(summary());
    return String.join(System.lineSeparator(), lines);
  }

  private void products() {
    if (report.products().isEmpty()) {
      return;
    }

    TextTable table = new TextTable("product", "version", "rules kept", "score", "status");
    for (ProductCompliance product : report.products()) {
      table.row(
          text -> painted(product.status(), text),
          product.name(),
          product.version().orElse("-"),
          product.reason().isPresent() ? "-" : product.kept() + " of " + product.rules(),
          score(product.score()),
          product.status().toString());
    }
    lines.add(table.toString());
  }

  private void findings(ProductCompliance product) {
    if (product.reason().isEmpty() && product.findings().isEmpty()) {
      return;
    }

    lines.add("");
    lines.add(paint.strong(HumanText.printable(product.name())));
    product
        .reason()
        .ifPresent(reason -> lines.add("  not evaluated: " + HumanText.printable(reason)));
    product.findings().forEach(this::finding);
  }

  private void finding(Finding finding) {
    PolicyViolation violation = finding.violation();
    lines.add(
        "  %s %s %s: %s"
            .formatted(
                mark(violation),
                HumanText.word(violation.severity()),
                violation.rule(),
                HumanText.printable(violation.breach().message())));
    lines.add("      fix: " + HumanText.printable(violation.breach().remediation()));
    lines.add(
        paint.faint(
            "      since %s (%s), %s, id %s%s"
                .formatted(
                    finding.firstSeen(),
                    HumanText.count(finding.days(), "day"),
                    violation.rule().scope(),
                    violation.id(),
                    violation.waiver().map(waiver -> ", waived: " + waiver).orElse(""))));
  }

  private String mark(PolicyViolation violation) {
    if (violation.denies()) {
      return paint.bad("✗");
    }

    return violation.waiver().isPresent() ? paint.faint("~") : paint.doubtful("!");
  }

  private void notEvaluated() {
    Map<NotEvaluated, Long> products =
        report.products().stream()
            .flatMap(product -> product.notEvaluated().stream())
            .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()));
    if (!products.isEmpty()) {
      lines.add("");
      lines.add("Not evaluated");
    }
    products.forEach(
        (each, count) ->
            lines.add(
                HumanText.printable(
                    "  %s, of %s".formatted(each, HumanText.count(count, "product")))));
  }

  private void waivers() {
    if (!report.waivers().isEmpty()) {
      lines.add("");
      lines.add("Waivers");
    }
    for (WaiverUse use : report.waivers()) {
      String line =
          "  %s: %s, allows %s, approved by %s"
              .formatted(
                  use.waiver().id(),
                  use.state(),
                  HumanText.count(use.violations(), "violation"),
                  String.join(", ", use.waiver().approvers()));
      lines.add(
          use.state() == WaiverUse.State.ENDS_SOON || use.state() == WaiverUse.State.OVER
              ? paint.doubtful(HumanText.printable(line))
              : HumanText.printable(line));
    }
  }

  private void deprecations() {
    if (!report.deprecations().isEmpty()) {
      lines.add("");
      lines.add("Deprecations");
    }
    for (EndingVersion ending : report.deprecations()) {
      lines.add(
          "  %s %s ends on %s%s"
              .formatted(
                  ending.product(),
                  ending.version(),
                  ending.deprecation().sunsetOn(),
                  ending.days() > 0
                      ? ", in " + HumanText.count(ending.days(), "day")
                      : ": that day is past"));
    }
  }

  private String summary() {
    Tally mesh = report.mesh();
    String counts =
        Arrays.stream(ComplianceStatus.values())
            .filter(status -> mesh.count(status) > 0)
            .map(status -> "%d %s".formatted(mesh.count(status), status))
            .collect(Collectors.joining(", "));
    return report.products().isEmpty()
        ? "nothing was evaluated"
        : "%s: %s; %d of %d rules kept, score %s; policies %s"
            .formatted(
                HumanText.count(report.products().size(), "product"),
                counts,
                mesh.kept(),
                mesh.rules(),
                score(mesh.score()),
                HumanText.shorten(report.policySetHash(), 12));
  }

  private String painted(ComplianceStatus status, String text) {
    return switch (status) {
      case COMPLIANT -> paint.good(text);
      case WAIVED, VIOLATING, NOT_EVALUATED -> paint.doubtful(text);
      case DENIED -> paint.bad(text);
    };
  }

  private static String score(OptionalInt score) {
    return score.isPresent() ? score.getAsInt() + " %" : "-";
  }
}
