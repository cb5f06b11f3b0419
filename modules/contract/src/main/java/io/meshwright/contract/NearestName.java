package io.meshwright.contract;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses which name was meant. */
public final class NearestName {

  /** Files can be made so that there are very many names; a guess is not worth minutes. */
  private static final int MOST_CANDIDATES = 500;

  private static final int LONGEST = 100;
  private static final int SHORTEST_START = 3;

  private NearestName() {}

  /**
   * Finds the name of {@code known} that differs least from {@code name}, letter case aside; empty
   * if even that one differs in more than a third of its letters, and none continues another.
   */
  public static Optional<String> find(String name, Collection<String> known) {
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
    return nearest.isEmpty() ? findLongerOrShorter(wanted, known) : Optional.of(nearest);
  }

  private static Optional<String> findLongerOrShorter(String wanted, Collection<String> known) {
    return known.stream()
        .limit(MOST_CANDIDATES)
        .filter(candidate -> Math.min(candidate.length(), wanted.length()) >= SHORTEST_START)
        .filter(
            candidate ->
                candidate.toLowerCase(Locale.ROOT).startsWith(wanted)
                    || wanted.startsWith(candidate.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** Levenshtein's, with neighbours swapped as one step: letters to add, drop, replace or swap. */
  static int distance(String left, String right) {
    int[][] steps = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : step(steps, left, right, i, j);
      }
    }
    return steps[left.length()][right.length()];
  }

  private static int step(int[][] steps, String left, String right, int i, int j) {
    boolean same = left.charAt(i - 1) == right.charAt(j - 1);
    int least = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
    least = Math.min(least, steps[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
  }
}
