package io.meshwright.governance.compliance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Contract;
import io.meshwright.governance.Evaluation;
import java.util.Optional;

/** A product and what is known of how it keeps the policies. */
public sealed interface Assessed {

  /** It was evaluated. */
  record Evaluated(Contract contract, Evaluation evaluation) implements Assessed {
    public Evaluated {
      requireNonNull(contract, "contract");
      requireNonNull(evaluation, "evaluation");
    }
  }

  /**
   * It was not.
   *
   * @param name the product's, or its file's if not even that is known
   * @param domain empty if it is not known
   */
  record NotEvaluated(String name, Optional<String> domain, String reason) implements Assessed {
    public NotEvaluated {
      requireNonNull(name, "name");
      requireNonNull(domain, "domain");
      requireNonNull(reason, "reason");
    }
  }
}
