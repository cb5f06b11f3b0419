package io.meshwright.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts references to definitions back into the canonical form of a contract, which has every field
 * written out: a field that refers to a definition says only what its file says of it.
 *
 * <p>A value that is usually left out stays, because it may differ from the definition's, and so
 * does {@code nullable}.
 */
final class SharedLayout {

  private static final String CONSTRAINTS = "constraints";

  private SharedLayout() {}

  /** The canonical {@code tree} of the contract whose file is {@code root}, with its references. */
  static Map<String, Object> of(YamlNode root, Map<String, Object> tree) {
    Optional<YamlNode> definitions = root.find(ContractKeys.DEFINITIONS);
    if (!(definitions.orElse(root) instanceof YamlNode.Scalar file)) {
      return tree;
    }

    Map<String, Object> shared = new LinkedHashMap<>();
    for (String key : ContractKeys.CONTRACT) {
      if (key.equals(ContractKeys.DEFINITIONS)) {
        shared.put(key, file.text());
      } else if (tree.containsKey(key)) {
        shared.put(
            key, key.equals("schema") ? schema(root, (Map<?, ?>) tree.get(key)) : tree.get(key));
      }
    }
    return shared;
  }

  private static Map<String, Object> schema(YamlNode root, Map<?, ?> canonical) {
    List<YamlNode> fields =
        root.find("schema").flatMap(schema -> schema.find("fields")).stream()
            .flatMap(list -> ((YamlNode.Items) list).nodes().stream())
            .toList();
    Map<String, Object> schema = new LinkedHashMap<>();
    canonical.forEach((key, value) -> schema.put(key.toString(), value));
    List<Object> shared = new ArrayList<>();
    List<?> written = (List<?>) schema.get("fields");
    for (int index = 0; index < fields.size(); index++) {
      YamlNode field = fields.get(index);
      boolean refers =
          field.find(ContractKeys.DEFINITION).filter(YamlNode.Scalar.class::isInstance).isPresent();
      shared.add(refers ? field(field, (Map<?, ?>) written.get(index)) : written.get(index));
    }
    schema.put("fields", shared);
    return schema;
  }

  private static Map<String, Object> field(YamlNode field, Map<?, ?> canonical) {
    Map<String, Object> shared = new LinkedHashMap<>();
    for (String key : ContractKeys.FIELD) {
      field
          .find(key)
          .filter(value -> !(value instanceof YamlNode.Empty))
          .ifPresent(value -> shared.put(key, value(key, value, canonical)));
    }
    return shared;
  }

  private static Object value(String key, YamlNode given, Map<?, ?> canonical) {
    if (given instanceof YamlNode.Items items && items.nodes().isEmpty()) {
      return List.of();
    }
    if (key.equals(CONSTRAINTS) && given instanceof YamlNode.Items items) {
      // What 'nullable: false' adds in front is said by that key, here or in the definition.
      List<?> written = (List<?>) canonical.get(key);
      return written.subList(written.size() - items.nodes().size(), written.size());
    }
    if (canonical.containsKey(key)) {
      return canonical.get(key);
    }

    String text = ((YamlNode.Scalar) given).text();
    return text.matches("true|false") ? new YamlEmitter.Raw(text) : text;
  }
}
