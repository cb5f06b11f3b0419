package io.meshwright.contract.odcs;

import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rules of one contract in the making; one that the contract's reader refuses is dropped. */
final class RuleDrafts {

  private record Draft(Optional<String> field, String name, YamlNode.Mapping node, Place origin) {}

  private final String product;
  private final Reading reading;
  private final Names names = new Names();
  private final List<Draft> drafts = new ArrayList<>();

  RuleDrafts(String product, Reading reading) {
    this.product = product;
    this.reading = reading;
  }

  /** What the rows are called in the SQL of rules. */
  String product() {
    return product;
  }

  /** Keeps a name for a rule that a contract makes by itself. */
  void reserve(String name) {
    names.rule(name);
  }

  /** Adds a constraint; {@code origin} is where the document says it. */
  void constraint(String field, Keys keys, Optional<String> given, Place origin) {
    String usual = Rules.defaultName(field, keys);
    String name = names.rule(given.filter(text -> !text.isBlank()).orElse(usual));
    if (!name.equals(usual)) {
      keys.text("name", name);
    }
    add(new Draft(Optional.of(field), name, keys.mapping(), origin));
  }

  void check(Keys keys, String given, Place origin) {
    String name = names.rule(given);
    Keys named = new Keys(origin).text("name", name);
    keys.names().forEach(key -> named.put(key, keys.find(key)));
    add(new Draft(Optional.empty(), name, named.mapping(), origin));
  }

  /** The constraints of a field, those that {@code order} names first and in its order. */
  List<YamlNode> constraints(String field, List<String> order) {
    return nodes(Optional.of(field), order);
  }

  List<YamlNode> checks(List<String> order) {
    return nodes(Optional.empty(), order);
  }

  private List<YamlNode> nodes(Optional<String> field, List<String> order) {
    return drafts.stream()
        .filter(draft -> draft.field().equals(field))
        .sorted(Comparator.comparingInt(draft -> position(draft.name(), order)))
        .<YamlNode>map(Draft::node)
        .toList();
  }

  private static int position(String name, List<String> order) {
    return order.contains(name) ? order.indexOf(name) : order.size();
  }

  /**
   * Drops the rules at whose places the contract's reader found errors, and tells of each why; says
   * whether there was any.
   */
  boolean drop(List<Diagnostic> problems) {
    boolean dropped = false;
    for (Diagnostic problem : problems) {
      Optional<Draft> refused =
          problem.level() == Diagnostic.Level.ERROR
              ? drafts.stream().filter(draft -> isAt(draft.node(), problem)).findFirst()
              : Optional.empty();
      if (refused.isPresent()) {
        drafts.remove(refused.get());
        reading.labels().remove(refused.get().origin());
        reading.tell(OdcsDiagnostics.ruleRefused(refused.get().origin(), problem));
        dropped = true;
      }
    }
    return dropped;
  }

  private void add(Draft draft) {
    drafts.add(draft);
    reading.label(draft.origin(), Labels.rule(product, draft.name()));
  }

  private static boolean isAt(YamlNode node, Diagnostic problem) {
    boolean here =
        node.place().line() == problem.line() && node.place().column() == problem.column();
    if (here) {
      return true;
    }
    if (node instanceof YamlNode.Mapping mapping) {
      return mapping.entries().stream()
          .anyMatch(
              entry ->
                  isAt(entry.value(), problem)
                      || (entry.place().line() == problem.line()
                          && entry.place().column() == problem.column()));
    }

    return node instanceof YamlNode.Items items
        && items.nodes().stream().anyMatch(item -> isAt(item, problem));
  }
}
