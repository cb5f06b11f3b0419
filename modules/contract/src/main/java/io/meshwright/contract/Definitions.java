package io.meshwright.contract;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Completes the fields of a contract by the definitions that contracts of a domain share.
 *
 * <p>Works on the tree, so that a value keeps the place of the file it stands in, and whoever reads
 * the completed tree need not know of definitions. A key of the field wins over the same key of its
 * definition. A field whose definition cannot be had keeps its {@code definition}, so that the
 * reader does not miss what the definition would have said.
 */
final class Definitions {

  /** A small file that is referred to often must not become a large tree. */
  private static final int MOST_VALUES = 500_000;

  private final SqlSyntax sql;
  private final Optional<Neighbours> neighbours;
  private final List<Diagnostic> problems;

  private long values;

  Definitions(SqlSyntax sql, Optional<Neighbours> neighbours, List<Diagnostic> problems) {
    this.sql = sql;
    this.neighbours = neighbours;
    this.problems = problems;
  }

  /** The contract {@code root} with its fields completed. */
  YamlNode complete(YamlNode root) {
    List<YamlNode> fields =
        root
            .find("schema")
            .flatMap(schema -> schema.find("fields"))
            .map(Definitions::items)
            .stream()
            .flatMap(List::stream)
            .toList();
    Optional<YamlNode.Entry> named = findEntry(root, ContractKeys.DEFINITIONS);
    boolean used = fields.stream().anyMatch(Definitions::refers);
    if (named.isEmpty() && root instanceof YamlNode.Mapping contract) {
      contract
          .findEntry(ContractKeys.DEFINITIONS)
          .ifPresent(empty -> problems.add(Section.withoutValue(empty)));
    }
    if (named.isPresent() && !used) {
      problems.add(DefinitionDiagnostics.unused(named.get().place()));
    }
    if (named.isEmpty() && used) {
      fields.stream()
          .flatMap(field -> findEntry(field, ContractKeys.DEFINITION).stream())
          .forEach(entry -> problems.add(DefinitionDiagnostics.notNamed(entry.place())));
    }

    Optional<Map<String, Optional<YamlNode.Mapping>>> known =
        named.flatMap(entry -> read(entry, root));
    return used
        ? with(root, "schema", schema -> with(schema, "fields", list -> complete(list, known)))
        : root;
  }

  private static boolean refers(YamlNode field) {
    return findEntry(field, ContractKeys.DEFINITION).isPresent();
  }

  // The fields of the contract

  private YamlNode complete(
      YamlNode list, Optional<Map<String, Optional<YamlNode.Mapping>>> known) {
    return new YamlNode.Items(
        list.place(),
        items(list).stream().map(field -> refers(field) ? field(field, known) : field).toList());
  }

  private YamlNode field(YamlNode node, Optional<Map<String, Optional<YamlNode.Mapping>>> known) {
    YamlNode.Entry reference = findEntry(node, ContractKeys.DEFINITION).orElseThrow();
    Optional<Located<String>> name =
        Section.text(reference.value(), "'" + ContractKeys.DEFINITION + "'", problems);
    if (name.isPresent() && known.isPresent() && !known.get().containsKey(name.get().value())) {
      problems.add(DefinitionDiagnostics.unknown(name.get(), known.get().keySet()));
    }
    Optional<YamlNode.Mapping> definition =
        name.flatMap(text -> known.flatMap(all -> all.getOrDefault(text.value(), Optional.empty())))
            .filter(found -> fits(found, reference.place()));
    return merged((YamlNode.Mapping) node, reference, name, definition);
  }

  private YamlNode.Mapping merged(
      YamlNode.Mapping field,
      YamlNode.Entry reference,
      Optional<Located<String>> name,
      Optional<YamlNode.Mapping> definition) {
    Map<String, YamlNode.Entry> inherited = new LinkedHashMap<>();
    definition.ifPresent(found -> found.entries().forEach(e -> inherited.put(e.key(), e)));
    // Two fields of one name are told apart by where they refer, not by where that leads.
    name.ifPresent(
        text ->
            inherited.put(
                "name",
                new YamlNode.Entry(
                    reference.place(),
                    "name",
                    new YamlNode.Scalar(text.place(), text.value(), true))));

    List<YamlNode.Entry> entries = new ArrayList<>();
    for (YamlNode.Entry entry : field.entries()) {
      boolean empty = entry.value() instanceof YamlNode.Empty;
      if (empty && inherited.containsKey(entry.key())) {
        problems.add(Section.withoutValue(entry));
      } else if (!entry.equals(reference) || definition.isEmpty()) {
        entries.add(entry);
        inherited.remove(entry.key());
      }
    }
    entries.addAll(inherited.values());
    return new YamlNode.Mapping(field.place(), entries);
  }

  private boolean fits(YamlNode.Mapping definition, Place place) {
    boolean fitted = values <= MOST_VALUES;
    values += size(definition);
    if (fitted && values > MOST_VALUES) {
      problems.add(DefinitionDiagnostics.tooMuch(place, MOST_VALUES));
    }
    return values <= MOST_VALUES;
  }

  private static long size(YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return 1 + mapping.entries().stream().mapToLong(entry -> size(entry.value())).sum();
    }

    return 1 + items(node).stream().mapToLong(Definitions::size).sum();
  }

  // The file of definitions

  /** The definitions by name, without those that cannot be used; empty if nobody knows them. */
  private Optional<Map<String, Optional<YamlNode.Mapping>>> read(
      YamlNode.Entry named, YamlNode contract) {
    Optional<Located<String>> name =
        Section.text(named.value(), "'" + ContractKeys.DEFINITIONS + "'", problems);
    if (name.isPresent() && neighbours.isEmpty()) {
      problems.add(DefinitionDiagnostics.withoutFiles(name.get().place()));
      return Optional.empty();
    }

    return name.flatMap(this::findFile)
        .flatMap(file -> tree(name.orElseThrow(), file))
        .flatMap(root -> Section.of(root, "definitions", ContractKeys.DEFINITIONS_FILE, problems))
        .map(
            file -> {
              requireSameDomain(file, contract);
              return definitions(file);
            });
  }

  /**
   * The file, if its name keeps it in the domain's folder, which is the one above the product's.
   */
  private Optional<Path> findFile(Located<String> name) {
    try {
      Path path = Path.of(name.value()).normalize();
      boolean climbs = path.startsWith("../..") || path.equals(Path.of(".."));
      if (!path.isAbsolute() && !climbs && !name.value().isBlank()) {
        return Optional.of(name.place().file().resolveSibling(path).normalize());
      }
    } catch (InvalidPathException e) {
      // It cannot be inside the folder either.
    }
    problems.add(DefinitionDiagnostics.outside(name));
    return Optional.empty();
  }

  private Optional<YamlNode> tree(Located<String> name, Path file) {
    try {
      Optional<String> text = neighbours.orElseThrow().find(file);
      if (text.isEmpty()) {
        problems.add(DefinitionDiagnostics.missing(name, file));
        return Optional.empty();
      }
      Optional<YamlNode> root = YamlParser.parse(file, text.get(), problems);
      if (root.isEmpty()) {
        problems.add(DefinitionDiagnostics.empty(file));
      }
      return root;
    } catch (InvalidContractException e) {
      problems.addAll(e.diagnostics());
      return Optional.empty();
    }
  }

  private void requireSameDomain(Section file, YamlNode contract) {
    Optional<Located<String>> theirs = file.requireText("domain");
    Optional<String> ours =
        contract
            .find("domain")
            .filter(YamlNode.Scalar.class::isInstance)
            .map(domain -> ((YamlNode.Scalar) domain).text());
    if (theirs.isPresent() && ours.isPresent() && !theirs.get().value().equals(ours.get())) {
      problems.add(DefinitionDiagnostics.ofOtherDomain(theirs.get(), ours.get()));
    }
  }

  private Map<String, Optional<YamlNode.Mapping>> definitions(Section file) {
    Map<String, Optional<YamlNode.Mapping>> definitions = new LinkedHashMap<>();
    Map<String, Place> places = new HashMap<>();
    List<YamlNode> nodes = file.require("fields").isPresent() ? file.items("fields") : List.of();
    if (nodes.isEmpty() && file.has("fields")) {
      problems.add(DefinitionDiagnostics.noFields(file.placeOf("fields")));
    }
    for (YamlNode node : nodes) {
      int before = problems.size();
      Optional<Section> definition = definition(node);
      Optional<Located<String>> name = definition.flatMap(section -> section.requireText("name"));
      definition.ifPresent(section -> new SchemaReader(sql, problems).readDefinition(section));
      boolean usable = problems.stream().skip(before).noneMatch(Definitions::isError);
      if (name.isPresent()) {
        Place first =
            places.putIfAbsent(name.get().value().toLowerCase(Locale.ROOT), name.get().place());
        if (first != null) {
          problems.add(DefinitionDiagnostics.repeated(name.get(), first));
        }
        definitions.putIfAbsent(
            name.get().value(),
            usable ? Optional.of(given((YamlNode.Mapping) node)) : Optional.empty());
      }
    }
    return definitions;
  }

  /** A definition without the keys that it should not have, of which each is told. */
  private Optional<Section> definition(YamlNode node) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      return Section.of(node, "a definition", ContractKeys.SHARED_FIELD, problems);
    }

    List<YamlNode.Entry> entries = new ArrayList<>();
    for (YamlNode.Entry entry : mapping.entries()) {
      if (entry.key().equals(ContractKeys.DEFINITION)) {
        problems.add(DefinitionDiagnostics.nested(entry.place()));
      } else if (ContractKeys.OF_ONE_TABLE.contains(entry.key())) {
        problems.add(DefinitionDiagnostics.ofOneTable(entry.place(), entry.key()));
      } else {
        entries.add(entry);
      }
    }
    return Optional.of(
        Section.of(
                new YamlNode.Mapping(mapping.place(), entries), ContractKeys.SHARED_FIELD, problems)
            .knowing(ContractKeys.FIELD));
  }

  private static boolean isError(Diagnostic problem) {
    return problem.level() == Diagnostic.Level.ERROR;
  }

  /** Keys without a value were told of where they stand, and say nothing to who refers to them. */
  private static YamlNode.Mapping given(YamlNode.Mapping definition) {
    return new YamlNode.Mapping(
        definition.place(),
        definition.entries().stream()
            .filter(entry -> !(entry.value() instanceof YamlNode.Empty))
            .toList());
  }

  // Trees

  private static List<YamlNode> items(YamlNode node) {
    return node instanceof YamlNode.Items items ? items.nodes() : List.of();
  }

  /** A key that has a value. */
  private static Optional<YamlNode.Entry> findEntry(YamlNode node, String key) {
    return node instanceof YamlNode.Mapping mapping
        ? mapping.findEntry(key).filter(entry -> !(entry.value() instanceof YamlNode.Empty))
        : Optional.empty();
  }

  private static YamlNode with(YamlNode node, String key, UnaryOperator<YamlNode> change) {
    YamlNode.Mapping mapping = (YamlNode.Mapping) node;
    return new YamlNode.Mapping(
        mapping.place(),
        mapping.entries().stream()
            .map(
                entry ->
                    entry.key().equals(key)
                        ? new YamlNode.Entry(entry.place(), key, change.apply(entry.value()))
                        : entry)
            .toList());
  }
}
