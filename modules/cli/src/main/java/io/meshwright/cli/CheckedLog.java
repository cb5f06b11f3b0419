package io.meshwright.cli;

import io.meshwright.contract.ExitCode;
import io.meshwright.governance.audit.AuditHead;
import io.meshwright.governance.audit.AuditLog;
import io.meshwright.governance.audit.Verification;
import io.meshwright.governance.audit.Verification.Broken;
import io.meshwright.governance.audit.Verification.Intact;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Problem;
import io.meshwright.pipeline.StageFailedException;
import java.time.Clock;
import java.util.List;

/** An audit log that has entries, of which every one is as it was written. */
record CheckedLog(AuditLog log, AuditHead head) {

  /**
   * Checks the log of {@code options}.
   *
   * @throws StageFailedException if it is broken, interrupted or empty
   */
  static CheckedLog of(AuditOptions options, Environment environment, Clock clock) {
    AuditLog log = options.open(environment, clock);
    Verification verification = log.verify(List.of());
    if (verification instanceof Intact intact && intact.head().seq() > 0) {
      return new CheckedLog(log, intact.head());
    }

    throw new StageFailedException(
        verification instanceof Broken ? ExitCode.REJECTED : ExitCode.UNMEASURED,
        List.of(
            new Problem(
                "Cannot vouch for %s: %s"
                    .formatted(
                        options.file(environment),
                        AuditOptions.findProblem(verification).orElse("it has no entry")),
                "run 'mesh audit verify'")));
  }
}
