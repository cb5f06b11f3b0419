package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How the data of a product must be treated.
 *
 * @param dataCategory what the data is kept for, which selects the longest time it may be kept
 * @param subjectKey the field that says which person a row is about
 * @param purpose what personal data is used for
 */
public record Handling(
    Optional<Classification> classification,
    Optional<DataCategory> dataCategory,
    Optional<Integer> retentionDays,
    Optional<String> subjectKey,
    Optional<String> purpose,
    boolean encryptionEnabled,
    boolean auditLoggingEnabled) {

  public static final Handling UNSPECIFIED =
      new Handling(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          false);

  public Handling {
    requireNonNull(classification, "classification");
    requireNonNull(dataCategory, "dataCategory");
    requireNonNull(retentionDays, "retentionDays");
    requireNonNull(subjectKey, "subjectKey");
    requireNonNull(purpose, "purpose");
  }
}
