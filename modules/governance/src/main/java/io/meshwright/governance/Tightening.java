package io.meshwright.governance;

import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Diagnostic.Level;
import io.meshwright.contract.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rules of domains that stand in the place of global ones of the same policy and name. They may ask
 * for more.
 */
final class Tightening {

  private Tightening() {}

  /** What is said of rules that ask for less than the global ones whose place they take. */
  static List<Diagnostic> problems(List<Policy> policies) {
    List<Diagnostic> problems = new ArrayList<>();
    for (Policy own : policies) {
      if (!own.scope().isGlobal()) {
        policies.stream()
            .filter(global -> global.scope().isGlobal() && global.name().equals(own.name()))
            .forEach(global -> problems(own, global).forEach(problems::add));
      }
    }
    return problems;
  }

  private static Stream<Diagnostic> problems(Policy own, Policy global) {
    return own.rules().stream()
        .flatMap(
            rule ->
                find(global, rule.name())
                    .filter(
                        theirs ->
                            !rule.isAtLeast(theirs) || !own.effect().isAtLeast(global.effect()))
                    .map(theirs -> problem(own, rule, global, theirs))
                    .stream());
  }

  private static Optional<PolicyRule> find(Policy policy, String name) {
    return policy.rules().stream().filter(rule -> rule.name().equals(name)).findFirst();
  }

  private static Diagnostic problem(Policy own, PolicyRule rule, Policy global, PolicyRule theirs) {
    Place place = rule.place().orElse(own.place());
    Place other = theirs.place().orElse(global.place());
    return new Diagnostic(
        place.file(),
        place.line(),
        place.column(),
        Level.ERROR,
        "rule '%s' of %s asks for less than the global one, or another thing"
            .formatted(own.idOf(rule), own.scope()),
        "ask for at least as much, as firmly and for as long as %s:%d:%d, or give the rule another"
                .formatted(other.file(), other.line(), other.column())
            + " name");
  }

  /** The policies about products of a domain, without the global rules that it has its own of. */
  static Stream<Policy> inForce(List<Policy> policies, String domain) {
    List<Policy> own =
        policies.stream().filter(policy -> policy.scope().equals(Scope.of(domain))).toList();
    return policies.stream()
        .filter(policy -> policy.scope().covers(domain))
        .map(
            policy ->
                policy.scope().isGlobal()
                    ? policy.without(
                        rule ->
                            own.stream()
                                .filter(theirs -> theirs.name().equals(policy.name()))
                                .anyMatch(theirs -> find(theirs, rule.name()).isPresent()))
                    : policy);
  }
}
