package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How the data of a product must be treated.
 *
 * @param dataCategory what the data is kept for, which selects the longest time it may be kept
 * @param subjectKey the field that says which person a row is about
 * @param erasure how a person is erased
 * @param purpose what personal data is used for
 */
public record Handling(
    Optional<Classification> classification,
    Optional<DataCategory> dataCategory,
    Optional<Integer> retentionDays,
    Optional<String> subjectKey,
    Erasure erasure,
    Optional<String> purpose,
    boolean encryptionEnabled,
    boolean auditLoggingEnabled) {

  /** How a person is erased. */
  public enum Erasure {
    /** Rows are deleted; earlier versions hold them until they are vacuumed. */
    DELETE,
    /** The key of a person's encrypted values is destroyed: no version can be read any more. */
    SHRED
  }

  public static final Handling UNSPECIFIED =
      new Handling(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Erasure.DELETE,
          Optional.empty(),
          false,
          false);

  public Handling {
    requireNonNull(classification, "classification");
    requireNonNull(dataCategory, "dataCategory");
    requireNonNull(retentionDays, "retentionDays");
    requireNonNull(subjectKey, "subjectKey");
    requireNonNull(erasure, "erasure");
    requireNonNull(purpose, "purpose");
  }

  /** Says whether each person's values are encrypted with a key of that person. */
  public boolean shreds() {
    return erasure == Erasure.SHRED;
  }
}
