package io.meshwright.contract.odcs;

import io.meshwright.contract.Contract;
import io.meshwright.contract.YamlNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What differs between the contracts that a document was read as and those of today. */
final class Changes {

  private final Map<String, YamlNode> before = new HashMap<>();
  private final Map<String, YamlNode> after = new HashMap<>();
  private final Set<String> rules = new HashSet<>();

  /** The contracts of the same products, before and after. */
  Changes(List<Contract> before, List<Contract> after) {
    before.forEach(
        contract -> this.before.put(contract.name().product(), DocumentWriter.tree(contract)));
    after.forEach(
        contract -> this.after.put(contract.name().product(), DocumentWriter.tree(contract)));
    Map<String, Object> rulesAfter = new HashMap<>();
    this.after.forEach((product, tree) -> rulesAfter.putAll(rules(product, tree)));
    this.before.forEach(
        (product, tree) ->
            rules(product, tree)
                .forEach(
                    (label, rule) -> {
                      if (!rule.equals(rulesAfter.get(label))) {
                        rules.add(label);
                      }
                    }));
  }

  boolean isEmpty() {
    return before.keySet().stream()
        .allMatch(product -> Tree.same(before.get(product), after.get(product)));
  }

  /** Says whether the rule of a label is gone, or other than it was. */
  boolean hasRule(String label) {
    return rules.contains(label);
  }

  boolean hasPartitions(String product) {
    return before.containsKey(product)
        && differs(
            Tree.find(before.get(product), "schema", "partitioned_by"),
            Tree.find(after.get(product), "schema", "partitioned_by"));
  }

  /** Says whether a key differs that a custom property of an object, or of a field, stands for. */
  boolean hasKey(String product, String field, String property) {
    if (!CustomKeys.isOurs(property) || !before.containsKey(product)) {
      return false;
    }

    String[] path = property.substring(CustomKeys.PREFIX.length()).split("\\.");
    return differs(
        owner(before.get(product), field).flatMap(node -> Tree.find(node, path)),
        owner(after.get(product), field).flatMap(node -> Tree.find(node, path)));
  }

  private static Optional<YamlNode> owner(YamlNode contract, String field) {
    return field.isEmpty()
        ? Optional.of(contract)
        : Tree.items(contract, "schema", "fields").stream()
            .filter(node -> Tree.text(node, "name").equals(Optional.of(field)))
            .findFirst();
  }

  private static boolean differs(Optional<YamlNode> left, Optional<YamlNode> right) {
    return !left.map(Tree::value).equals(right.map(Tree::value));
  }

  private static Map<String, Object> rules(String product, YamlNode contract) {
    Map<String, Object> rules = new HashMap<>();
    for (YamlNode field : Tree.items(contract, "schema", "fields")) {
      String name = Tree.text(field, "name").orElseThrow();
      for (YamlNode constraint : Tree.items(field, "constraints")) {
        rules.put(
            Labels.rule(product, Rules.name(name, Rules.keys(constraint))),
            List.of(name, Tree.value(constraint)));
      }
    }
    for (YamlNode check : Tree.items(contract, "sla", "quality_checks")) {
      rules.put(Labels.rule(product, Tree.text(check, "name").orElseThrow()), Tree.value(check));
    }
    return rules;
  }
}
