package io.meshwright.cli;

import static java.util.stream.Collectors.joining;

import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.evolution.ContractDiff;
import io.meshwright.contract.evolution.Finding;
import io.meshwright.contract.evolution.ReleaseReview;
import io.meshwright.pipeline.DiffProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A review as Markdown, for a pull request or a release note. */
final class DiffMarkdown {

  private final ReleaseReview review;
  private final Optional<DiffProof> proof;
  private final List<String> lines = new ArrayList<>();

  private DiffMarkdown(ReleaseReview review, Optional<DiffProof> proof) {
    this.review = review;
    this.proof = proof;
  }

  /** Returns the page, without a line separator at its end. */
  static String of(ReleaseReview review, Optional<DiffProof> proof) {
    return new DiffMarkdown(review, proof).page();
  }

  private String page() {
    lines.add(
        "## %s%s"
            .formatted(
                review.diff().map(diff -> DiffTables.title(diff) + ": ").orElse(""),
                DiffTables.outcome(review)));
    review.diff().ifPresent(this::facts);
    if (!review.findings().isEmpty()) {
      title("Problems");
      review.findings().forEach(this::finding);
    }
    review.diff().filter(diff -> !diff.changes().isEmpty()).ifPresent(this::changes);
    proof.ifPresent(this::proof);
    if (!review.consumers().isEmpty()) {
      title("Consumers");
      table(DiffTables.CONSUMER_HEADERS, review.consumers().stream().map(DiffTables::cells));
    }
    review
        .suggestedEntry()
        .ifPresent(
            entry -> {
              title("Changelog");
              lines.add("```yaml\n" + ContractWriter.write(entry) + "```");
            });
    return String.join("\n", lines);
  }

  private void facts(ContractDiff diff) {
    lines.add("");
    DiffTables.facts(review, diff).forEach(fact -> lines.add("- " + fact));
  }

  private void finding(Finding finding) {
    lines.add(
        "- **%s** %s. Fix: %s"
            .formatted(
                finding.isError() ? "error" : "warning",
                escaped(finding.problem()),
                escaped(finding.fix())));
  }

  private void changes(ContractDiff diff) {
    title("Changes: " + DiffTables.counts(diff));
    table(DiffTables.CHANGE_HEADERS, diff.changes().stream().map(DiffTables::cells));
    List<String> notes = DiffTables.notes(diff);
    if (!notes.isEmpty()) {
      lines.add("");
      notes.forEach(note -> lines.add("- " + escaped(note)));
    }
  }

  private void proof(DiffProof found) {
    title("Proof " + escaped(ProofTables.title(found)));
    table(
        ProofTables.HEADERS,
        found.answers().stream().flatMap(answer -> ProofTables.rows(answer).stream()));
    List<String> examples = ProofTables.examples(found);
    if (!examples.isEmpty()) {
      lines.add("");
      examples.forEach(example -> lines.add("- " + escaped(example)));
    }
  }

  private void title(String title) {
    lines.add("");
    lines.add("### " + title);
    lines.add("");
  }

  private void table(List<String> headers, Stream<List<String>> rows) {
    lines.add(row(headers));
    lines.add(row(headers.stream().map(header -> "---").toList()));
    rows.map(DiffMarkdown::row).forEach(lines::add);
  }

  private static String row(List<String> cells) {
    return cells.stream().map(DiffMarkdown::escaped).collect(joining(" | ", "| ", " |"));
  }

  /** On one line, and without characters that Markdown would take for its own. */
  private static String escaped(String text) {
    return HumanText.printable(text)
        .replaceAll("\\s+", " ")
        .replaceAll("([\\\\`*<>|\\[\\]]|(?<!\\w)_|_(?!\\w))", "\\\\$1");
  }
}
