package io.meshwright.contract.odcs;

import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks into YAML trees and compares them. */
final class Tree {

  /** What YAML 1.2 takes for null, a boolean or a number where it has no quotes. */
  private static final Pattern NO_TEXT =
      Pattern.compile(
          "null|Null|NULL|~|true|True|TRUE|false|False|FALSE"
              + "|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
              + "|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private record NoText(String text) {}

  private Tree() {}

  /** The node at the end of a path of keys, if every part of the path is there. */
  static Optional<YamlNode> find(YamlNode node, String... path) {
    Optional<YamlNode> found = Optional.of(node);
    for (String key : path) {
      found = found.flatMap(parent -> entry(parent, key)).map(YamlNode.Entry::value);
    }
    return found.filter(value -> !(value instanceof YamlNode.Empty));
  }

  static Optional<YamlNode.Entry> entry(YamlNode node, String key) {
    return node instanceof YamlNode.Mapping mapping
        ? mapping.entries().stream().filter(entry -> entry.key().equals(key)).findFirst()
        : Optional.empty();
  }

  static Optional<String> text(YamlNode node, String... path) {
    return find(node, path)
        .filter(YamlNode.Scalar.class::isInstance)
        .map(value -> ((YamlNode.Scalar) value).text());
  }

  static List<YamlNode> items(YamlNode node, String... path) {
    return find(node, path)
        .filter(YamlNode.Items.class::isInstance)
        .map(value -> ((YamlNode.Items) value).nodes())
        .orElse(List.of());
  }

  /** Says whether two trees hold the same keys and values, wherever they stand. */
  static boolean same(YamlNode left, YamlNode right) {
    return value(left).equals(value(right));
  }

  /** What another reader of YAML would see: maps, lists, texts, and what is no text. */
  static Object value(YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      Map<String, Object> values = new LinkedHashMap<>();
      mapping.entries().forEach(entry -> values.put(entry.key(), value(entry.value())));
      return values;
    }
    if (node instanceof YamlNode.Items items) {
      return items.nodes().stream().map(Tree::value).toList();
    }

    return node instanceof YamlNode.Scalar scalar
        ? isText(scalar) ? scalar.text() : new NoText(scalar.text())
        : new NoText("null");
  }

  static boolean isText(YamlNode.Scalar scalar) {
    return !scalar.plain() || !NO_TEXT.matcher(scalar.text()).matches();
  }

  static YamlNode.Scalar text(Place place, String text) {
    return new YamlNode.Scalar(place, text, false);
  }

  /** A number or a word that YAML should see as such. */
  static YamlNode.Scalar raw(Place place, String text) {
    return new YamlNode.Scalar(place, text, true);
  }

  static YamlNode.Items list(Place place, List<? extends YamlNode> nodes) {
    return new YamlNode.Items(place, new ArrayList<YamlNode>(nodes));
  }
}
