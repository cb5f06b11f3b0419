package io.meshwright.governance;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.meshwright.contract.DataCategory;
import io.meshwright.contract.Severity;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How long rows may be kept, or have to be. Whether a contract says it at all is another rule. */
sealed interface Retention extends Requirement {

  /**
   * The longest time by what the data is kept for. Data of no category is held to the one that
   * products of a mesh have, {@link DataCategory#ANALYTICAL}. What a law wants kept for longer may
   * be.
   */
  record Maximum(Map<DataCategory, Integer> days) implements Retention {

    public Maximum {
      days = Collections.unmodifiableMap(new EnumMap<>(days));
    }

    @Override
    public String kind() {
      return "retention_maximum";
    }

    @Override
    public List<Breach> check(Facts facts) {
      Optional<DataCategory> declared = facts.contract().handling().dataCategory();
      DataCategory category = declared.orElse(DataCategory.ANALYTICAL);
      Integer most =
          days.containsKey(category)
              ? (Integer) Math.max(days.get(category), facts.leastDays().orElse(0))
              : null;
      return keptDays(facts)
          .filter(kept -> most != null && kept > most)
          .map(
              kept ->
                  new Breach(
                      List.of("retention_days"),
                      "Rows are kept longer than %s data may be".formatted(word(category)),
                      "at most %d days".formatted(most),
                      "%d days".formatted(kept),
                      declared.isPresent()
                          ? "lower retention_days"
                          : "lower retention_days, or say data_category if it is another one"))
          .stream()
          .toList();
    }

    @Override
    public boolean isAtLeast(Requirement other) {
      return other instanceof Maximum theirs
          && theirs.days.entrySet().stream()
              .allMatch(
                  limit ->
                      days.containsKey(limit.getKey())
                          && days.get(limit.getKey()) <= limit.getValue());
    }

    @Override
    public String toString() {
      return "retention_maximum "
          + Arrays.stream(DataCategory.values())
              .filter(days::containsKey)
              .map(category -> word(category) + "=" + days.get(category))
              .collect(joining(","));
    }
  }

  /** The shortest time, where a law asks for one. */
  record Minimum(int days, String reason) implements Retention {

    public Minimum {
      requireNonNull(reason, "reason");
    }

    @Override
    public String kind() {
      return "retention_minimum";
    }

    @Override
    public List<Breach> check(Facts facts) {
      return keptDays(facts)
          .filter(kept -> kept < days)
          .map(
              kept ->
                  new Breach(
                      List.of("retention_days"),
                      "Rows are deleted earlier than %s allows".formatted(reason),
                      "at least %d days".formatted(days),
                      "%d days".formatted(kept),
                      "raise retention_days"))
          .stream()
          .toList();
    }

    @Override
    public boolean isAtLeast(Requirement other) {
      return other instanceof Minimum theirs && days >= theirs.days;
    }
  }

  /** How long a table keeps the files of deleted rows. */
  record Trash(int days) implements Retention {

    @Override
    public String kind() {
      return "trash_days";
    }

    /** Only who looked at the table can tell. */
    @Override
    public boolean appliesTo(Facts facts) {
      return facts
          .subject()
          .run()
          .flatMap(run -> run.findMetric(MeasuredRun.TRASH_DAYS))
          .isPresent();
    }

    @Override
    public List<Breach> check(Facts facts) {
      int kept = facts.run().findMetric(MeasuredRun.TRASH_DAYS).orElseThrow().intValue();
      return kept == days
          ? List.of()
          : List.of(
              new Breach(
                  List.of("schema", "location"),
                  "The table keeps deleted rows for another time than the trash period",
                  "%d days".formatted(days),
                  "%d days".formatted(kept),
                  "set delta.deletedFileRetentionDuration to interval %d days".formatted(days)));
    }

    @Override
    public boolean isAtLeast(Requirement other) {
      return equals(other);
    }
  }

  @Override
  default Severity severity() {
    return Severity.ERROR;
  }

  private static Optional<Integer> keptDays(Facts facts) {
    return facts.contract().handling().retentionDays();
  }

  private static String word(DataCategory category) {
    return category.name().toLowerCase(Locale.ROOT);
  }
}
