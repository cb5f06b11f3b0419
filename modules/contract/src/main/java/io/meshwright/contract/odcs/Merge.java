package io.meshwright.contract.odcs;

import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Carries into a document what changed between two canonical ones: {@code base}, written from the
 * contracts that the document was read as, and {@code fresh}, written from the contracts of today.
 *
 * <p>Where the two agree the document stays as it is, whatever form it has there; so a document
 * that nothing changed in is the same, and what has no counterpart always stays.
 */
final class Merge {

  /** The keys that have their meaning together: one of them does not change alone. */
  private static final Map<String, List<String>> SAID_AT_ONCE =
      Map.of(
          "slaProperties",
          List.of("value", "valueExt", "unit"),
          "quality",
          Stream.concat(
                  Stream.of(
                      "type",
                      "metric",
                      "rule",
                      "arguments",
                      "unit",
                      "query",
                      "engine",
                      "implementation",
                      "dimension",
                      "severity",
                      "tags",
                      "customProperties"),
                  Comparison.KEYS.stream())
              .toList());

  private final Map<Place, String> labels;
  private final Changes changes;

  /**
   * Carries changes.
   *
   * @param labels what the parts of the document became
   */
  Merge(Map<Place, String> labels, Changes changes) {
    this.labels = labels;
    this.changes = changes;
  }

  YamlNode merge(YamlNode base, YamlNode fresh, YamlNode document) {
    return merge(base, fresh, document, new Where("", "", ""));
  }

  /** The key whose value is merged, and the product and field it belongs to. */
  private record Where(String key, String product, String field) {
    Where below(String next) {
      return new Where(next, product, field);
    }
  }

  private YamlNode merge(YamlNode base, YamlNode fresh, YamlNode document, Where where) {
    if (changes.isEmpty()) {
      return document;
    }
    if (document instanceof YamlNode.Mapping mapping
        && base instanceof YamlNode.Mapping before
        && fresh instanceof YamlNode.Mapping after) {
      return mapping(before, after, mapping, where);
    }
    if (document instanceof YamlNode.Items items
        && base instanceof YamlNode.Items before
        && fresh instanceof YamlNode.Items after
        && isLabelled(where.key())) {
      return new YamlNode.Items(items.place(), items(before, after, items, where));
    }

    return Tree.same(base, fresh) ? document : fresh;
  }

  private YamlNode mapping(
      YamlNode.Mapping base, YamlNode.Mapping fresh, YamlNode.Mapping document, Where where) {
    Map<String, YamlNode.Entry> merged = new LinkedHashMap<>();
    for (YamlNode.Entry entry : document.entries()) {
      Optional<YamlNode> before = Tree.find(base, entry.key());
      Optional<YamlNode> after = Tree.find(fresh, entry.key());
      if (before.isEmpty() && after.isEmpty() && isChanged(labels.get(entry.place()))) {
        continue;
      }
      Optional<YamlNode> value = value(before, after, entry.value(), where.below(entry.key()));
      value.ifPresent(
          node -> merged.put(entry.key(), new YamlNode.Entry(entry.place(), entry.key(), node)));
    }
    for (YamlNode.Entry entry : fresh.entries()) {
      if (Tree.entry(document, entry.key()).isEmpty()) {
        Optional<YamlNode> before = Tree.find(base, entry.key());
        added(before, entry.value(), where.below(entry.key()))
            .ifPresent(
                node ->
                    merged.put(entry.key(), new YamlNode.Entry(entry.place(), entry.key(), node)));
      }
    }
    return new YamlNode.Mapping(document.place(), List.copyOf(merged.values()));
  }

  private Optional<YamlNode> value(
      Optional<YamlNode> before, Optional<YamlNode> after, YamlNode document, Where where) {
    boolean isContainer =
        !(document instanceof YamlNode.Scalar || document instanceof YamlNode.Empty);
    if (before.isPresent() && after.isEmpty() && !isContainer) {
      return Optional.empty();
    }
    boolean isRepositioned =
        where.key().equals("partitionKeyPosition") && changes.hasPartitions(where.product());
    if (isRepositioned && after.isPresent()) {
      return after;
    }
    if (!isContainer) {
      return before.isPresent() && Tree.same(before.get(), after.orElseThrow())
          ? Optional.of(document)
          : Optional.of(after.orElse(document));
    }

    YamlNode nothing = emptyLike(document);
    YamlNode merged = merge(before.orElse(nothing), after.orElse(nothing), document, where);
    boolean isEmptied = Tree.same(merged, nothing) && !Tree.same(document, nothing);
    return isEmptied ? Optional.empty() : Optional.of(merged);
  }

  /** What of {@code fresh} was not yet in {@code base}. */
  private Optional<YamlNode> added(Optional<YamlNode> base, YamlNode fresh, Where where) {
    if (base.isEmpty()) {
      return Optional.of(fresh);
    }
    if (Tree.same(base.get(), fresh)) {
      return Optional.empty();
    }

    boolean isContainer = !(fresh instanceof YamlNode.Scalar);
    YamlNode nothing = emptyLike(fresh);
    return Optional.of(isContainer ? merge(base.get(), fresh, nothing, where) : fresh)
        .filter(node -> !Tree.same(node, nothing));
  }

  private List<YamlNode> items(
      YamlNode.Items base, YamlNode.Items fresh, YamlNode.Items document, Where where) {
    Map<String, YamlNode> before = byLabel(base, where);
    Map<String, YamlNode> after = byLabel(fresh, where);
    List<YamlNode> head = new ArrayList<>();
    Map<String, List<YamlNode>> groups = new LinkedHashMap<>();
    List<YamlNode> group = head;
    for (YamlNode item : document.nodes()) {
      Optional<String> label = documentLabel(item, where);
      boolean isKnown =
          label.filter(text -> before.containsKey(text) || after.containsKey(text)).isPresent();
      if (!isKnown) {
        if (!isChanged(label.orElse(null)) && !isOtherForm(item, where)) {
          group.add(unlabelled(item, where));
        }
        continue;
      }
      String known = label.orElseThrow();
      if (after.containsKey(known)) {
        group = new ArrayList<>();
        groups.put(known, group);
        group.add(
            item(
                before.getOrDefault(known, emptyLike(item)), after.get(known), item, known, where));
      }
    }
    List<YamlNode> merged = new ArrayList<>(head);
    after.forEach(
        (label, item) -> {
          if (groups.containsKey(label)) {
            merged.addAll(groups.get(label));
          } else if (!before.containsKey(label) || !Tree.same(before.get(label), item)) {
            merged.add(item);
          }
        });
    return merged;
  }

  private YamlNode item(
      YamlNode base, YamlNode fresh, YamlNode document, String label, Where where) {
    List<String> said = SAID_AT_ONCE.getOrDefault(where.key(), List.of());
    if (said.isEmpty() || (Tree.same(base, fresh) && !isChanged(label))) {
      return merge(base, fresh, document, inside(label, where));
    }

    Keys keys = Keys.of(Optional.of(document), document.place());
    boolean isNamed = keys.has("name") || keys.has("id");
    for (String key : said) {
      List<YamlNode> others = key.equals("customProperties") ? foreign(document) : List.of();
      keys.take(key);
      keys.put(key, Tree.find(fresh, key));
      if (!others.isEmpty()) {
        keys.list(key, Stream.concat(others.stream(), Tree.items(fresh, key).stream()).toList());
      }
    }
    if (!isNamed) {
      keys.put("name", Tree.find(fresh, "name"));
    }
    return keys.mapping();
  }

  private static List<YamlNode> foreign(YamlNode owner) {
    return Tree.items(owner, "customProperties").stream()
        .filter(item -> Tree.text(item, "property").filter(CustomKeys::isOurs).isEmpty())
        .toList();
  }

  /** An item that no contract knows may still hold rules that changed. */
  private YamlNode unlabelled(YamlNode item, Where where) {
    YamlNode nothing = emptyLike(item);
    return merge(nothing, nothing, item, where);
  }

  /** A custom property for a key that is written elsewhere, and no longer says what that says. */
  private boolean isOtherForm(YamlNode item, Where where) {
    return where.key().equals("customProperties")
        && changes.hasKey(where.product(), where.field(), Tree.text(item, "property").orElse(""));
  }

  private static Where inside(String label, Where where) {
    String name = label.substring(label.indexOf(' ') + 1);
    return switch (where.key()) {
      case "schema" -> new Where("", name, "");
      case "properties" ->
          new Where("", where.product(), where.field().isEmpty() ? name : where.field());
      default -> where.below("");
    };
  }

  private boolean isChanged(String label) {
    return label != null && changes.hasRule(label);
  }

  private Map<String, YamlNode> byLabel(YamlNode.Items items, Where where) {
    Map<String, YamlNode> byLabel = new LinkedHashMap<>();
    items.nodes().forEach(item -> label(item, where).ifPresent(label -> byLabel.put(label, item)));
    return byLabel;
  }

  private Optional<String> documentLabel(YamlNode item, Where where) {
    boolean isByName = where.key().equals("customProperties") || where.key().equals("properties");
    return Optional.ofNullable(labels.get(item.place()))
        .or(() -> isByName ? label(item, where) : Optional.empty());
  }

  private static boolean isLabelled(String key) {
    return switch (key) {
      case "schema",
          "properties",
          "quality",
          "relationships",
          "customProperties",
          "slaProperties",
          "servers",
          "roles",
          "support" ->
          true;
      default -> false;
    };
  }

  /** What an item of a canonical document is called. */
  private static Optional<String> label(YamlNode item, Where where) {
    return switch (where.key()) {
      case "schema" -> Tree.text(item, "name").map(Labels::product);
      case "properties" -> Tree.text(item, "name").map(Labels::field);
      case "quality" -> Tree.text(item, "name").map(name -> Labels.rule(where.product(), name));
      case "relationships" ->
          Optional.of(Labels.rule(where.product(), where.field() + "_references"));
      case "customProperties" -> Tree.text(item, "property").map(Labels::custom);
      case "slaProperties" ->
          Tree.text(item, "property")
              .map(property -> Labels.sla(property, Tree.text(item, "element").orElse("")));
      case "servers" -> Tree.text(item, "server").map(Labels::server);
      case "roles" ->
          Tree.text(item, "role")
              .map(
                  role ->
                      Labels.role(
                          Tree.find(item, "customProperties").isPresent() ? "domain" : "role",
                          role,
                          Tree.text(item, "access").orElse("")));
      case "support" -> Tree.text(item, "tool").map(Labels::support);
      default -> Optional.empty();
    };
  }

  private static YamlNode emptyLike(YamlNode node) {
    return node instanceof YamlNode.Items
        ? new YamlNode.Items(node.place(), List.of())
        : new YamlNode.Mapping(node.place(), List.of());
  }
}
