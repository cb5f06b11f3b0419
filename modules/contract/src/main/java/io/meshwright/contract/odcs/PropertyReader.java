package io.meshwright.contract.odcs;

import io.meshwright.contract.FieldType;
import io.meshwright.contract.Located;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one property of an object into a field of a contract and its constraints. */
final class PropertyReader {

  /** The options that are constraints, and what a contract calls them. */
  static final Map<String, String> OPTIONS =
      orderedMap(
          "minimum", "min",
          "exclusiveMinimum", "exclusive_min",
          "maximum", "max",
          "exclusiveMaximum", "exclusive_max",
          "minLength", "min_length",
          "maxLength", "max_length");

  static final Set<String> FORMATS = Set.of("email", "uuid", "uri", "hostname", "ipv4", "ipv6");

  private static final Set<String> CLASSIFICATIONS =
      Set.of("public", "internal", "confidential", "restricted");

  private final RuleDrafts rules;
  private final QualityReader quality;
  private final References references;
  private final Reading reading;
  private final Types types;

  PropertyReader(RuleDrafts rules, QualityReader quality, References references, Reading reading) {
    this.rules = rules;
    this.quality = quality;
    this.references = references;
    this.reading = reading;
    this.types = new Types(reading);
  }

  /** Reads a property; its constraints go to the drafts and are not part of what is returned. */
  Optional<Keys> read(Node property) {
    Optional<Located<String>> name = property.requireText("name");
    FieldType type = types.read(property);
    if (name.isEmpty()) {
      return Optional.empty();
    }

    String field = name.get().value().strip().replaceAll("\\p{Cntrl}", " ");
    reading.label(property.place(), Labels.field(field));
    Keys keys = new Keys(name.get().place()).text("name", field);
    keys.put("type", Tree.text(property.placeOf("logicalType"), type.toString()));
    keys.text("description", property.value("description"));
    keys.flag("is_primary_key", property.flag("primaryKey"));
    property.find("primaryKeyPosition");
    property.find("partitioned");
    property.find("partitionKeyPosition");
    keys.flag("deprecated", property.flag("deprecated"));
    keys.flag("is_pii", isPii(property));
    classification(property).ifPresent(word -> keys.text("classification", word));
    keys.texts("examples", property.texts("examples").stream().map(Located::value).toList());
    constraints(property, field, type);
    CustomKeys.read(property).forEach(custom -> keys.putAt(custom.path(), custom.value()));
    return Optional.of(keys);
  }

  private static boolean isPii(Node property) {
    List<YamlNode> tags = property.peek("tags").map(Tree::items).orElse(List.of());
    boolean isPii =
        tags.stream().flatMap(tag -> Tree.text(tag).stream()).anyMatch("pii"::equalsIgnoreCase);
    if (isPii && tags.size() == 1) {
      property.find("tags");
    }
    return isPii;
  }

  private Optional<String> classification(Node property) {
    Optional<Located<String>> text = property.text("classification");
    Optional<String> word =
        text.map(found -> found.value().strip().toLowerCase(Locale.ROOT))
            .filter(CLASSIFICATIONS::contains);
    if (text.isPresent() && word.isEmpty()) {
      reading.tell(OdcsDiagnostics.unknownClassification(text.get()));
    }
    return word;
  }

  private void constraints(Node property, String field, FieldType type) {
    if (property.flag("required")) {
      add(field, new Keys(property.placeOf("required")).flag("not_null", true));
    }
    if (property.flag("unique")) {
      add(field, new Keys(property.placeOf("unique")).flag("unique", true));
    }
    property.node("logicalTypeOptions").ifPresent(options -> options(options, field, type));
    choices(property, field);
    references.read(property, field, rules);
    quality.read(property, Optional.of(field));
  }

  private void options(Node options, String field, FieldType type) {
    OPTIONS.forEach(
        (option, kind) ->
            options
                .text(option)
                .ifPresent(
                    limit -> {
                      Keys keys = new Keys(options.placeOf(option));
                      boolean isNumber = type.isNumeric() || kind.endsWith("_length");
                      keys.put(
                          kind,
                          isNumber
                              ? Tree.raw(limit.place(), limit.value())
                              : Tree.text(limit.place(), limit.value()));
                      add(field, keys);
                    }));
    options
        .text("pattern")
        .ifPresent(
            pattern ->
                add(
                    field,
                    new Keys(options.placeOf("pattern"))
                        .put(
                            "pattern",
                            Tree.text(pattern.place(), Patterns.toWhole(pattern.value())))));
    options
        .peek("format")
        .flatMap(Tree::text)
        .filter(format -> FORMATS.contains(format) && type.isText())
        .ifPresent(
            format -> {
              options.find("format");
              add(field, new Keys(options.placeOf("format")).text("format", format));
            });
  }

  private void choices(Node property, String field) {
    List<YamlNode> values = new ArrayList<>();
    for (Node choice : property.nodes("enum")) {
      choice.find("value").ifPresent(values::add);
    }
    for (int i = 0; i < values.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (Tree.same(values.get(i), values.get(j))) {
          reading.tell(
              OdcsDiagnostics.repeatedChoice(values.get(i).place(), values.get(j).place()));
        }
      }
    }
    if (!values.isEmpty()) {
      Place place = property.placeOf("enum");
      add(field, new Keys(place).put("in", Tree.list(place, values)));
    }
  }

  private void add(String field, Keys keys) {
    rules.constraint(field, keys, Optional.empty(), keys.mapping().place());
  }

  private static Map<String, String> orderedMap(String... pairs) {
    Map<String, String> map = new java.util.LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
