package io.meshwright.pipeline;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names for fields that are made of columns: the columns' own, where a contract can have them. */
final class FieldNames {

  private FieldNames() {}

  /** A name for each column, in their order; no two are equal, whatever the letter case. */
  static Map<String, String> of(List<String> columns) {
    Map<String, String> names = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (String column : columns) {
      String plain = column.replaceAll("\\p{Cntrl}+", "_").strip();
      String name = plain.isEmpty() ? "column_" + (names.size() + 1) : plain;
      String free = name;
      for (int number = 2; !taken.add(free.toLowerCase(Locale.ROOT)); number++) {
        free = name + "_" + number;
      }
      names.put(column, free);
    }
    return names;
  }
}
