package io.meshwright.contract.evolution;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Field;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Written;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a contract promises, as a tree in which fields, rules and inputs stand under their
 * names, so that two versions can be compared branch by branch.
 *
 * <p>It is the canonical written form but for four things: the version and the changelog, which say
 * what was promised when, are left out; a list of named things became keys, with their order under
 * {@link ChangePath#ORDER}; the primary key is one list instead of a mark on fields; and a few
 * defaults are written out, so that their end is no absence.
 */
final class ContentTree {

  private static final String CONSTRAINTS = "constraints";
  private static final String QUALITY_CHECKS = "quality_checks";
  private static final String PRIMARY_KEY_MARK = "is_primary_key";

  private final Contract contract;

  private ContentTree(Contract contract) {
    this.contract = contract;
  }

  static Written.Keys of(Contract contract) {
    return new ContentTree(contract).tree();
  }

  /** The part of a tree at {@code path}, if there is one. */
  static Optional<Written> find(Written.Keys tree, ChangePath path) {
    Optional<Written> part = Optional.of(tree);
    for (String key : path.parts()) {
      part = part.flatMap(inner -> Optional.ofNullable(keysOf(inner).keys().get(key)));
    }
    return part;
  }

  static Written.Keys keysOf(Written written) {
    return written instanceof Written.Keys keys ? keys : Written.Keys.NONE;
  }

  private Written.Keys tree() {
    Map<String, Written> tree = copy(ContractWriter.tree(contract));
    tree.remove("version");
    tree.remove("changelog");
    tree.computeIfPresent("inputs", (key, inputs) -> named(inputs));
    tree.put("schema", schema(tree.get("schema")));
    tree.put("write", write(Optional.ofNullable(tree.get("write"))));
    tree.put("access", access(Optional.ofNullable(tree.get("access"))));
    tree.computeIfPresent("sla", (key, sla) -> serviceLevel(sla));
    return new Written.Keys(tree);
  }

  private Written schema(Written written) {
    Map<String, Written> schema = copy(written);
    List<Written> fields = new ArrayList<>();
    for (Written item : ((Written.Items) schema.get("fields")).items()) {
      Map<String, Written> field = copy(item);
      field.remove(PRIMARY_KEY_MARK);
      field.computeIfPresent(
          CONSTRAINTS,
          (key, constraints) -> rules(constraints, rulesOf(field.get("name").toString())));
      fields.add(new Written.Keys(field));
    }
    schema.put("fields", named(new Written.Items(fields)));
    if (!contract.schema().primaryKey().isEmpty()) {
      schema.put("primary_key", Written.Items.of(contract.schema().primaryKey()));
    }
    return new Written.Keys(schema);
  }

  private List<Rule> rulesOf(String field) {
    return contract.schema().findField(field).map(Field::rules).orElse(List.of());
  }

  private Written write(Optional<Written> written) {
    Map<String, Written> write = written.map(ContentTree::copy).orElse(new LinkedHashMap<>());
    write.put("mode", new Written.Text(contract.production().write().mode().toString()));
    write.put("on_empty", new Written.Text(contract.production().write().onEmpty().toString()));
    return new Written.Keys(write);
  }

  private Written access(Optional<Written> written) {
    Map<String, Written> access = written.map(ContentTree::copy).orElse(new LinkedHashMap<>());
    access.put("discovery", new Written.Text(word(contract.access().discovery())));
    access.computeIfPresent("read", (key, grantees) -> grantees(grantees));
    access.computeIfPresent("write", (key, grantees) -> grantees(grantees));
    return new Written.Keys(access);
  }

  private Written serviceLevel(Written written) {
    Map<String, Written> level = copy(written);
    level.computeIfPresent(
        QUALITY_CHECKS, (key, checks) -> rules(checks, contract.qualityChecks()));
    return new Written.Keys(level);
  }

  /** Rules under their names, each with its kind first and its severity last. */
  private static Written rules(Written written, List<Rule> rules) {
    List<Written> items = ((Written.Items) written).items();
    List<String> names = rules.stream().map(Rule::name).toList();
    if (items.size() != rules.size() || hasRepeats(names)) {
      return written;
    }

    List<Written> contents = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Map<String, Written> rule = copy(items.get(i));
      if (items.get(i) instanceof Written.Text word) {
        rule.put(word.text(), new Written.Text("true"));
      }
      rule.remove("name");
      rule.put("severity", new Written.Text(word(rules.get(i).severity())));
      contents.add(new Written.Keys(rule));
    }
    return underNames(names, contents);
  }

  /** A list whose items all have a {@code name} of their own, under these names. */
  private static Written named(Written written) {
    List<Written> items = ((Written.Items) written).items();
    List<String> names =
        items.stream()
            .map(item -> keysOf(item).keys().get("name"))
            .map(name -> name == null ? "" : name.toString())
            .toList();
    if (names.contains("") || hasRepeats(names)) {
      return written;
    }

    List<Written> contents = new ArrayList<>();
    for (Written item : items) {
      Map<String, Written> content = copy(item);
      content.remove("name");
      contents.add(new Written.Keys(content));
    }
    return underNames(names, contents);
  }

  /** Grantees under what they are and their name, which is all there is to them. */
  private static Written grantees(Written written) {
    List<Written> items = ((Written.Items) written).items();
    List<String> names =
        items.stream().map(item -> item.toString().replaceAll("(?s)^\\{(.*)\\}$", "$1")).toList();
    return hasRepeats(names) ? written : underNames(names, items);
  }

  private static Written underNames(List<String> names, List<Written> contents) {
    Map<String, Written> keys = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      keys.put(names.get(i), contents.get(i));
    }
    keys.put(ChangePath.ORDER, Written.Items.of(names));
    return new Written.Keys(keys);
  }

  private static boolean hasRepeats(List<String> names) {
    return new HashSet<>(names).size() < names.size();
  }

  private static Map<String, Written> copy(Written written) {
    return new LinkedHashMap<>(keysOf(written).keys());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
