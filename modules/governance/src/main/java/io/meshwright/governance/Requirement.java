package io.meshwright.governance;

import io.meshwright.contract.Severity;
import java.util.List;
import java.util.Optional;

/**
 * What a rule asks for. Equal by value, and {@code toString()} tells all of it: the hash of the
 * policies is made from that.
 */
interface Requirement {

  /** The key under which policies write it, such as {@code retention_maximum}. */
  String kind();

  /** How much it matters unless the policy says otherwise. */
  Severity severity();

  /** Says whether there is anything to judge; what is not judged is not counted. */
  default boolean appliesTo(Facts facts) {
    return true;
  }

  /**
   * Why it cannot be judged, where that is nobody's fault: then it is told as not evaluated, and
   * neither kept nor broken. Empty if it can be, or has nothing to judge.
   */
  default Optional<String> findGap(Facts facts) {
    return Optional.empty();
  }

  /**
   * Every place where it is not kept, each path once.
   *
   * @throws EvaluationException if it cannot be told, which counts as not kept
   */
  List<Breach> check(Facts facts);

  /**
   * Says whether whatever keeps this also keeps {@code other}, which is of the same kind: a domain
   * may ask for more than everybody has to do, and not for less.
   */
  boolean isAtLeast(Requirement other);
}
