package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Place;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Rules that somebody made for everybody, or for one domain.
 *
 * @param name unique in its scope
 * @param version what its authors call this state of it
 * @param place where it is written
 */
record Policy(
    String name,
    Scope scope,
    Optional<String> version,
    Effect effect,
    List<PolicyRule> rules,
    Place place) {

  Policy {
    requireNonNull(name, "name");
    requireNonNull(scope, "scope");
    requireNonNull(version, "version");
    requireNonNull(effect, "effect");
    rules = List.copyOf(rules);
    requireNonNull(place, "place");
  }

  RuleId idOf(PolicyRule rule) {
    return new RuleId(name, rule.name(), scope);
  }

  /** The same without some of its rules. */
  Policy without(Predicate<PolicyRule> some) {
    return new Policy(
        name, scope, version, effect, rules.stream().filter(some.negate()).toList(), place);
  }

  /** What the rules of a kind ask for. */
  <R extends Requirement> Stream<R> requirements(Class<R> type) {
    return rules.stream().map(PolicyRule::requirement).filter(type::isInstance).map(type::cast);
  }

  /**
   * All that it says, in a form that depends neither on its place nor on the order of its rules.
   */
  String canonical() {
    return Stream.concat(
            Stream.of("%s %s %s %s".formatted(scope, name, version.orElse(""), effect)),
            rules.stream().map(PolicyRule::canonical).sorted())
        .reduce((left, right) -> left + "\n" + right)
        .orElseThrow();
  }
}
