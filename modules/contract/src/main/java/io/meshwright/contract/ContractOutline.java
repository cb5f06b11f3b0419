package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which keys a contract's file has, and where: for whoever has something to say about a place in
 * the file after it was read. The keys of shared definitions are there as well, at the fields that
 * refer to them.
 *
 * @param entries from top to bottom
 */
public record ContractOutline(Path file, List<Entry> entries) {

  /**
   * A key or an item of a list.
   *
   * @param path the keys that lead to it, and for an item of a list its position from 0
   * @param text its value if it is a single one
   */
  public record Entry(List<String> path, Optional<String> text, int line, int column) {

    public Entry {
      path = List.copyOf(path);
      requireNonNull(text, "text");
    }

    /** Says whether it is an item of a list, and no key. */
    public boolean isItem() {
      return path.get(path.size() - 1).matches("\\d+");
    }

    /** The path without positions: {@code schema.fields.is_pii}. */
    public String keys() {
      return String.join(".", path.stream().filter(part -> !part.matches("\\d+")).toList());
    }
  }

  public ContractOutline {
    requireNonNull(file, "file");
    entries = List.copyOf(entries);
  }

  /**
   * Reads the outline of a contract's file.
   *
   * @throws InvalidContractException with the one reason why it cannot be read, or is no YAML
   */
  public static ContractOutline read(Path file) {
    List<Diagnostic> toldByReader = new ArrayList<>();
    Definitions definitions =
        new Definitions(SqlSyntax.UNCHECKED, Optional.of(Neighbours.ON_DISK), toldByReader);
    return YamlParser.parse(file, ContractReader.text(file), toldByReader)
        .map(definitions::complete)
        .map(root -> of(file, root))
        .orElseGet(() -> new ContractOutline(file, List.of()));
  }

  /** The outline of a tree to which shared definitions were added. */
  static ContractOutline of(Path file, YamlNode root) {
    List<Entry> entries = new ArrayList<>();
    collect(root, root.place(), List.of(), entries);
    return new ContractOutline(file, entries);
  }

  /** The entry at this path, or else the nearest part around it. */
  public Optional<Entry> findNearest(String... path) {
    List<String> part = List.of(path);
    while (!part.isEmpty()) {
      Optional<Entry> found = find(part);
      if (found.isPresent()) {
        return found;
      }
      part = part.subList(0, part.size() - 1);
    }
    return Optional.empty();
  }

  /**
   * The key {@code key} that has this text below a part of the file, such as the name of a rule.
   */
  public Optional<Entry> findText(String keys, String text) {
    return entries.stream()
        .filter(entry -> entry.keys().equals(keys) && entry.text().equals(Optional.of(text)))
        .findFirst();
  }

  private Optional<Entry> find(List<String> path) {
    return entries.stream().filter(entry -> entry.path().equals(path)).findFirst();
  }

  private static void collect(YamlNode node, Place around, List<String> path, List<Entry> entries) {
    if (node instanceof YamlNode.Mapping mapping) {
      for (YamlNode.Entry entry : mapping.entries()) {
        add(path, entry.key(), inFile(entry.place(), around), entry.value(), entries);
      }
    } else if (node instanceof YamlNode.Items items) {
      for (int index = 0; index < items.nodes().size(); index++) {
        YamlNode item = items.nodes().get(index);
        add(path, Integer.toString(index), inFile(item.place(), around), item, entries);
      }
    }
  }

  /** What stands in another file is found at the part of this one that refers to it. */
  private static Place inFile(Place place, Place around) {
    return place.file().equals(around.file()) ? place : around;
  }

  private static void add(
      List<String> path, String last, Place place, YamlNode value, List<Entry> entries) {
    List<String> inside = CanonicalPaths.append(path, last);
    Optional<String> text =
        value instanceof YamlNode.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
    entries.add(new Entry(inside, text, place.line(), place.column()));
    collect(value, place, inside, entries);
  }
}
