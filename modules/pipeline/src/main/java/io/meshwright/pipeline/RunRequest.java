package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.RuleSelection;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What is asked of a pipeline: one run.
 *
 * @param logicalDate the day the run is for, in UTC
 * @param runId the run's name; by default a hash of product, contract, transform, logical date and
 *     input versions, so that the same run again is known and does nothing
 * @param attempt 1, or more to run again what was published and then rolled back
 * @param selection the rules to measure; a run that leaves some out says so, and is another run
 */
public record RunRequest(
    LocalDate logicalDate, Optional<String> runId, int attempt, RuleSelection selection) {

  public RunRequest {
    requireNonNull(logicalDate, "logicalDate");
    requireNonNull(runId, "runId");
    requireNonNull(selection, "selection");
    if (attempt < 1) {
      throw new IllegalArgumentException(
          "Invalid attempt %d: attempts count from 1".formatted(attempt));
    }
  }

  /** A run that measures every rule. */
  public RunRequest(LocalDate logicalDate, Optional<String> runId, int attempt) {
    this(logicalDate, runId, attempt, RuleSelection.ALL);
  }

  /** Returns this request with other rules to measure. */
  public RunRequest selecting(RuleSelection rules) {
    return new RunRequest(logicalDate, runId, attempt, rules);
  }

  public static RunRequest of(LocalDate logicalDate) {
    return new RunRequest(logicalDate, Optional.empty(), 1);
  }
}
