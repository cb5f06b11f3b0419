package io.meshwright.contract.export;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import io.meshwright.contract.YamlParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A contract and the file it stands in, so that an export can say what it leaves out, and where.
 */
public record ContractSource(Contract contract, Path file, Optional<YamlNode> tree) {

  public ContractSource {
    requireNonNull(contract, "contract");
    requireNonNull(file, "file");
    requireNonNull(tree, "tree");
  }

  /** A contract and the text of its file, from which it was read. */
  public static ContractSource of(Contract contract, Path file, String text) {
    return new ContractSource(contract, file, tree(file, text));
  }

  /** A contract from no file; notices stand at the start of {@code nameForMessages}. */
  public static ContractSource of(Contract contract, Path nameForMessages) {
    return new ContractSource(contract, nameForMessages, Optional.empty());
  }

  /** A notice about the key at the end of {@code path}, or about the last of its keys there is. */
  public Diagnostic notice(List<String> path, String problem, String fix) {
    Place place = Place.startOf(file);
    Optional<YamlNode> node = tree;
    for (String key : path) {
      Optional<Found> found = node.flatMap(parent -> find(parent, key));
      if (found.isEmpty()) {
        break;
      }
      place = found.get().place();
      node = Optional.of(found.get().node());
    }
    return place.tell(Diagnostic.Level.NOTICE, problem, fix);
  }

  /** A notice about a quality check, which may stand at the top or under {@code sla}. */
  public Diagnostic checkNotice(String check, String problem, String fix) {
    boolean isUnderSla =
        tree.flatMap(root -> find(root, "sla"))
            .flatMap(sla -> find(sla.node(), "quality_checks"))
            .flatMap(checks -> find(checks.node(), check))
            .isPresent();
    return notice(
        isUnderSla ? List.of("sla", "quality_checks", check) : List.of("quality_checks", check),
        problem,
        fix);
  }

  private record Found(Place place, YamlNode node) {}

  /** The entry of a key, or the item of a list that has the key or is called so. */
  private static Optional<Found> find(YamlNode parent, String key) {
    if (parent instanceof YamlNode.Mapping mapping) {
      return mapping.entries().stream()
          .filter(entry -> entry.key().equals(key))
          .findFirst()
          .map(entry -> new Found(entry.place(), entry.value()));
    }
    if (!(parent instanceof YamlNode.Items items)) {
      return Optional.empty();
    }

    return items.nodes().stream()
        .filter(item -> isCalled(item, key) || find(item, key).isPresent())
        .findFirst()
        .map(item -> new Found(item.place(), item));
  }

  private static boolean isCalled(YamlNode node, String name) {
    return node instanceof YamlNode.Scalar scalar
        ? scalar.text().equals(name)
        : node instanceof YamlNode.Mapping mapping
            && mapping.entries().stream()
                .anyMatch(
                    entry ->
                        entry.key().equals("name")
                            && entry.value() instanceof YamlNode.Scalar value
                            && value.text().equals(name));
  }

  private static Optional<YamlNode> tree(Path file, String text) {
    try {
      return YamlParser.parse(file, text, new ArrayList<>());
    } catch (InvalidContractException e) {
      return Optional.empty();
    }
  }
}
