package io.meshwright.contract;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses which name was meant. */
final class NearestName {

  /** Files can be made so that there are very many names; a guess is not worth minutes. */
  private static final int MOST_CANDIDATES = 500;

  private static final int LONGEST = 100;

  private NearestName() {}

  /**
   * Finds the name of {@code known} that differs least from {@code name}, letter case aside; empty
   * if even that one differs in more than a third of its letters.
   */
  static Optional<String> find(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }

    String wanted = name.toLowerCase(Locale.ROOT);
    String nearest = "";
    int least = Math.max(1, name.length() / 3) + 1;
    for (String candidate : known.stream().limit(MOST_CANDIDATES).toList()) {
      if (Math.abs(candidate.length() - name.length()) < least) {
        int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
        if (distance < least) {
          least = distance;
          nearest = candidate;
        }
      }
    }
    return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
  }

  /** Levenshtein's: how many letters to insert, delete or replace. */
  static int distance(String left, String right) {
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replace = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + replace);
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
