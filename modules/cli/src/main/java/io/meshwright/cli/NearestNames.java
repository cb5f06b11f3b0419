package io.meshwright.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses which of the known names was meant. */
final class NearestNames {

  private NearestNames() {}

  /**
   * The known names that contain {@code text}, or differ from it in at most a third of its letters,
   * the nearest first.
   */
  static List<String> of(String text, Collection<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    int most = Math.max(1, text.length() / 3);
    return known.stream()
        .filter(
            name ->
                StringUtils.containsIgnoreCase(name, text) || distance.apply(text, name) <= most)
        .sorted(Comparator.comparing(name -> distance.apply(text, name)))
        .toList();
  }
}
