package io.meshwright.contract.evolution;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Deprecation;
import io.meshwright.contract.SemanticVersion;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * What consumers may expect of one major version of a product on a given day.
 *
 * @param until the first day on which it need not be readable; only of a deprecated one
 */
public record MajorState(Phase phase, Optional<LocalDate> until) {

  public enum Phase {
    /** Nothing is promised yet: a version below 1.0.0 or a pre-release. */
    BETA,
    CURRENT,
    /** Its end is announced; it is still readable. */
    DEPRECATED,
    /** Its sunset has come: it may be removed. */
    RETIRED
  }

  public MajorState {
    requireNonNull(phase, "phase");
    requireNonNull(until, "until");
    if ((phase == Phase.DEPRECATED) != until.isPresent()) {
      throw new IllegalArgumentException(
          "Invalid state %s until %s: a deprecated major has an end, and no other"
              .formatted(phase, until));
    }
  }

  /**
   * The state of a major on {@code day} in UTC, as the latest contract of that major tells it.
   *
   * <p>An announcement in the future changes nothing yet. On the day of the sunset it is retired.
   */
  public static MajorState of(Contract latest, LocalDate day) {
    return of(latest.version(), latest.deprecation(), day);
  }

  /** The same, of what a table says of its latest contract. */
  public static MajorState of(
      SemanticVersion latest, Optional<Deprecation> deprecation, LocalDate day) {
    Optional<Deprecation> announced =
        deprecation.filter(notice -> !notice.announcedOn().isAfter(day));
    if (announced.isPresent()) {
      LocalDate sunset = announced.get().sunsetOn();
      return sunset.isAfter(day)
          ? new MajorState(Phase.DEPRECATED, Optional.of(sunset))
          : new MajorState(Phase.RETIRED, Optional.empty());
    }

    return new MajorState(
        VersionStep.isBeta(latest) ? Phase.BETA : Phase.CURRENT, Optional.empty());
  }

  /** Says whether consumers may still read it. */
  public boolean isLive() {
    return phase != Phase.RETIRED;
  }

  /** Prints {@code current}, or {@code deprecated until 2024-06-15}. */
  @Override
  public String toString() {
    String word = phase.name().toLowerCase(Locale.ROOT);
    return until.map(day -> word + " until " + day).orElse(word);
  }
}
