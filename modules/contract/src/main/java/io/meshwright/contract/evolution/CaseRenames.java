package io.meshwright.contract.evolution;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Fields whose names differ only in letter case, which SQL does not tell apart. They are compared
 * under the new name, so that nothing else seems to have changed.
 */
final class CaseRenames {

  /** Lists of field names, and single ones, outside of the fields themselves. */
  private static final Map<String, List<String>> USES =
      Map.of(
          "schema", List.of("partitioned_by", "primary_key"),
          "write", List.of("keys", "effective_at"));

  private final Map<String, String> names;

  private CaseRenames(Map<String, String> names) {
    this.names = names;
  }

  static CaseRenames between(Contract before, Contract after) {
    Map<String, String> names = new LinkedHashMap<>();
    for (Field old : before.schema().fields()) {
      if (after.schema().findField(old.name()).isEmpty()) {
        after.schema().fields().stream()
            .map(Field::name)
            .filter(old.name()::equalsIgnoreCase)
            .findFirst()
            .ifPresent(name -> names.put(old.name(), name));
      }
    }
    return new CaseRenames(names);
  }

  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    names.forEach((old, young) -> changes.add(change(ChangePath.ofField(young), old, young)));
    return changes;
  }

  static Change change(ChangePath path, String before, String after) {
    return new Change(
        ChangeRule.FIELD_CASE_RENAMED,
        path,
        Optional.of(before),
        Optional.of(after),
        ChangeRule.FIELD_CASE_RENAMED.impact(),
        Optional.of("readers with spark.sql.caseSensitive, and readers other than SQL, break"));
  }

  /** The old tree with the new names. */
  Written.Keys apply(Written.Keys tree) {
    if (names.isEmpty()) {
      return tree;
    }

    Written.Keys renamed = tree;
    for (Map.Entry<String, List<String>> section : USES.entrySet()) {
      for (String key : section.getValue()) {
        renamed = with(renamed, section.getKey(), inner -> with(inner, key, this::renamed));
      }
    }
    return with(renamed, "schema", schema -> with(schema, "fields", this::fields));
  }

  private Written fields(Written written) {
    Map<String, Written> fields = new LinkedHashMap<>();
    ContentTree.keysOf(written)
        .keys()
        .forEach(
            (name, field) ->
                fields.put(
                    names.getOrDefault(name, name),
                    name.equals(ChangePath.ORDER) ? renamed(field) : field));
    return new Written.Keys(fields);
  }

  private Written renamed(Written written) {
    if (written instanceof Written.Items list) {
      return Written.Items.of(
          list.texts().stream().map(name -> names.getOrDefault(name, name)).toList());
    }

    String name = written.toString();
    return new Written.Text(names.getOrDefault(name, name));
  }

  private static Written.Keys with(Written written, String key, UnaryOperator<Written> change) {
    Map<String, Written> keys = new LinkedHashMap<>(ContentTree.keysOf(written).keys());
    keys.computeIfPresent(key, (same, value) -> change.apply(value));
    return new Written.Keys(keys);
  }
}
