package io.meshwright.contract.odcs;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.LoadedContract;
import io.meshwright.contract.YamlNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads one object of a document, and what the document says about all of them, into a contract.
 */
final class ObjectReader {

  /** The custom property that keeps the order of a field's constraints. */
  static final String CONSTRAINT_ORDER = "constraint_order";

  /** The custom property that keeps the order of a contract's quality checks. */
  static final String CHECK_ORDER = "check_order";

  private final Shared shared;
  private final Node object;
  private final String product;
  private final Reading reading;
  private final RuleDrafts rules;

  /** What the objects of a document share. */
  record Shared(
      Node document,
      String domain,
      String version,
      PeopleReader people,
      ServiceLevelReader serviceLevels,
      ServerReader servers,
      References references,
      Map<String, String> products,
      boolean isOnly) {}

  ObjectReader(Shared shared, Node object, String product, Reading reading) {
    this.shared = shared;
    this.object = object;
    this.product = product;
    this.reading = reading;
    this.rules = new RuleDrafts(product, reading);
  }

  /** The contract, or nothing where what the document says makes none, which is then told. */
  Optional<Contract> read(ContractReader reader) {
    reading.label(object.place(), Labels.product(product));
    usual("physicalType", "table");
    usual("logicalType", "object");
    Keys contract = contract();
    Keys schema = new Keys(object.place());
    shared.servers().read(schema, product, shared.isOnly());
    List<Keys> fields = fields();
    schema.texts("partitioned_by", partitions());
    contract.put("schema", schema);
    CustomKeys.read(object).forEach(custom -> contract.putAt(custom.path(), custom.value()));
    if (!contract.has("transform")) {
      reading.tell(OdcsDiagnostics.noTransform(object.place(), product));
    }
    return checked(contract, fields, reader);
  }

  /** What every object is needs no word. */
  private void usual(String key, String value) {
    object
        .peek(key)
        .flatMap(Tree::text)
        .filter(value::equalsIgnoreCase)
        .ifPresent(text -> object.find(key));
  }

  /** Reads the contract as its reader would, without the rules that it refuses. */
  private Optional<Contract> checked(Keys contract, List<Keys> fields, ContractReader reader) {
    while (true) {
      try {
        LoadedContract loaded = reader.read(withRules(contract, fields));
        loaded.warnings().forEach(reading::tell);
        return Optional.of(loaded.contract());
      } catch (InvalidContractException e) {
        if (!rules.drop(e.diagnostics())) {
          e.diagnostics().stream()
              .filter(problem -> problem.level() == Diagnostic.Level.ERROR)
              .forEach(reading::tell);
          return Optional.empty();
        }
      }
    }
  }

  private YamlNode withRules(Keys contract, List<Keys> fields) {
    Keys whole = Keys.of(contract.mapping());
    List<YamlNode> nodes = new ArrayList<>();
    for (Keys field : fields) {
      Keys full = Keys.of(field.mapping());
      List<String> order = order(full, CONSTRAINT_ORDER);
      String name = full.find("name").flatMap(Tree::text).orElseThrow();
      nodes.add(full.list("constraints", rules.constraints(name, order)).mapping());
    }
    whole.putAt(List.of("schema", "fields"), Tree.list(object.placeOf("properties"), nodes));
    List<YamlNode> checks = rules.checks(order(whole, CHECK_ORDER));
    if (!checks.isEmpty()) {
      whole.putAt(List.of("sla", "quality_checks"), Tree.list(object.place(), checks));
    }
    return whole.mapping();
  }

  private static List<String> order(Keys owner, String key) {
    return owner.take(key).map(Tree::items).orElse(List.of()).stream()
        .flatMap(name -> Tree.text(name).stream())
        .toList();
  }

  private Keys contract() {
    Keys contract =
        new Keys(object.placeOf("name"))
            .text("name", product)
            .text("version", shared.version())
            .text("domain", shared.domain())
            .put("owner", shared.people().owner())
            .text("description", description());
    contract.put("access", shared.people().access());
    contract.put("sla", serviceLevel(contract));
    return contract;
  }

  private Keys serviceLevel(Keys contract) {
    Set<String> names =
        shared.products().entrySet().stream()
            .filter(entry -> entry.getValue().equals(product))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    object.peek("physicalName").flatMap(Tree::text).ifPresent(names::add);
    Set<String> fields =
        Tree.items(object.mapping(), "properties").stream()
            .flatMap(property -> Tree.text(property, "name").stream())
            .collect(Collectors.toSet());
    Keys sla = new Keys(object.place());
    shared.serviceLevels().read(contract, sla, product, names, fields, shared.isOnly());
    if (Tree.find(sla.mapping(), "completeness").isPresent()) {
      rules.reserve(Contract.SLA_COMPLETENESS);
    }
    return sla;
  }

  /** What an object says of itself, or else what the document is for. */
  private Optional<String> description() {
    return object
        .value("description")
        .or(
            () ->
                shared
                    .document()
                    .node("description")
                    .flatMap(description -> description.value("purpose")));
  }

  private List<Keys> fields() {
    List<Node> properties = object.nodes("properties");
    if (properties.stream().anyMatch(property -> isTrue(property, "primaryKey"))) {
      rules.reserve(Contract.PRIMARY_KEY);
    }
    tellKeyOrder(properties);
    Set<String> others =
        shared.products().keySet().stream()
            .filter(name -> name.matches("\\w+"))
            .filter(name -> !shared.products().get(name).equals(product))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    QualityReader quality = new QualityReader(rules, others, reading);
    PropertyReader reader = new PropertyReader(rules, quality, shared.references(), reading);
    List<Keys> fields = new ArrayList<>();
    properties.forEach(property -> reader.read(property).ifPresent(fields::add));
    shared.references().readObject(object, rules);
    quality.read(object, Optional.empty());
    return fields;
  }

  private void tellKeyOrder(List<Node> properties) {
    List<Node> keys =
        properties.stream().filter(property -> isTrue(property, "primaryKey")).toList();
    List<Node> sorted = keys.stream().sorted(byPosition("primaryKeyPosition")).toList();
    if (!keys.equals(sorted)) {
      reading.tell(OdcsDiagnostics.keyOrder(keys.get(0).placeOf("primaryKeyPosition")));
    }
  }

  private List<String> partitions() {
    return object.nodes("properties").stream()
        .filter(property -> isTrue(property, "partitioned"))
        .sorted(byPosition("partitionKeyPosition"))
        .flatMap(property -> property.peek("name").flatMap(Tree::text).stream())
        .map(String::strip)
        .toList();
  }

  private static Comparator<Node> byPosition(String key) {
    return Comparator.comparing(
        property ->
            property
                .peek(key)
                .flatMap(Tree::text)
                .flatMap(Numbers::find)
                .filter(position -> position.signum() >= 0)
                .orElse(BigDecimal.valueOf(Integer.MAX_VALUE)));
  }

  private static boolean isTrue(Node property, String key) {
    return property.peek(key).flatMap(Tree::text).filter("true"::equalsIgnoreCase).isPresent();
  }
}
