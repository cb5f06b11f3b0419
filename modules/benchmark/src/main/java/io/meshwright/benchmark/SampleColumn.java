package io.meshwright.benchmark;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.FieldType;
import java.util.List;
import java.util.stream.Stream;

/** A column of a sample table. */
record SampleColumn(String name, FieldType type) {

  SampleColumn {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
  }

  /** Reads {@code name type, name type, ...}, in lines or in one. */
  static List<SampleColumn> parse(String columns) {
    return Stream.of(columns.strip().split(",\\s+"))
        .map(column -> column.split(" "))
        .map(parts -> new SampleColumn(parts[0], FieldType.parse(parts[1])))
        .toList();
  }
}
