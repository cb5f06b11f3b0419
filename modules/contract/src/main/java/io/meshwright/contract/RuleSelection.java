package io.meshwright.contract;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Some of a contract's rules: those that fit every part. A part that is empty leaves none out.
 *
 * @param names rules by name
 * @param tags a rule fits with one of them
 * @param severities a rule fits with one of them
 */
public record RuleSelection(Set<String> names, Set<String> tags, Set<Severity> severities) {

  public static final RuleSelection ALL = new RuleSelection(Set.of(), Set.of(), Set.of());

  public RuleSelection {
    names = Set.copyOf(names);
    tags = Set.copyOf(tags);
    severities = Set.copyOf(severities);
  }

  public boolean isAll() {
    return equals(ALL);
  }

  public boolean selects(Rule rule) {
    return (names.isEmpty() || names.contains(rule.name()))
        && (tags.isEmpty() || rule.tags().stream().anyMatch(tags::contains))
        && (severities.isEmpty() || severities.contains(rule.severity()));
  }

  /** The names and tags that no rule of {@code contract} has: whoever wrote them meant others. */
  public List<String> unknownIn(Contract contract) {
    Set<String> known = new LinkedHashSet<>();
    for (Rule rule : contract.rules()) {
      known.add("rule '" + rule.name() + "'");
      rule.tags().forEach(tag -> known.add("tag '" + tag + "'"));
    }
    List<String> given = new ArrayList<>();
    names.stream().sorted().forEach(name -> given.add("rule '" + name + "'"));
    tags.stream().sorted().forEach(tag -> given.add("tag '" + tag + "'"));
    given.removeAll(known);
    return given;
  }

  /** Prints what is selected, in an order of its own: {@code rules a, b; severity error}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    addTo(parts, "rules ", names);
    addTo(parts, "tags ", tags);
    if (!severities.isEmpty()) {
      parts.add(
          severities.stream()
              .sorted(Comparator.naturalOrder())
              .map(severity -> severity.name().toLowerCase(Locale.ROOT))
              .collect(joining(", ", "severity ", "")));
    }
    return parts.isEmpty() ? "every rule" : String.join("; ", parts);
  }

  private static void addTo(List<String> parts, String what, Set<String> words) {
    if (!words.isEmpty()) {
      parts.add(words.stream().sorted().collect(joining(", ", what, "")));
    }
  }
}
