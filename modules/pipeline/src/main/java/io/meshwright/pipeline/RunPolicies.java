package io.meshwright.pipeline;

import io.meshwright.contract.ExitCode;
import io.meshwright.governance.Evaluation;
import io.meshwright.governance.PersonalDataFlow;
import io.meshwright.quality.MetricValue;
import io.meshwright.quality.RuleResult;
import java.util.List;
import java.util.Optional;

/** Holds one run to the policies of its environment, and has its report say what they found. */
final class RunPolicies {

  private Governance governance;
  private final RunRecorder recorder;

  RunPolicies(Governance governance, RunRecorder recorder) {
    this.governance = governance;
    this.recorder = recorder;
  }

  /**
   * Judges the contract, before data is read.
   *
   * @throws StageFailedException with {@link ExitCode#DENIED} that names everything that denies it
   */
  void requireContract() {
    List<Problem> denials = denials(governance.judgeContract());
    if (!denials.isEmpty()) {
      throw new StageFailedException(ExitCode.DENIED, denials);
    }
  }

  /** From now on, what the transform makes of personal data is known. */
  void know(List<PersonalDataFlow> flows) {
    governance = governance.knowing(flows);
  }

  /** What denies the run by what it measured; see {@link Validation.Judge}. */
  List<Problem> denials(
      List<RuleResult> results, List<MetricValue> measured, long transformed, long clean) {
    return denials(governance.judgeRun(results, measured, transformed, clean));
  }

  private List<Problem> denials(Optional<Evaluation> evaluation) {
    evaluation.ifPresent(recorder::policies);
    return evaluation.map(Governance::denials).orElse(List.of());
  }
}
