package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.Optional;

/**
 * The notice that a major version of a product will end.
 *
 * @param sunsetOn the first day on which this major need not be readable any more, in UTC
 * @param replacement what consumers should read instead
 * @param migrationGuide a file beside the contract that says how to move
 */
public record Deprecation(
    LocalDate announcedOn,
    LocalDate sunsetOn,
    Optional<ProductReference> replacement,
    Optional<String> migrationGuide) {

  public Deprecation {
    requireNonNull(announcedOn, "announcedOn");
    requireNonNull(sunsetOn, "sunsetOn");
    requireNonNull(replacement, "replacement");
    requireNonNull(migrationGuide, "migrationGuide");
    if (sunsetOn.isBefore(announcedOn)) {
      throw new IllegalArgumentException(
          "Invalid deprecation from %s to %s: it ends before it is announced"
              .formatted(announcedOn, sunsetOn));
    }
  }
}
