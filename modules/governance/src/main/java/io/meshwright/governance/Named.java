package io.meshwright.governance;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** Asks for something by names: whoever asks for more of them asks for more. */
interface Named extends Requirement {

  Set<String> names();

  @Override
  default boolean isAtLeast(Requirement other) {
    return other instanceof Named theirs
        && theirs.kind().equals(kind())
        && names().containsAll(theirs.names());
  }

  /** Names in an order that does not depend on who wrote them down. */
  static Set<String> sorted(Set<String> names) {
    return Collections.unmodifiableSet(new TreeSet<>(names));
  }
}
