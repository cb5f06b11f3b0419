package io.meshwright.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says under which path of the canonical form a part of a contract's file is printed. */
final class CanonicalPaths {

  private static final String CHECKS = "quality_checks";

  private final YamlNode root;

  CanonicalPaths(YamlNode root) {
    this.root = root;
  }

  /**
   * Every path of a canonical tree, and whether it has a line of its own to put a comment beside:
   * an item that is a mapping shares the line of its first key.
   */
  static Map<List<String>, Boolean> of(Map<String, Object> tree) {
    Map<List<String>, Boolean> paths = new HashMap<>();
    collect(tree, List.of(), paths);
    return paths;
  }

  static List<String> append(List<String> path, String last) {
    List<String> longer = new ArrayList<>(path);
    longer.add(last);
    return List.copyOf(longer);
  }

  /**
   * Where {@code path} is printed: top-level checks follow those of the service level, and {@code
   * nullable: false} is the first constraint, save where the field shares a definition.
   */
  List<String> canonical(List<String> path) {
    if (path.get(0).equals(CHECKS)) {
      List<String> moved = new ArrayList<>(List.of("sla"));
      moved.addAll(path);
      return List.copyOf(moved.size() > 2 ? shifted(moved, 2, checksBefore()) : moved);
    }
    if (path.size() > 4 && path.get(3).equals("constraints") && becomesConstraint(path)) {
      return shifted(path, 4, 1);
    }

    return path.size() == 4 && path.get(3).equals("nullable") && becomesConstraint(path)
        ? List.of(path.get(0), path.get(1), path.get(2), "constraints", "0")
        : path;
  }

  private int checksBefore() {
    return root.find("sla").flatMap(sla -> sla.find(CHECKS)).map(CanonicalPaths::size).orElse(0);
  }

  private boolean becomesConstraint(List<String> path) {
    Optional<YamlNode> field =
        root.find(path.get(0))
            .flatMap(schema -> schema.find(path.get(1)))
            .filter(fields -> fields instanceof YamlNode.Items)
            .map(fields -> ((YamlNode.Items) fields).nodes().get(Integer.parseInt(path.get(2))));
    boolean never =
        field
            .filter(node -> node.find(ContractKeys.DEFINITION).isEmpty())
            .flatMap(node -> node.find("nullable"))
            .filter(flag -> flag instanceof YamlNode.Scalar scalar && scalar.text().equals("false"))
            .isPresent();
    return never
        && field
            .flatMap(node -> node.find("constraints"))
            .filter(CanonicalPaths::hasNotNull)
            .isEmpty();
  }

  private static boolean hasNotNull(YamlNode constraints) {
    return constraints instanceof YamlNode.Items items
        && items.nodes().stream()
            .anyMatch(
                node ->
                    node instanceof YamlNode.Scalar scalar
                        ? scalar.text().equals("not_null")
                        : node.find("not_null").isPresent() && node.find("path").isEmpty());
  }

  private static List<String> shifted(List<String> path, int position, int by) {
    List<String> shifted = new ArrayList<>(path);
    shifted.set(position, Integer.toString(Integer.parseInt(path.get(position)) + by));
    return List.copyOf(shifted);
  }

  private static int size(YamlNode node) {
    return node instanceof YamlNode.Items items ? items.nodes().size() : 0;
  }

  private static void collect(Object node, List<String> path, Map<List<String>, Boolean> paths) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            List<String> inside = append(path, key.toString());
            paths.put(inside, true);
            collect(value, inside, paths);
          });
    } else if (node instanceof List<?> list) {
      for (int index = 0; index < list.size(); index++) {
        List<String> inside = append(path, Integer.toString(index));
        paths.put(inside, !(list.get(index) instanceof Map<?, ?>));
        collect(list.get(index), inside, paths);
      }
    }
  }
}
