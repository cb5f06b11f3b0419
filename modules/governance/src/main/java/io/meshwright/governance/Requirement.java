package io.meshwright.governance;

import io.meshwright.contract.Severity;
import java.util.List;

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
