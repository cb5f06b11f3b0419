package io.meshwright.contract.evolution;

import io.meshwright.contract.Written;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One value that two trees do not share: another one, or one that only one of them has. */
record Difference(ChangePath path, Optional<Written> before, Optional<Written> after) {

  /**
   * Every difference between two trees, in the order of the first; none if and only if they say the
   * same. The order of named things differs if those that both have stand in another order.
   */
  static List<Difference> between(Written.Keys before, Written.Keys after) {
    List<Difference> differences = new ArrayList<>();
    compare(ChangePath.ROOT, before, after, differences);
    return List.copyOf(differences);
  }

  private static void compare(
      ChangePath path, Written.Keys before, Written.Keys after, List<Difference> differences) {
    Set<String> keys = new LinkedHashSet<>(before.keys().keySet());
    keys.addAll(after.keys().keySet());
    for (String key : keys) {
      Optional<Written> old = Optional.ofNullable(before.keys().get(key));
      Optional<Written> young = Optional.ofNullable(after.keys().get(key));
      if (key.equals(ChangePath.ORDER)) {
        order(path, old, young, differences);
        continue;
      }

      Optional<Written> oldLeaf = old.filter(Difference::isLeaf);
      Optional<Written> youngLeaf = young.filter(Difference::isLeaf);
      if (!oldLeaf.equals(youngLeaf)) {
        differences.add(new Difference(path.child(key), oldLeaf, youngLeaf));
      }
      compare(path.child(key), keysOf(old), keysOf(young), differences);
    }
  }

  private static void order(
      ChangePath path,
      Optional<Written> before,
      Optional<Written> after,
      List<Difference> differences) {
    List<String> old = common(before, after);
    List<String> young = common(after, before);
    if (!old.equals(young)) {
      differences.add(
          new Difference(
              path.child(ChangePath.ORDER),
              Optional.of(Written.Items.of(old)),
              Optional.of(Written.Items.of(young))));
    }
  }

  private static List<String> common(Optional<Written> names, Optional<Written> others) {
    Set<String> known = Set.copyOf(texts(others));
    return texts(names).stream().filter(known::contains).toList();
  }

  private static List<String> texts(Optional<Written> names) {
    return names.map(list -> ((Written.Items) list).texts()).orElse(List.of());
  }

  private static boolean isLeaf(Written written) {
    return !(written instanceof Written.Keys keys) || keys.keys().isEmpty();
  }

  private static Written.Keys keysOf(Optional<Written> written) {
    return written.map(ContentTree::keysOf).orElse(Written.Keys.NONE);
  }
}
