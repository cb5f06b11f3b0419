package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ProductName;
import io.meshwright.contract.SemanticVersion;
import java.time.Instant;
import java.util.List;

/**
 * What came of evaluating policies over one product.
 *
 * @param policySetHash which policies there were; see {@link PolicySet#hash()}
 * @param at when; effective dates, waivers and ages are judged by it
 * @param rules every rule that was evaluated, in order; without one, nothing is known
 * @param violations the worst first
 * @param notEvaluated rules that could not be judged, in order; not among {@code rules}
 */
public record Evaluation(
    ProductName product,
    SemanticVersion version,
    Stage stage,
    String policySetHash,
    Instant at,
    List<RuleId> rules,
    List<PolicyViolation> violations,
    List<NotEvaluated> notEvaluated) {

  public Evaluation {
    requireNonNull(product, "product");
    requireNonNull(version, "version");
    requireNonNull(stage, "stage");
    requireNonNull(policySetHash, "policySetHash");
    requireNonNull(at, "at");
    rules = List.copyOf(rules);
    violations = List.copyOf(violations);
    notEvaluated = List.copyOf(notEvaluated);
  }

  /** An evaluation of every rule that there is. */
  public Evaluation(
      ProductName product,
      SemanticVersion version,
      Stage stage,
      String policySetHash,
      Instant at,
      List<RuleId> rules,
      List<PolicyViolation> violations) {
    this(product, version, stage, policySetHash, at, rules, violations, List.of());
  }

  /** The names of the policies that were evaluated, in order, each once. */
  public List<String> policies() {
    return rules.stream().map(RuleId::policy).distinct().toList();
  }

  /** Says whether the product may not be published. */
  public boolean isDenied() {
    return violations.stream().anyMatch(PolicyViolation::denies);
  }
}
