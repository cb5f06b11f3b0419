package io.meshwright.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds for every comment of a file its place in the canonical form of the same contract.
 *
 * <p>A comment on a line of its own belongs to the key or item that follows it, one behind a value
 * to the key or item of its line. Where the canonical form does not have that key, the comment goes
 * above the part it was in, or above the next part that is there. None is lost.
 */
final class CommentPlaces {

  /**
   * A key or item of the file.
   *
   * @param block whether it is an item of a list whose first key stands beside the dash
   */
  private record Spot(int line, List<String> path, boolean block) {}

  private final List<Spot> spots = new ArrayList<>();
  private final Map<List<String>, Boolean> canonical;
  private final CanonicalPaths paths;

  private CommentPlaces(YamlNode root, Map<String, Object> tree) {
    this.paths = new CanonicalPaths(root);
    this.canonical = CanonicalPaths.of(tree);
    collect(root, List.of());
  }

  /** Places {@code comments} of the file {@code root} in the canonical {@code tree}. */
  static Comments of(List<YamlComments.Comment> comments, YamlNode root, Map<String, Object> tree) {
    CommentPlaces places = new CommentPlaces(root, tree);
    Comments placed = Comments.none();
    comments.forEach(comment -> places.place(comment, placed));
    return placed;
  }

  private void place(YamlComments.Comment comment, Comments placed) {
    Optional<List<String>> beside =
        comment.ownLine() ? Optional.empty() : besidePath(comment.line());
    if (beside.isPresent() && canonical.getOrDefault(beside.get(), false)) {
      placed.putBeside(beside.get(), comment.text());
      return;
    }
    if (beside.isEmpty() && comment.line() < spots.get(0).line()) {
      placed.addHead(comment.text());
      return;
    }

    Stream<List<String>> candidates =
        Stream.concat(
            beside.stream(),
            spots.stream()
                .filter(spot -> spot.line() > comment.line())
                .map(spot -> paths.canonical(spot.path())));
    candidates
        .flatMap(path -> findSurviving(path).stream())
        .findFirst()
        .ifPresentOrElse(
            path -> placed.addAbove(path, comment.text()), () -> placed.addFoot(comment.text()));
  }

  private Optional<List<String>> besidePath(int line) {
    List<Spot> onLine = spots.stream().filter(spot -> spot.line() == line).toList();
    return onLine.stream()
        .filter(spot -> !spot.block() || onLine.size() == 1)
        .findFirst()
        .map(spot -> paths.canonical(spot.path()));
  }

  /** The path itself, or the innermost part around it that is there. */
  private Optional<List<String>> findSurviving(List<String> path) {
    List<String> part = path;
    while (!part.isEmpty() && !canonical.containsKey(part)) {
      part = part.subList(0, part.size() - 1);
    }
    return Optional.of(part).filter(found -> !found.isEmpty());
  }

  private void collect(YamlNode node, List<String> path) {
    if (node instanceof YamlNode.Mapping mapping) {
      for (YamlNode.Entry entry : mapping.entries()) {
        List<String> inside = CanonicalPaths.append(path, entry.key());
        spots.add(new Spot(entry.place().line(), inside, false));
        collect(entry.value(), inside);
      }
    } else if (node instanceof YamlNode.Items items) {
      for (int index = 0; index < items.nodes().size(); index++) {
        YamlNode item = items.nodes().get(index);
        List<String> inside = CanonicalPaths.append(path, Integer.toString(index));
        spots.add(new Spot(item.place().line(), inside, startsWithKey(item)));
        collect(item, inside);
      }
    }
  }

  /** In block style a mapping starts where its first key does; in braces it starts before. */
  private static boolean startsWithKey(YamlNode item) {
    return item instanceof YamlNode.Mapping mapping
        && !mapping.entries().isEmpty()
        && mapping.entries().get(0).place().equals(mapping.place());
  }
}
