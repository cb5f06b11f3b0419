package io.meshwright.pipeline;

import static io.meshwright.governance.ColumnLineage.Kind.DIRECT;
import static io.meshwright.governance.ColumnLineage.Kind.INDIRECT;

import io.meshwright.governance.ColumnLineage;
import io.meshwright.governance.ColumnLineage.InputColumn;
import io.meshwright.governance.ColumnLineage.Kind;
import io.meshwright.governance.ColumnLineage.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a value of a plan comes from.
 *
 * @param sources the input columns it is made from
 * @param parts the fields of a struct that the plan itself put together; empty for anything else
 * @param isKnown false if some of it comes from where the plan does not show
 */
record Origin(Map<InputColumn, Source> sources, Map<String, Origin> parts, boolean isKnown) {

  /** Of a constant. */
  static final Origin NONE = new Origin(Map.of(), Map.of(), true);

  static final Origin UNKNOWN = new Origin(Map.of(), Map.of(), false);

  static Origin of(InputColumn column) {
    return new Origin(Map.of(column, new Source(column, DIRECT, List.of())), Map.of(), true);
  }

  /** Made from all of {@code origins}. */
  static Origin of(Collection<Origin> origins) {
    if (origins.size() == 1) {
      return origins.iterator().next();
    }
    Map<InputColumn, Source> sources = new TreeMap<>();
    boolean isKnown = true;
    for (Origin origin : origins) {
      isKnown &= origin.isKnown;
      origin.sources.values().forEach(source -> sources.merge(source.from(), source, Origin::more));
    }
    return new Origin(sources, Map.of(), isKnown);
  }

  /** A struct of fields that come from {@code parts}. */
  static Origin struct(Map<String, Origin> parts) {
    return new Origin(of(parts.values()).sources, parts, of(parts.values()).isKnown);
  }

  Origin with(Origin other) {
    return of(List.of(this, other));
  }

  /** No more than an answer about the value. */
  Origin indirectly() {
    Map<InputColumn, Source> answers = new TreeMap<>();
    sources.forEach((from, source) -> answers.put(from, new Source(from, INDIRECT, source.via())));
    return new Origin(answers, Map.of(), true);
  }

  /** The same value under another name. */
  Origin named(String name) {
    Map<InputColumn, Source> renamed = new TreeMap<>();
    sources.forEach((from, source) -> renamed.put(from, named(source, name)));
    Map<String, Origin> fields = new LinkedHashMap<>();
    parts.forEach((field, origin) -> fields.put(field, origin.named(name + "." + field)));
    return new Origin(renamed, fields, isKnown);
  }

  /** A field of the value, where it is a struct. */
  Origin field(String name) {
    return parts.getOrDefault(name, this);
  }

  ColumnLineage.Derived derived(String column) {
    return new ColumnLineage.Derived(column, List.copyOf(sources.values()), isKnown);
  }

  private static Source named(Source source, String name) {
    List<String> via = new ArrayList<>(source.via());
    String last = via.isEmpty() ? source.from().column() : via.get(via.size() - 1);
    if (!last.equals(name)) {
      via.add(name);
    }
    return new Source(source.from(), source.kind(), via);
  }

  private static Source more(Source one, Source other) {
    return one.kind() == Kind.DIRECT ? one : other;
  }
}
