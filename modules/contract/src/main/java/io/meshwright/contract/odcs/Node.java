package io.meshwright.contract.odcs;

import io.meshwright.contract.Located;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.List;
import java.util.Optional;

/** One mapping of the document; what is asked for counts as having found a counterpart. */
final class Node {

  private final YamlNode.Mapping mapping;
  private final Reading reading;

  private Node(YamlNode.Mapping mapping, Reading reading) {
    this.mapping = mapping;
    this.reading = reading;
  }

  /** Reads {@code node} if it is a mapping; {@code what} names it in the message otherwise. */
  static Optional<Node> of(YamlNode node, String what, Reading reading) {
    if (node instanceof YamlNode.Mapping mapping) {
      return Optional.of(new Node(mapping, reading));
    }

    reading.tell(OdcsDiagnostics.wrongShape(node, what, "a mapping"));
    return Optional.empty();
  }

  YamlNode.Mapping mapping() {
    return mapping;
  }

  Place place() {
    return mapping.place();
  }

  /** Where {@code key} stands, or where this mapping starts if it is absent. */
  Place placeOf(String key) {
    return Tree.entry(mapping, key).map(YamlNode.Entry::place).orElse(place());
  }

  boolean has(String key) {
    return peek(key).isPresent();
  }

  /** The value of a key, which stays without counterpart; empty if there is none. */
  Optional<YamlNode> peek(String key) {
    return Tree.find(mapping, key);
  }

  Optional<YamlNode> find(String key) {
    Tree.entry(mapping, key).ifPresent(reading::use);
    return peek(key);
  }

  Optional<Located<String>> text(String key) {
    return find(key).flatMap(node -> text(node, "'" + key + "'", reading));
  }

  Optional<String> value(String key) {
    return text(key).map(Located::value);
  }

  Optional<Located<String>> requireText(String key) {
    Optional<Located<String>> text = text(key).filter(found -> !found.value().isBlank());
    if (text.isEmpty()) {
      reading.tell(OdcsDiagnostics.missing(placeOf(key), key));
    }
    return text;
  }

  boolean flag(String key) {
    return findFlag(key).orElse(false);
  }

  Optional<Boolean> findFlag(String key) {
    Optional<Located<String>> text = text(key);
    Optional<Boolean> flag =
        text.filter(found -> found.value().matches("(?i)true|false"))
            .map(found -> Boolean.valueOf(found.value()));
    if (text.isPresent() && flag.isEmpty()) {
      reading.tell(OdcsDiagnostics.noFlag(text.get(), key));
    }
    return flag;
  }

  /** The items of a list; none if the key is absent. */
  List<YamlNode> items(String key) {
    Optional<YamlNode> node = find(key);
    if (node.isPresent() && !(node.get() instanceof YamlNode.Items)) {
      reading.tell(OdcsDiagnostics.wrongShape(node.get(), "'" + key + "'", "a list"));
    }
    return Tree.items(mapping, key);
  }

  List<Node> nodes(String key) {
    return items(key).stream()
        .flatMap(item -> of(item, "an item of '" + key + "'", reading).stream())
        .toList();
  }

  Optional<Node> node(String key) {
    return find(key).flatMap(node -> of(node, "'" + key + "'", reading));
  }

  List<Located<String>> texts(String key) {
    return items(key).stream()
        .flatMap(item -> text(item, "an item of '" + key + "'", reading).stream())
        .toList();
  }

  /** Everything in this mapping was told of. */
  void useAll() {
    reading.useAll(mapping);
  }

  static Optional<Located<String>> text(YamlNode node, String what, Reading reading) {
    if (node instanceof YamlNode.Scalar scalar) {
      return Optional.of(new Located<>(scalar.text(), scalar.place()));
    }

    reading.tell(OdcsDiagnostics.wrongShape(node, what, "a single value"));
    return Optional.empty();
  }
}
