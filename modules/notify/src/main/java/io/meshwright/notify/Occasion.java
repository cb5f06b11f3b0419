package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.SemanticVersion;
import java.time.Instant;
import java.util.Optional;

/**
 * When and by what an alert was found.
 *
 * @param version the contract's
 * @param runId empty where no run happened, as in a sweep over service levels
 */
public record Occasion(SemanticVersion version, Optional<String> runId, Instant at) {

  public Occasion {
    requireNonNull(version, "version");
    requireNonNull(runId, "runId");
    requireNonNull(at, "at");
  }

  @Override
  public String toString() {
    return "contract %s, %s%s"
        .formatted(version, runId.map(id -> "run " + id + ", ").orElse(""), at);
  }
}
