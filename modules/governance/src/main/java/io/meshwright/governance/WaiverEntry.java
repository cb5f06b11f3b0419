package io.meshwright.governance;

import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Located;
import io.meshwright.contract.NearestName;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One waiver of a file, read key by key; what is wrong with it is told while it is read. */
final class WaiverEntry {

  static final List<String> KEYS =
      List.of("rule", "product", "reason", "approver", "approvers", "approved_on", "expires_on");

  private final Place place;
  private final Map<String, YamlNode.Entry> entries = new HashMap<>();
  private final List<Diagnostic> problems;
  private final int problemsBefore;

  private WaiverEntry(Place place, List<Diagnostic> problems) {
    this.place = place;
    this.problems = problems;
    this.problemsBefore = problems.size();
  }

  /** The entry of a mapping; empty if the node is none. */
  static Optional<WaiverEntry> of(YamlNode node, List<Diagnostic> problems) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      problems.add(WaiverDiagnostics.noMapping(node.place()));
      return Optional.empty();
    }

    WaiverEntry entry = new WaiverEntry(node.place(), problems);
    for (YamlNode.Entry each : mapping.entries()) {
      entry.entries.put(each.key(), each);
      if (!KEYS.contains(each.key())) {
        problems.add(WaiverDiagnostics.unknownKey(each));
      }
    }
    return Optional.of(entry);
  }

  Place place() {
    return place;
  }

  /** Says whether anything was told since this entry was begun. */
  boolean hasProblem() {
    return problems.size() > problemsBefore;
  }

  /** Text that must be there. */
  Optional<Located<String>> text(String key) {
    if (!entries.containsKey(key)) {
      if (!isMisspelt(key)) {
        problems.add(WaiverDiagnostics.missing(place, key));
      }
      return Optional.empty();
    }

    return text(entries.get(key).value(), key);
  }

  /** Text that must be there, and that {@code parse} accepts. */
  <T> Optional<Located<T>> parsed(
      String key, Function<String, T> parse, Function<Located<String>, Diagnostic> otherwise) {
    return text(key)
        .flatMap(
            text -> {
              try {
                return Optional.of(new Located<>(parse.apply(text.value()), text.place()));
              } catch (IllegalArgumentException | DateTimeException e) {
                problems.add(otherwise.apply(text));
                return Optional.empty();
              }
            });
  }

  /** {@code approver}, or each of {@code approvers}; not both. */
  List<Located<String>> approvers() {
    boolean hasOne = entries.containsKey("approver");
    boolean hasSeveral = entries.containsKey("approvers");
    if (hasOne && hasSeveral) {
      problems.add(WaiverDiagnostics.bothApprovers(entries.get("approvers").place()));
      return List.of();
    }
    if (!hasSeveral) {
      return text("approver").stream().toList();
    }

    YamlNode value = entries.get("approvers").value();
    if (value instanceof YamlNode.Items items && !items.nodes().isEmpty()) {
      return items.nodes().stream()
          .flatMap(node -> text(node, "an item of approvers").stream())
          .toList();
    }

    problems.add(WaiverDiagnostics.noApprovers(value.place()));
    return List.of();
  }

  /** Says whether an unknown key, already told of, was probably meant to be this one. */
  private boolean isMisspelt(String key) {
    return entries.keySet().stream()
        .filter(found -> !KEYS.contains(found))
        .anyMatch(unknown -> NearestName.find(unknown, KEYS).equals(Optional.of(key)));
  }

  private Optional<Located<String>> text(YamlNode node, String key) {
    if (node instanceof YamlNode.Scalar scalar && !scalar.text().isBlank()) {
      return Optional.of(new Located<>(scalar.text(), scalar.place()));
    }

    problems.add(WaiverDiagnostics.noValue(node.place(), key));
    return Optional.empty();
  }
}
