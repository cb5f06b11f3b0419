package io.meshwright.benchmark;

import io.meshwright.contract.ExitCode;
import io.meshwright.pipeline.Problem;
import io.meshwright.pipeline.StageFailedException;
import java.util.List;

/** Makes the failure of a benchmark that has no figure to give. */
final class NotMeasured {

  private NotMeasured() {}

  static StageFailedException because(String reason, String fix) {
    return new StageFailedException(
        ExitCode.UNMEASURED, List.of(new Problem("Cannot measure: " + reason, fix)));
  }
}
