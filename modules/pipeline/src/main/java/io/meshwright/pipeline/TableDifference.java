package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One thing in which a table is not as its contract says.
 *
 * @param difference goes on after the name of the table, such as {@code has no column 'note'}
 * @param stopsRuns whether rows of the contract do not fit in, or less is held than it promises
 * @param steps what Delta can do about it in place
 * @param wayOut what to do where it can do nothing; if present there are no steps
 */
record TableDifference(
    String difference, boolean stopsRuns, List<MigrationStep> steps, Optional<String> wayOut) {

  TableDifference {
    requireNonNull(difference, "difference");
    steps = List.copyOf(steps);
    requireNonNull(wayOut, "wayOut");
    if (steps.isEmpty() != wayOut.isPresent()) {
      throw new IllegalArgumentException(
          "Invalid difference '%s': it needs either steps or a way out".formatted(difference));
    }
  }

  /** One that Delta can mend in place. */
  static TableDifference of(String difference, MigrationStep... steps) {
    return new TableDifference(difference, true, List.of(steps), Optional.empty());
  }

  /** One that no run minds. */
  static TableDifference inWords(String difference, MigrationStep step) {
    return new TableDifference(difference, false, List.of(step), Optional.empty());
  }

  /** One that Delta cannot mend in place. */
  static TableDifference refused(String difference, String wayOut) {
    return new TableDifference(difference, true, List.of(), Optional.of(wayOut));
  }
}
