package io.meshwright.contract.odcs;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.Place;
import io.meshwright.contract.Rule;
import io.meshwright.contract.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The order of rules, kept as a custom property where a document has them in places that are read
 * in another order.
 */
final class Orders {

  private final Map<Place, String> labels;

  Orders(Map<Place, String> labels) {
    this.labels = labels;
  }

  /** Adds to the object of {@code wanted} the orders in which {@code read} differs from it. */
  YamlNode.Mapping keep(YamlNode.Mapping document, Contract wanted, Contract read) {
    List<YamlNode> objects = new ArrayList<>();
    for (YamlNode object : Tree.items(document, "schema")) {
      boolean isMeant = Labels.product(wanted.name().product()).equals(labels.get(object.place()));
      objects.add(isMeant ? object((YamlNode.Mapping) object, wanted, read) : object);
    }
    return Keys.of(document).put("schema", Tree.list(document.place(), objects)).mapping();
  }

  private YamlNode object(YamlNode.Mapping object, Contract wanted, Contract read) {
    List<YamlNode> properties = new ArrayList<>();
    for (YamlNode property : Tree.items(object, "properties")) {
      Optional<String> name = Tree.text(property, "name").map(String::strip);
      List<Rule> rules =
          name.flatMap(wanted.schema()::findField).map(Field::rules).orElse(List.of());
      List<Rule> asRead =
          name.flatMap(read.schema()::findField).map(Field::rules).orElse(List.of());
      properties.add(ordered(property, ObjectReader.CONSTRAINT_ORDER, rules, asRead));
    }
    YamlNode.Mapping full =
        Keys.of(object).put("properties", Tree.list(object.place(), properties)).mapping();
    return ordered(full, ObjectReader.CHECK_ORDER, wanted.qualityChecks(), read.qualityChecks());
  }

  private static YamlNode ordered(YamlNode owner, String key, List<Rule> wanted, List<Rule> read) {
    if (wanted.equals(read) || !new HashSet<>(wanted).equals(new HashSet<>(read))) {
      return owner;
    }

    Place place = owner.place();
    YamlNode names =
        Tree.list(place, wanted.stream().map(rule -> Tree.text(place, rule.name())).toList());
    List<YamlNode> custom = new ArrayList<>(Tree.items(owner, "customProperties"));
    custom.removeIf(
        item -> Tree.text(item, "property").equals(Optional.of(CustomKeys.PREFIX + key)));
    custom.add(CustomKeys.write(key, names, place));
    return Keys.of((YamlNode.Mapping) owner).list("customProperties", custom).mapping();
  }
}
