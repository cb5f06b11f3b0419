package io.meshwright.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.Styler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table for people, drawn with light lines and at most {@link #WIDTH} characters wide.
 *
 * <p>Cells are wrapped where the table would be wider, the widest column first; control characters
 * in them are made visible.
 */
final class TextTable {

  private static final int WIDTH = 118;

  /** A space on either side of a cell, and a line. */
  private static final int FRAME = 3;

  private static final Character[] LIGHT_LINES = lines("┌─┬┐│││├─┼┤│││    ├─┼┤│││└─┴┘");

  private final List<String> headers;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<UnaryOperator<String>> paints = new ArrayList<>();

  TextTable(String... headers) {
    this.headers = List.of(headers);
  }

  TextTable row(String... cells) {
    return row(UnaryOperator.identity(), cells);
  }

  /** Adds a row whose last cell is painted. */
  TextTable row(UnaryOperator<String> paint, String... cells) {
    rows.add(Stream.of(cells).map(HumanText::printable).toList());
    paints.add(paint);
    return this;
  }

  @Override
  public String toString() {
    int[] widths = widths();
    Column[] columns =
        IntStream.range(0, widths.length)
            .mapToObj(
                index ->
                    new Column()
                        .header(headers.get(index))
                        .headerAlign(HorizontalAlign.LEFT)
                        .dataAlign(HorizontalAlign.LEFT)
                        .maxWidth(widths[index] + FRAME - 1))
            .toArray(Column[]::new);
    return AsciiTable.builder()
        .border(LIGHT_LINES)
        .data(columns, rows.stream().map(List::toArray).toArray(Object[][]::new))
        .styler(new LastCellStyler())
        .lineSeparator("\n")
        .asString();
  }

  private int[] widths() {
    int[] widths =
        IntStream.range(0, headers.size())
            .map(
                index ->
                    Stream.concat(
                            Stream.of(headers.get(index)), rows.stream().map(row -> row.get(index)))
                        .flatMap(String::lines)
                        .mapToInt(String::length)
                        .max()
                        .orElse(0))
            .toArray();
    int tooMuch = IntStream.of(widths).sum() + FRAME * widths.length + 1 - WIDTH;
    for (int i = 0; i < tooMuch; i++) {
      widths[widest(widths)]--;
    }
    return widths;
  }

  private static int widest(int[] widths) {
    int widest = 0;
    for (int index = 1; index < widths.length; index++) {
      widest = widths[index] > widths[widest] ? index : widest;
    }
    return widest;
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
      return index == headers.size() - 1 ? lines.stream().map(paints.get(row)).toList() : lines;
    }
  }
}
