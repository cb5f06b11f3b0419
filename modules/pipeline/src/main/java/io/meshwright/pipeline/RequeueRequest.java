package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * What is asked of a requeue.
 *
 * @param logicalDate the day its run is for, in UTC
 * @param selection which rows; of a file of edits, which of its rows may be meant
 */
public record RequeueRequest(
    LocalDate logicalDate, QuarantineSelection selection, Correction correction) {

  public RequeueRequest {
    requireNonNull(logicalDate, "logicalDate");
    requireNonNull(selection, "selection");
    requireNonNull(correction, "correction");
  }
}
