package io.meshwright.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.Styler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A table for people, drawn with light lines.
 *
 * <p>Cells longer than their column are wrapped; control characters in them are made visible.
 */
final class TextTable {

  private static final Character[] LIGHT_LINES = lines("┌─┬┐│││├─┼┤│││    ├─┼┤│││└─┴┘");

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();
  private final List<UnaryOperator<String>> paints = new ArrayList<>();

  /** Adds a column, at most {@code width} characters wide. */
  TextTable column(String header, int width) {
    columns.add(
        new Column()
            .header(header)
            .headerAlign(HorizontalAlign.LEFT)
            .dataAlign(HorizontalAlign.LEFT)
            .maxWidth(width + 2));
    return this;
  }

  TextTable row(String... cells) {
    return row(UnaryOperator.identity(), cells);
  }

  /** Adds a row whose last cell is painted. */
  TextTable row(UnaryOperator<String> paint, String... cells) {
    rows.add(List.of(cells).stream().map(HumanText::printable).toList());
    paints.add(paint);
    return this;
  }

  @Override
  public String toString() {
    return AsciiTable.builder()
        .border(LIGHT_LINES)
        .data(
            columns.toArray(Column[]::new),
            rows.stream().map(List::toArray).toArray(Object[][]::new))
        .styler(new LastCellStyler())
        .lineSeparator("\n")
        .asString();
  }

  private static Character[] lines(String characters) {
    return characters
        .chars()
        .mapToObj(character -> character == ' ' ? null : (char) character)
        .toArray(Character[]::new);
  }

  private final class LastCellStyler implements Styler {
    @Override
    public List<String> styleCell(Column column, int row, int index, List<String> lines) {
      return index == columns.size() - 1 ? lines.stream().map(paints.get(row)).toList() : lines;
    }
  }
}
