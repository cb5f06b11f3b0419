package io.meshwright.cli;

import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.evolution.Change;
import io.meshwright.contract.evolution.ConsumerImpact;
import io.meshwright.contract.evolution.ContractDiff;
import io.meshwright.contract.evolution.Finding;
import io.meshwright.contract.evolution.ReleaseReview;
import io.meshwright.contract.evolution.Verdict;
import io.meshwright.pipeline.DiffProof;
import io.meshwright.pipeline.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Help.Ansi;

/** A review as a page of text: whether it may be released, why not, and what changed. */
final class DiffText {

  private static final int WIDTH = 110;

  private final ReleaseReview review;
  private final Optional<DiffProof> proof;
  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private DiffText(ReleaseReview review, Optional<DiffProof> proof, Ansi ansi) {
    this.review = review;
    this.proof = proof;
    this.paint = new Paint(ansi);
  }

  /** Returns the page, without a line separator at its end. */
  static String of(ReleaseReview review, Optional<DiffProof> proof, Ansi ansi) {
    return new DiffText(review, proof, ansi).page();
  }

  private String page() {
    String outcome = DiffTables.outcome(review);
    String painted = review.isAccepted() ? paint.good(outcome) : paint.bad(outcome);
    lines.add(
        review.diff().map(diff -> paint.strong(DiffTables.title(diff)) + ": ").orElse("")
            + painted);
    review.diff().ifPresent(diff -> DiffTables.facts(review, diff).forEach(lines::add));
    findings();
    review.diff().ifPresent(this::changes);
    proof.ifPresent(this::proof);
    consumers();
    entry();
    return String.join(System.lineSeparator(), lines);
  }

  private void findings() {
    if (review.findings().isEmpty()) {
      return;
    }

    title("Problems");
    for (Finding finding : review.findings()) {
      String mark = finding.isError() ? paint.bad("✗") : paint.doubtful("!");
      List<String> problem = HumanText.wrap(HumanText.printable(finding.problem()), WIDTH - 4);
      lines.add("  " + mark + " " + problem.get(0));
      problem.subList(1, problem.size()).forEach(line -> lines.add("    " + line));
      HumanText.wrap("fix: " + HumanText.printable(finding.fix()), WIDTH - 8)
          .forEach(line -> lines.add("        " + line));
    }
  }

  private void changes(ContractDiff diff) {
    if (diff.changes().isEmpty()) {
      return;
    }

    title("Changes: " + DiffTables.counts(diff));
    TextTable table = new TextTable(DiffTables.CHANGE_HEADERS.toArray(String[]::new));
    for (Change change : diff.changes()) {
      table.row(paintOf(change.verdict()), DiffTables.cells(change).toArray(String[]::new));
    }
    lines.add(table.toString());
    DiffTables.notes(diff).forEach(note -> lines.add("  ! " + HumanText.printable(note)));
  }

  private void proof(DiffProof found) {
    title("Proof " + ProofTables.title(found));
    TextTable table = new TextTable(ProofTables.HEADERS.toArray(String[]::new));
    for (DiffProof.Answer answer : found.answers()) {
      ProofTables.rows(answer)
          .forEach(
              cells -> table.row(paintOf(paint, answer.outcome()), cells.toArray(String[]::new)));
    }
    lines.add(table.toString());
    ProofTables.examples(found)
        .forEach(example -> lines.add("  ✗ " + HumanText.printable(example)));
  }

  private void consumers() {
    if (review.consumers().isEmpty()) {
      return;
    }

    title("Consumers");
    TextTable table = new TextTable(DiffTables.CONSUMER_HEADERS.toArray(String[]::new));
    for (ConsumerImpact impact : review.consumers()) {
      table.row(paintOf(impact.outcome()), DiffTables.cells(impact).toArray(String[]::new));
    }
    lines.add(table.toString());
  }

  private void entry() {
    boolean missing =
        review.findings().stream()
            .anyMatch(finding -> finding.code() == Finding.Code.CHANGELOG_ENTRY_MISSING);
    review
        .suggestedEntry()
        .filter(entry -> missing)
        .ifPresent(
            entry -> {
              title("An entry for the changelog");
              lines.add(ContractWriter.write(entry).stripTrailing());
            });
  }

  private void title(String title) {
    lines.add("");
    lines.add(paint.strong(title));
  }

  private UnaryOperator<String> paintOf(Verdict verdict) {
    return switch (verdict) {
      case MAJOR -> paint::bad;
      case PROVE -> paint::doubtful;
      case MINOR, PATCH -> paint::good;
    };
  }

  static UnaryOperator<String> paintOf(Paint paint, Proof.Outcome outcome) {
    return switch (outcome) {
      case BROKEN -> paint::bad;
      case UNMEASURED -> paint::doubtful;
      case KEPT -> paint::good;
    };
  }

  private UnaryOperator<String> paintOf(ConsumerImpact.Outcome outcome) {
    return switch (outcome) {
      case STRANDED, BROKEN -> paint::bad;
      case TO_MIGRATE, AT_RISK -> paint::doubtful;
      case UNAFFECTED -> paint::good;
    };
  }
}
