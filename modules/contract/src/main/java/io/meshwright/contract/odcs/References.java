package io.meshwright.contract.odcs;

import io.meshwright.contract.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Relationships of ODCS and the {@code references} of contracts. A reference to another product is
 * written {@code mesh://domain.product#product.field}.
 */
final class References {

  private static final Pattern MESH =
      Pattern.compile("(?s)mesh://([^.#/@]+)\\.([^.#/@]+)(?:@[^#]*)?#[^.]+\\.(.+)");
  private static final Pattern BY_ID = Pattern.compile("/?schema/([^/]+)/properties/([^/]+)");
  private static final Pattern BY_NAME = Pattern.compile("([^./#:]+)\\.([^/#:]+)");

  private final String domain;
  private final Map<String, String> products;
  private final Map<String, String> fields = new HashMap<>();
  private final Reading reading;

  /**
   * Relationships of a document whose objects are published in {@code domain}.
   *
   * @param products the product of each object, by the object's name and id
   */
  References(YamlNode root, String domain, Map<String, String> products, Reading reading) {
    this.domain = domain;
    this.products = products;
    this.reading = reading;
    for (YamlNode object : Tree.items(root, "schema")) {
      for (YamlNode property : Tree.items(object, "properties")) {
        Optional<String> object1 = Tree.text(object, "id");
        Optional<String> id = Tree.text(property, "id");
        Optional<String> name = Tree.text(property, "name");
        if (object1.isPresent() && id.isPresent() && name.isPresent()) {
          fields.put(object1.get() + "/" + id.get(), name.get());
        }
      }
    }
  }

  /** Reads the relationships of a property. */
  void read(Node property, String field, RuleDrafts rules) {
    for (Node relationship : property.nodes("relationships")) {
      about(relationship);
      if (relationship.has("from")) {
        reading.tell(OdcsDiagnostics.fromOnProperty(relationship.placeOf("from")));
      }
      Optional<String> target = relationship.peek("to").flatMap(Tree::text).flatMap(this::target);
      add(relationship, field, target, rules);
    }
  }

  /** Reads the relationships of an object: those of one field each become constraints. */
  void readObject(Node object, RuleDrafts rules) {
    for (Node relationship : object.nodes("relationships")) {
      about(relationship);
      List<YamlNode> from = ends(relationship, "from");
      List<YamlNode> to = ends(relationship, "to");
      if (from.size() != to.size() || from.isEmpty()) {
        reading.tell(
            OdcsDiagnostics.unequalRelationship(relationship.place(), from.size(), to.size()));
        relationship.useAll();
      } else if (from.size() > 1) {
        relationship.useAll();
        reading.tell(OdcsDiagnostics.compositeRelationship(relationship.place()));
      } else {
        Optional<String> field = Tree.text(from.get(0)).flatMap(this::fieldOf);
        Optional<String> target = Tree.text(to.get(0)).flatMap(this::target);
        add(relationship, field.orElse(""), target.filter(text -> field.isPresent()), rules);
      }
    }
  }

  private void about(Node relationship) {
    if (relationship.has("description")) {
      relationship.find("description");
      reading.tell(OdcsDiagnostics.relationshipDescription(relationship.placeOf("description")));
    }
    relationship.find("type");
  }

  private void add(Node relationship, String field, Optional<String> target, RuleDrafts rules) {
    if (target.isEmpty()) {
      relationship.useAll();
      reading.tell(OdcsDiagnostics.foreignReference(relationship.place()));
      return;
    }

    relationship.find("from");
    relationship.find("to");
    rules.constraint(
        field,
        new Keys(relationship.place()).text("references", target.get()),
        Optional.empty(),
        relationship.place());
  }

  private static List<YamlNode> ends(Node relationship, String key) {
    return relationship
        .peek(key)
        .map(node -> node instanceof YamlNode.Items items ? items.nodes() : List.of(node))
        .orElse(List.of());
  }

  /** The product and field that a reference means, as {@code domain.product.field}. */
  private Optional<String> target(String to) {
    Matcher mesh = MESH.matcher(to);
    if (mesh.matches()) {
      return Optional.of(mesh.group(1) + "." + mesh.group(2) + "." + mesh.group(3));
    }

    return inDocument(to).map(parts -> domain + "." + parts.get(0) + "." + parts.get(1));
  }

  private Optional<String> fieldOf(String from) {
    return inDocument(from).map(parts -> parts.get(1));
  }

  private Optional<List<String>> inDocument(String reference) {
    Matcher id = BY_ID.matcher(reference);
    if (id.matches()) {
      return Optional.ofNullable(fields.get(id.group(1) + "/" + id.group(2)))
          .filter(field -> products.containsKey(id.group(1)))
          .map(field -> List.of(products.get(id.group(1)), field));
    }

    Matcher name = BY_NAME.matcher(reference);
    return name.matches() && products.containsKey(name.group(1))
        ? Optional.of(List.of(products.get(name.group(1)), name.group(2)))
        : Optional.empty();
  }

  /** The form in which {@link #target} reads {@code domain.product.field}. */
  static String write(String reference) {
    String[] parts = reference.split("\\.", 3);
    return "mesh://%s.%s#%s.%s".formatted(parts[0], parts[1], parts[1], parts[2]);
  }
}
