package io.meshwright.benchmark;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A Markdown table whose columns are also aligned for whoever reads it as plain text. */
final class MarkdownTable {

  private static final int NARROWEST = 3;

  private final List<String> headers;
  private final List<List<String>> rows = new ArrayList<>();

  MarkdownTable(String... headers) {
    this.headers = List.of(headers);
  }

  MarkdownTable row(List<String> cells) {
    if (cells.size() != headers.size()) {
      throw new IllegalArgumentException(
          "Cannot add a row of %d cells to a table of %d columns"
              .formatted(cells.size(), headers.size()));
    }

    rows.add(cells.stream().map(cell -> cell.replace("|", "\\|")).toList());
    return this;
  }

  /** A number with so many digits after the point, or a dash if there is none. */
  static String number(double value, int digits) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + digits + "f", value) : "-";
  }

  @Override
  public String toString() {
    int[] widths = IntStream.range(0, headers.size()).map(this::width).toArray();
    List<String> lines = new ArrayList<>();
    lines.add(line(headers, widths));
    lines.add(IntStream.of(widths).mapToObj("-"::repeat).collect(joining(" | ", "| ", " |")));
    rows.forEach(row -> lines.add(line(row, widths)));
    return String.join("\n", lines) + "\n";
  }

  private int width(int column) {
    int widest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return Math.max(NARROWEST, Math.max(widest, headers.get(column).length()));
  }

  private static String line(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(
            column -> cells.get(column) + " ".repeat(widths[column] - cells.get(column).length()))
        .collect(joining(" | ", "| ", " |"));
  }
}
