package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Place;
import io.meshwright.contract.Severity;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One rule of a policy.
 *
 * @param name unique in its policy; the requirement's kind unless the policy gives one
 * @param stages when it is evaluated
 * @param place where its policy says so; empty where no file does
 */
record PolicyRule(
    String name,
    Requirement requirement,
    Severity severity,
    Set<Stage> stages,
    Optional<Place> place) {

  static final Set<Stage> ALL_STAGES = Set.of(Stage.values());

  PolicyRule {
    requireNonNull(name, "name");
    requireNonNull(requirement, "requirement");
    requireNonNull(severity, "severity");
    stages = Set.copyOf(stages);
    requireNonNull(place, "place");
  }

  /** A rule named for what it asks, of that kind's severity, at every stage. */
  static PolicyRule of(Requirement requirement, Place place) {
    return new PolicyRule(
        requirement.kind(), requirement, requirement.severity(), ALL_STAGES, Optional.of(place));
  }

  PolicyRule withName(String other) {
    return new PolicyRule(other, requirement, severity, stages, place);
  }

  /** Says whether whoever keeps this keeps {@code other}, which asks for the same kind of thing. */
  boolean isAtLeast(PolicyRule other) {
    return severity.compareTo(other.severity) >= 0
        && stages.containsAll(other.stages)
        && requirement.isAtLeast(other.requirement);
  }

  /** All that it says, in a form that does not depend on where it is written. */
  String canonical() {
    return "%s %s %s %s".formatted(name, severity, new TreeSet<>(stages), requirement);
  }
}
