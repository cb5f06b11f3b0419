package io.meshwright.contract;

import java.util.List;
import java.util.Optional;

/** A YAML document as a tree that knows its places; made by {@link YamlParser}. */
public sealed interface YamlNode {

  Place place();

  /** What this node is, in the words of a message. */
  String kind();

  /** The value of a key; empty if there is none, or if this is no mapping. */
  default Optional<YamlNode> find(String key) {
    return Optional.empty();
  }

  /**
   * Text as it stands in the file; YAML's own guesses about numbers and yes or no are not made.
   *
   * @param plain whether it stands without quotes, so that others may guess
   */
  record Scalar(Place place, String text, boolean plain) implements YamlNode {
    @Override
    public String kind() {
      return "a single value";
    }
  }

  /**
   * No value: nothing at all, {@code ~} or {@code null}.
   *
   * @param comment what follows a {@code #} on the same line without a space between, and so was
   *     probably meant as the value; its place is the node's
   */
  record Empty(Place place, Optional<String> comment) implements YamlNode {
    @Override
    public String kind() {
      return "empty";
    }
  }

  record Items(Place place, List<YamlNode> nodes) implements YamlNode {
    public Items {
      nodes = List.copyOf(nodes);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  record Mapping(Place place, List<Entry> entries) implements YamlNode {
    public Mapping {
      entries = List.copyOf(entries);
    }

    @Override
    public String kind() {
      return "a mapping";
    }

    @Override
    public Optional<YamlNode> find(String key) {
      return findEntry(key).map(Entry::value);
    }

    /** The key and its value; the first if it stands there twice. */
    public Optional<Entry> findEntry(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }
  }

  /** One key of a mapping and its value; the place is the key's. */
  record Entry(Place place, String key, YamlNode value) {}
}
