package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;

import io.meshwright.pipeline.Explanation;
import io.meshwright.quality.RuleResult;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** One broken rule as a block of lines: what was promised and seen, since when, and which rows. */
final class ExplanationText {

  /** A row of many columns would fill the screen; its keys come first. */
  private static final int LONGEST_ROW = 200;

  private static final String LABEL = "      %-11s %s";

  private ExplanationText() {}

  /** Returns the lines; {@code paint} is that of the verdict. */
  static List<String> of(RuleResult result, Explanation explanation, UnaryOperator<String> paint) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "  %s %s (%s)"
            .formatted(
                paint.apply("✗"), explanation.rule(), HumanText.word(result.rule().severity())));
    lines.add(LABEL.formatted("expected", HumanText.printable(result.expected())));
    lines.add(LABEL.formatted("actual", HumanText.printable(result.actual())));
    if (result.violations() > 0) {
      lines.add(
          LABEL.formatted(
              "count",
              "%s of %s, %s"
                  .formatted(
                      count(result.violations()), count(result.checked(), "row"), share(result))));
    }
    lines.add(LABEL.formatted("first seen", since(explanation.since())));
    String label = "for example";
    for (String row : explanation.examples()) {
      lines.add(LABEL.formatted(label, shorten(HumanText.printable(row))));
      label = "";
    }
    explanation.sql().ifPresent(sql -> lines.add(LABEL.formatted("all of them", sql)));
    return lines;
  }

  private static String since(Explanation.Since since) {
    return since.runs() == 1
        ? "in this run"
        : "%s in run %s, %s in a row"
            .formatted(since.startedAt(), since.runId(), count(since.runs(), "run"));
  }

  /** Rounded up, so that one row of a million is not shown as none. */
  private static String share(RuleResult result) {
    return BigDecimal.valueOf(result.violations())
            .multiply(BigDecimal.valueOf(100))
            .divide(BigDecimal.valueOf(Math.max(1, result.checked())), 2, RoundingMode.UP)
            .stripTrailingZeros()
            .toPlainString()
        + "%";
  }

  private static String shorten(String row) {
    return row.length() <= LONGEST_ROW ? row : HumanText.shorten(row, LONGEST_ROW) + "…";
  }
}
