package io.meshwright.contract.odcs;

import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapping in the making; what is absent or has nothing in it is left out. */
final class Keys {

  private final Place place;
  private final Map<String, YamlNode> nodes = new LinkedHashMap<>();

  Keys(Place place) {
    this.place = place;
  }

  /** Starts with the keys of {@code mapping}. */
  static Keys of(YamlNode.Mapping mapping) {
    Keys keys = new Keys(mapping.place());
    mapping.entries().forEach(entry -> keys.nodes.put(entry.key(), entry.value()));
    return keys;
  }

  /** Starts with the keys of {@code node} if it is a mapping, and with none otherwise. */
  static Keys of(Optional<YamlNode> node, Place otherwise) {
    return node.filter(YamlNode.Mapping.class::isInstance)
        .map(mapping -> of((YamlNode.Mapping) mapping))
        .orElseGet(() -> new Keys(otherwise));
  }

  Keys put(String key, YamlNode node) {
    nodes.put(key, node);
    return this;
  }

  Keys put(String key, Optional<? extends YamlNode> node) {
    node.ifPresent(present -> nodes.put(key, present));
    return this;
  }

  Keys put(String key, Keys keys) {
    if (!keys.isEmpty()) {
      nodes.put(key, keys.mapping());
    }
    return this;
  }

  Keys text(String key, String text) {
    return put(key, Tree.text(place, text));
  }

  Keys text(String key, Optional<String> text) {
    text.ifPresent(present -> text(key, present));
    return this;
  }

  Keys raw(String key, String text) {
    return put(key, Tree.raw(place, text));
  }

  Keys flag(String key, boolean value) {
    return value ? raw(key, "true") : this;
  }

  Keys list(String key, List<? extends YamlNode> items) {
    if (!items.isEmpty()) {
      nodes.put(key, Tree.list(place, items));
    }
    return this;
  }

  Keys texts(String key, List<String> texts) {
    return list(key, texts.stream().map(text -> Tree.text(place, text)).toList());
  }

  /** Puts a node at the end of a path, making the mappings on the way. */
  Keys putAt(List<String> path, YamlNode node) {
    if (path.size() == 1) {
      return put(path.get(0), node);
    }

    Keys below = of(Optional.ofNullable(nodes.get(path.get(0))), place);
    below.putAt(path.subList(1, path.size()), node);
    return put(path.get(0), below.mapping());
  }

  boolean has(String key) {
    return nodes.containsKey(key);
  }

  Optional<YamlNode> find(String key) {
    return Optional.ofNullable(nodes.get(key));
  }

  /** Removes a key and gives what it had. */
  Optional<YamlNode> take(String key) {
    return Optional.ofNullable(nodes.remove(key));
  }

  Optional<String> takeText(String key) {
    return take(key).flatMap(Tree::text);
  }

  /** Removes a key that is a mapping, to take its own keys from; empty if it is absent. */
  Keys takeKeys(String key) {
    return of(take(key), place);
  }

  List<YamlNode> takeItems(String key) {
    return take(key).map(Tree::items).orElse(List.of());
  }

  boolean isEmpty() {
    return nodes.isEmpty();
  }

  List<String> names() {
    return List.copyOf(nodes.keySet());
  }

  YamlNode.Mapping mapping() {
    List<YamlNode.Entry> entries = new ArrayList<>();
    nodes.forEach((key, node) -> entries.add(new YamlNode.Entry(place, key, node)));
    return new YamlNode.Mapping(place, entries);
  }
}
