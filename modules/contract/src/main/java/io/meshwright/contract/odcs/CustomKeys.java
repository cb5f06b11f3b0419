package io.meshwright.contract.odcs;

import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keys of a contract that ODCS has no place for, as custom properties: {@code meshwright.} and the
 * path of the key, and its value as it stands in the contract.
 */
final class CustomKeys {

  static final String PREFIX = "meshwright.";

  /** A key of a contract, by its path from where the custom property stands. */
  record CustomKey(List<String> path, YamlNode value) {}

  private CustomKeys() {}

  /** Reads those of the custom properties that are ours. */
  static List<CustomKey> read(Node owner) {
    List<CustomKey> keys = new ArrayList<>();
    for (YamlNode item : owner.peek("customProperties").map(Tree::items).orElse(List.of())) {
      Optional<String> property = Tree.text(item, "property").filter(CustomKeys::isOurs);
      Optional<YamlNode> value = Tree.find(item, "value");
      if (property.isPresent() && value.isPresent()) {
        List<String> path = Arrays.asList(property.get().substring(PREFIX.length()).split("\\."));
        keys.add(new CustomKey(path, value.get()));
      }
    }
    return keys;
  }

  static boolean isOurs(String property) {
    return property.startsWith(PREFIX) && property.length() > PREFIX.length();
  }

  /** A custom property for each key that is left in {@code rest}, below {@code prefix}. */
  static List<YamlNode> write(Keys rest, String prefix, Place place) {
    return rest.names().stream()
        .map(key -> write(prefix + key, rest.find(key).orElseThrow(), place))
        .toList();
  }

  static YamlNode write(String path, YamlNode value, Place place) {
    return new Keys(place).text("property", PREFIX + path).put("value", value).mapping();
  }
}
