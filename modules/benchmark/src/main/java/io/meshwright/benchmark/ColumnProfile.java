package io.meshwright.benchmark;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What the rows of a sample table have in one column, from which rules are made that hold.
 *
 * @param filled the fraction of the rows with a value
 * @param range the smallest and the largest value, or the shortest and longest length of a text;
 *     empty for a column of nulls
 * @param values the distinct values of a text, in order, if they are few
 */
record ColumnProfile(
    SampleColumn column, double filled, Optional<Range> range, List<String> values) {

  /** The least and the greatest, as literals of the column's type. */
  record Range(String least, String greatest) {
    Range {
      requireNonNull(least, "least");
      requireNonNull(greatest, "greatest");
    }
  }

  ColumnProfile {
    requireNonNull(column, "column");
    requireNonNull(range, "range");
    values = List.copyOf(values);
  }

  String name() {
    return column.name();
  }

  boolean isText() {
    return column.type().isText();
  }
}
