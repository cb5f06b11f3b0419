package io.meshwright.benchmark;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** The tables that the matrix knows. */
final class SampleTables {

  static final List<SampleTable> ALL = List.of(new TpchOrders(), new TpcdsSales());

  private SampleTables() {}

  /**
   * Finds a table by its name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static SampleTable parse(String name) {
    return ALL.stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Invalid table '%s': expected one of %s"
                        .formatted(
                            name, ALL.stream().map(SampleTable::name).collect(joining(", ")))));
  }
}
