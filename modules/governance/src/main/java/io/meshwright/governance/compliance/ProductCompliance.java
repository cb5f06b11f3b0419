package io.meshwright.governance.compliance;

import static java.util.Objects.requireNonNull;

import io.meshwright.governance.Evaluation;
import io.meshwright.governance.NotEvaluated;
import io.meshwright.governance.PolicyViolation;
import io.meshwright.governance.RuleId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a product keeps the policies.
 *
 * @param name the product's, or its file's if not even that is known
 * @param domain empty if it is not known
 * @param version of the contract that was evaluated
 * @param evaluatedRules every rule that was evaluated, in order
 * @param notEvaluated rules that could not be judged, in order; neither kept nor broken
 * @param kept how many of these are kept, without the help of a waiver
 * @param findings what is not kept, waived or not; the worst first
 * @param reason why it was not evaluated
 */
public record ProductCompliance(
    String name,
    Optional<String> domain,
    Optional<String> version,
    ComplianceStatus status,
    List<RuleId> evaluatedRules,
    List<NotEvaluated> notEvaluated,
    int kept,
    List<Finding> findings,
    Optional<String> reason) {

  public ProductCompliance {
    requireNonNull(name, "name");
    requireNonNull(domain, "domain");
    requireNonNull(version, "version");
    requireNonNull(status, "status");
    evaluatedRules = List.copyOf(evaluatedRules);
    notEvaluated = List.copyOf(notEvaluated);
    findings = List.copyOf(findings);
    requireNonNull(reason, "reason");
  }

  static ProductCompliance of(Assessed.NotEvaluated product) {
    return new ProductCompliance(
        product.name(),
        product.domain(),
        Optional.empty(),
        ComplianceStatus.NOT_EVALUATED,
        List.of(),
        List.of(),
        0,
        List.of(),
        Optional.of(product.reason()));
  }

  static ProductCompliance of(Assessed.Evaluated product, FirstSeen memory) {
    Evaluation evaluation = product.evaluation();
    List<Finding> findings =
        evaluation.violations().stream()
            .map(violation -> memory.finding(violation, evaluation.at()))
            .toList();
    long broken = evaluation.violations().stream().map(PolicyViolation::rule).distinct().count();
    int rules = evaluation.rules().size();
    boolean isKnown = rules > 0;
    return new ProductCompliance(
        evaluation.product().toString(),
        Optional.of(evaluation.product().domain()),
        Optional.of(evaluation.version().toString()),
        isKnown ? status(product) : ComplianceStatus.NOT_EVALUATED,
        evaluation.rules(),
        evaluation.notEvaluated(),
        rules - Math.min(rules, (int) broken),
        findings,
        isKnown ? Optional.empty() : Optional.of("no rule of any policy is about it"));
  }

  /** How many rules were evaluated. */
  public int rules() {
    return evaluatedRules.size();
  }

  /** The names of the policies that were evaluated, in order, each once. */
  public List<String> policies() {
    return evaluatedRules.stream().map(RuleId::policy).distinct().toList();
  }

  /** The kept rules in percent of those evaluated, rounded down; empty if none was. */
  public OptionalInt score() {
    return Tally.score(rules(), kept);
  }

  private static ComplianceStatus status(Assessed.Evaluated product) {
    List<PolicyViolation> violations = product.evaluation().violations();
    if (product.evaluation().isDenied()) {
      return ComplianceStatus.DENIED;
    }
    if (violations.stream().anyMatch(violation -> violation.waiver().isEmpty())) {
      return ComplianceStatus.VIOLATING;
    }

    return violations.isEmpty() ? ComplianceStatus.COMPLIANT : ComplianceStatus.WAIVED;
  }
}
