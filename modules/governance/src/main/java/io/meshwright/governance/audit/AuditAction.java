package io.meshwright.governance.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What was done. The words stand in logs that are kept for years: new ones come, none changes. */
public enum AuditAction {
  /** A version of a product became visible to its readers. */
  PUBLISHED,
  /** A run published nothing, because its rows broke the contract. */
  REJECTED,
  /** A policy or an access rule did not allow it. */
  DENIED,
  /** A policy was not kept, and a waiver let it pass. */
  WAIVER_USED,
  /** A key was opened, to protect columns or to read protected ones. */
  KEY_USED,
  /** A key was replaced by another. */
  KEY_ROTATED,
  /** Values under older keys of a product were encrypted anew. */
  REKEYED,
  /** A key was deleted for good, once nothing was under it. */
  KEY_DESTROYED,
  /** What is known of a subject was deleted, or made unreadable for good. */
  ERASED,
  /** Rows whose time was over were deleted. */
  RETAINED,
  /** Rows that had been set aside were thrown away. */
  PURGED,
  /** Data was read through the library. */
  READ,
  /** Something left the mesh as a file, such as this log itself. */
  EXPORTED,
  /** An append that was interrupted had left half an entry, which was cut off. */
  REPAIRED;

  /** The word of the log: {@code waiver_used}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The action of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static AuditAction parse(String word) {
    return Arrays.stream(values())
        .filter(action -> action.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Invalid action '%s': use one of %s".formatted(word, words())));
  }

  private static String words() {
    List<String> words = Arrays.stream(values()).map(AuditAction::word).toList();
    return String.join(", ", words);
  }
}
