package io.meshwright.contract.odcs;

import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known while one document is read: what was said about it, which keys found a counterpart,
 * and which of its parts became which part of a contract.
 */
final class Reading {

  private final OdcsVersion version;
  private final List<Diagnostic> problems;
  private final Set<Place> used = new HashSet<>();
  private final Map<Place, String> labels = new HashMap<>();

  Reading(OdcsVersion version, List<Diagnostic> problems) {
    this.version = version;
    this.problems = problems;
  }

  OdcsVersion version() {
    return version;
  }

  void tell(Diagnostic diagnostic) {
    problems.add(diagnostic);
  }

  /** The entry of a key has a counterpart, or was told of. */
  void use(YamlNode.Entry entry) {
    used.add(entry.place());
  }

  /** Everything below {@code node} was told of. */
  void useAll(YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      for (YamlNode.Entry entry : mapping.entries()) {
        use(entry);
        useAll(entry.value());
      }
    }
    if (node instanceof YamlNode.Items items) {
      items.nodes().forEach(this::useAll);
    }
  }

  boolean isUsed(YamlNode.Entry entry) {
    return used.contains(entry.place());
  }

  /** Remembers what the part of the document at {@code place} is called in {@link Merge}. */
  void label(Place place, String label) {
    labels.put(place, label);
  }

  Map<Place, String> labels() {
    return labels;
  }
}
