package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ContractOutline;
import io.meshwright.contract.Place;
import io.meshwright.contract.Schema;
import io.meshwright.contract.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Judges products by a set of policies. Keeps nothing between products, and may be shared. */
public final class PolicyEngine {

  private static final Comparator<PolicyViolation> WORST_FIRST =
      Comparator.comparing(PolicyViolation::severity)
          .reversed()
          .thenComparing(PolicyViolation::rule)
          .thenComparing(PolicyViolation::path);

  private final PolicySet policies;
  private final Waivers waivers;

  public PolicyEngine(PolicySet policies, Waivers waivers) {
    this.policies = requireNonNull(policies, "policies");
    this.waivers = requireNonNull(waivers, "waivers");
  }

  /**
   * Evaluates every rule about the product that is in force now and belongs to this stage. A rule
   * that cannot be evaluated is a violation that denies, whatever its policy's enforcement.
   */
  public Evaluation evaluate(Subject subject, Stage stage, Instant now) {
    String domain = subject.contract().name().domain();
    Facts facts =
        new Facts(subject, stage, now, policies.organization(), policies.leastDays(domain));
    List<RuleId> rules = new ArrayList<>();
    List<PolicyViolation> violations = new ArrayList<>();
    List<NotEvaluated> notEvaluated = new ArrayList<>();
    policies
        .of(domain)
        .filter(policy -> policy.effect().holdsOn(facts.today()))
        .forEach(policy -> evaluate(policy, facts, rules, violations, notEvaluated));
    return new Evaluation(
        subject.contract().name(),
        subject.contract().version(),
        stage,
        policies.hash(),
        now,
        rules.stream().sorted().toList(),
        violations.stream().sorted(WORST_FIRST).toList(),
        notEvaluated.stream().sorted().toList());
  }

  private void evaluate(
      Policy policy,
      Facts facts,
      List<RuleId> rules,
      List<PolicyViolation> violations,
      List<NotEvaluated> notEvaluated) {
    for (PolicyRule rule : policy.rules()) {
      if (!rule.stages().contains(facts.stage())) {
        continue;
      }
      Optional<String> gap = rule.requirement().findGap(facts);
      gap.ifPresent(reason -> notEvaluated.add(new NotEvaluated(policy.idOf(rule), reason)));
      if (gap.isEmpty() && rule.requirement().appliesTo(facts)) {
        rules.add(policy.idOf(rule));
        evaluate(policy, rule, facts).stream()
            .map(violation -> waived(violation, facts))
            .forEach(violations::add);
      }
    }
  }

  private static List<PolicyViolation> evaluate(Policy policy, PolicyRule rule, Facts facts) {
    RuleId id = policy.idOf(rule);
    try {
      return rule.requirement().check(facts).stream()
          .map(
              breach ->
                  violation(id, rule.severity(), policy.effect().enforcement(), breach, facts))
          .toList();
    } catch (EvaluationException e) {
      Severity severity =
          rule.severity().compareTo(Severity.ERROR) > 0 ? rule.severity() : Severity.ERROR;
      Breach breach =
          new Breach(
              List.of(),
              "the rule could not be evaluated: " + e.getMessage(),
              "a rule that can be evaluated",
              "no answer",
              e.fix());
      return List.of(violation(id, severity, Enforcement.BLOCK, breach, facts));
    }
  }

  private static PolicyViolation violation(
      RuleId rule, Severity severity, Enforcement enforcement, Breach breach, Facts facts) {
    return new PolicyViolation(
        rule,
        severity,
        enforcement,
        facts.contract().name(),
        breach,
        facts.subject().outline().flatMap(outline -> place(outline, facts, breach.path())),
        Optional.empty());
  }

  private PolicyViolation waived(PolicyViolation violation, Facts facts) {
    return waivers.find(violation, facts.today()).map(violation::withWaiver).orElse(violation);
  }

  /**
   * The file counts fields where a path names them. What it does not have is missing at its top.
   */
  private static Optional<Place> place(ContractOutline outline, Facts facts, List<String> path) {
    List<String> counted = new ArrayList<>(path);
    Schema schema = facts.contract().schema();
    if (path.size() > 2 && path.get(1).equals("fields")) {
      schema
          .findField(path.get(2))
          .map(field -> Integer.toString(schema.fields().indexOf(field)))
          .ifPresent(index -> counted.set(2, index));
    }
    return outline
        .findNearest(counted.toArray(String[]::new))
        .map(entry -> new Place(outline.file(), entry.line(), entry.column()))
        .or(() -> Optional.of(Place.startOf(outline.file())));
  }
}
