package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** How the data of a product must be treated. */
public record Handling(
    Optional<Classification> classification,
    Optional<Integer> retentionDays,
    boolean encryptionEnabled,
    boolean auditLoggingEnabled) {

  public static final Handling UNSPECIFIED =
      new Handling(Optional.empty(), Optional.empty(), false, false);

  public Handling {
    requireNonNull(classification, "classification");
    requireNonNull(retentionDays, "retentionDays");
  }
}
