package io.meshwright.contract.odcs;

import io.meshwright.contract.FieldType;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes one field of a contract as a property, its constraints as keys where there are such. */
final class PropertyWriter {

  /** The order in which the reader meets constraints that are keys. */
  private static final List<String> KEY_ORDER =
      List.of(
          "not_null",
          "unique",
          "min",
          "exclusive_min",
          "max",
          "exclusive_max",
          "min_length",
          "max_length",
          "pattern",
          "format",
          "in",
          "references");

  private final OdcsVersion version;
  private final Place place;
  private final Notes notes;

  PropertyWriter(OdcsVersion version, Place place, Notes notes) {
    this.version = version;
    this.place = place;
    this.notes = notes;
  }

  /**
   * Writes a field.
   *
   * @param keyPosition its place in the primary key, from 1, or 0 if it is not in it
   * @param partitionPosition the same for the partitions
   */
  YamlNode write(Keys field, int keyPosition, int partitionPosition) {
    String name = field.takeText("name").orElseThrow();
    FieldType type = FieldType.parse(field.takeText("type").orElseThrow());
    Keys property = new Keys(place).text("name", name);
    Types.write(property, type, version, place);
    property.put("description", field.take("description"));
    if (field.take("is_primary_key").isPresent()) {
      property.flag("primaryKey", true).raw("primaryKeyPosition", Integer.toString(keyPosition));
    }
    if (partitionPosition > 0) {
      property
          .flag("partitioned", true)
          .raw("partitionKeyPosition", Integer.toString(partitionPosition));
    }
    if (version == OdcsVersion.V3_2) {
      property.put("deprecated", field.take("deprecated"));
    }
    property.put("classification", field.take("classification"));
    if (field.take("is_pii").isPresent()) {
      property.texts("tags", List.of("pii"));
    }
    property.put("examples", field.take("examples"));
    constraints(property, name, type, field.takeItems("constraints"), field);
    notes.custom(field, List.of("schema", "fields", name));
    return property.list("customProperties", CustomKeys.write(field, "", place)).mapping();
  }

  private void constraints(
      Keys property, String field, FieldType type, List<YamlNode> constraints, Keys rest) {
    Map<String, String> keyNames = new LinkedHashMap<>();
    List<String> qualityNames = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<YamlNode> quality = new ArrayList<>();
    Keys options = Keys.of(property.take("logicalTypeOptions"), place);
    QualityWriter writer = new QualityWriter(place);
    for (YamlNode node : constraints) {
      Keys constraint = Rules.keys(node);
      String name = Rules.name(field, constraint);
      String kind = Rules.kind(constraint);
      names.add(name);
      if (!keyNames.containsKey(kind)
          && Rules.hasOnly(constraint, List.of())
          && putKey(property, options, kind, constraint.find(kind).orElseThrow(), type)) {
        keyNames.put(kind, name);
      } else {
        YamlNode rule = writer.constraint(field, constraint);
        quality.add(rule);
        qualityNames.add(name);
        notes.constraint(rule, List.of("schema", "fields", field, "constraints", kind));
      }
    }
    property.put("logicalTypeOptions", options);
    property.list("quality", quality);
    List<String> asRead = new ArrayList<>();
    KEY_ORDER.forEach(kind -> Optional.ofNullable(keyNames.get(kind)).ifPresent(asRead::add));
    asRead.addAll(qualityNames);
    if (!asRead.equals(names)) {
      rest.texts(ObjectReader.CONSTRAINT_ORDER, names);
    }
  }

  /** Writes a constraint as a key of the property, if there is one for it. */
  private boolean putKey(Keys property, Keys options, String kind, YamlNode value, FieldType type) {
    switch (kind) {
      case "not_null" -> property.flag("required", true);
      case "unique" -> property.flag("unique", true);
      case "min", "max", "exclusive_min", "exclusive_max" -> {
        return (type.isNumeric() || type.isTemporal()) && putOption(options, kind, value);
      }
      case "min_length", "max_length" -> {
        return putOption(options, kind, value);
      }
      case "pattern" -> options.text("pattern", Patterns.toSearch(Tree.text(value).orElseThrow()));
      case "format" -> {
        boolean isKnown = Tree.text(value).filter(PropertyReader.FORMATS::contains).isPresent();
        options.put("format", Optional.of(value).filter(format -> isKnown));
        return isKnown;
      }
      case "in" -> {
        property.list(
            "enum",
            Tree.items(value).stream()
                .filter(choice -> version == OdcsVersion.V3_2)
                .map(choice -> new Keys(place).put("value", choice).mapping())
                .toList());
        return version == OdcsVersion.V3_2;
      }
      case "references" -> {
        Optional<String> to = Tree.text(value).filter(text -> text.split("\\.", 3).length == 3);
        to.ifPresent(
            target ->
                property.list(
                    "relationships",
                    List.of(
                        new Keys(place)
                            .text("type", "foreignKey")
                            .text("to", References.write(target))
                            .mapping())));
        return to.isPresent();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean putOption(Keys options, String kind, YamlNode value) {
    PropertyReader.OPTIONS.forEach(
        (option, constraint) ->
            options.put(option, Optional.of(value).filter(given -> constraint.equals(kind))));
    return true;
  }
}
