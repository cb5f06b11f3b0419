package io.meshwright.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets several ways to do the same take turns, so that what slows the machine down slows all of
 * them. Every second round goes backwards: nobody always follows the same neighbour.
 */
final class Rounds {

  private Rounds() {}

  /** Lets one way have its turn; round 0 is to warm up. */
  @FunctionalInterface
  interface Turn<W> {
    Usage take(W way, int round) throws IOException;
  }

  /** Takes {@code counted} rounds after one to warm up, and returns what each way took in each. */
  static <W> Map<W, List<Usage>> alternate(List<W> ways, int counted, Turn<W> turn)
      throws IOException {
    Map<W, List<Usage>> taken = new LinkedHashMap<>();
    ways.forEach(way -> taken.put(way, new ArrayList<>()));
    for (int round = 0; round <= counted; round++) {
      List<W> order = new ArrayList<>(ways);
      if (round % 2 == 1) {
        Collections.reverse(order);
      }
      for (W way : order) {
        Usage usage = turn.take(way, round);
        if (round > 0) {
          taken.get(way).add(usage);
        }
      }
    }
    return taken;
  }
}
