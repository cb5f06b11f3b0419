package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What each column that a transform gives is made from: a port, filled by whoever can read the
 * transform.
 *
 * @param columns in the order of the result
 */
public record ColumnLineage(List<Derived> columns) {

  /** A column of an input, written {@code input.column}. */
  public record InputColumn(String input, String column) implements Comparable<InputColumn> {

    public InputColumn {
      requireNonNull(input, "input");
      requireNonNull(column, "column");
    }

    /**
     * Reads {@code input.column}; what follows the first dot is the column.
     *
     * @throws IllegalArgumentException if there is no dot
     */
    public static InputColumn parse(String text) {
      int dot = text.indexOf('.');
      if (dot < 1 || dot == text.length() - 1) {
        throw new IllegalArgumentException(
            "Invalid input column '%s': expected input.column, such as customers.email"
                .formatted(text));
      }

      return new InputColumn(text.substring(0, dot), text.substring(dot + 1));
    }

    @Override
    public int compareTo(InputColumn other) {
      return Comparator.comparing(InputColumn::input)
          .thenComparing(InputColumn::column)
          .compare(this, other);
    }

    @Override
    public String toString() {
      return input + "." + column;
    }
  }

  /** How much of a value arrives. */
  public enum Kind {
    /** The value, or something computed from it. */
    DIRECT,
    /** No more than an answer about it: whether there is one, how many, which of two branches. */
    INDIRECT
  }

  /**
   * A column that another is made from.
   *
   * @param via names the value has on its way, the first after the input first; empty where it
   *     keeps its name
   */
  public record Source(InputColumn from, Kind kind, List<String> via) {
    public Source {
      requireNonNull(from, "from");
      requireNonNull(kind, "kind");
      via = List.copyOf(via);
    }
  }

  /**
   * A column of the result.
   *
   * @param sources at most one an input column, in order
   * @param isKnown false if some of what it is made from does not show
   */
  public record Derived(String name, List<Source> sources, boolean isKnown) {

    public Derived {
      requireNonNull(name, "name");
      sources = List.copyOf(sources);
    }

    /** The path of a value from the input to this column: {@code customers.email -> contact}. */
    public String path(Source source) {
      List<String> steps = new ArrayList<>();
      steps.add(source.from().toString());
      source.via().stream().filter(step -> !step.equals(name)).forEach(steps::add);
      steps.add(name);
      return String.join(" -> ", steps);
    }
  }

  public ColumnLineage {
    columns = List.copyOf(columns);
  }

  /** The column {@code name} of the result. */
  public Optional<Derived> find(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /**
   * Returns this lineage where columns that do not show what they are made from are made from what
   * {@code declared} says, directly. What shows is not overruled.
   *
   * @param declared input columns by column of the result
   */
  public ColumnLineage orDeclared(Map<String, List<InputColumn>> declared) {
    return new ColumnLineage(
        columns.stream()
            .map(
                column ->
                    column.isKnown() || !declared.containsKey(column.name())
                        ? column
                        : declared(column, declared.get(column.name())))
            .toList());
  }

  private static Derived declared(Derived column, List<InputColumn> inputs) {
    List<Source> sources = new ArrayList<>(column.sources());
    for (InputColumn input : new TreeSet<>(inputs)) {
      sources.removeIf(source -> source.from().equals(input));
      sources.add(new Source(input, Kind.DIRECT, List.of()));
    }
    sources.sort(Comparator.comparing(Source::from));
    return new Derived(column.name(), sources, true);
  }
}
