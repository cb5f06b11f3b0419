package io.meshwright.contract.evolution;

import java.util.List;

/**
 * What versions of one major have to have in common, in the words of Confluent's schema registry.
 *
 * <p>A mode asks for more than version arithmetic does, and never for less: what may or may not
 * break is refused too. A new major opens a new group and is held against none of the old one.
 */
public enum Compatibility {
  /** Nothing beyond version arithmetic. */
  NONE(false, false, false),
  /** Rows stored under the old version keep the new one. */
  BACKWARD(true, false, false),
  /** Consumers of the old version can read the new one. */
  FORWARD(false, true, false),
  /** Both. */
  FULL(true, true, false),
  /** As {@link #BACKWARD}, against every version that is still read. */
  BACKWARD_TRANSITIVE(true, false, true),
  /** As {@link #FORWARD}, against every version that is still read. */
  FORWARD_TRANSITIVE(false, true, true),
  /** As {@link #FULL}, against every version that is still read. */
  FULL_TRANSITIVE(true, true, true);

  private final boolean protectsData;
  private final boolean protectsConsumers;
  private final boolean isTransitive;

  Compatibility(boolean protectsData, boolean protectsConsumers, boolean isTransitive) {
    this.protectsData = protectsData;
    this.protectsConsumers = protectsConsumers;
    this.isTransitive = isTransitive;
  }

  /** Says whether every version that is still read counts, and not only the last one. */
  public boolean isTransitive() {
    return isTransitive;
  }

  /** The changes that this mode does not allow within one major. */
  public List<Change> refused(ContractDiff diff) {
    if (diff.before().version().major() != diff.after().version().major()) {
      return List.of();
    }

    return diff.changes().stream().filter(this::refuses).toList();
  }

  private boolean refuses(Change change) {
    return (protectsData && !change.impact().data().isSafe())
        || (protectsConsumers && !change.impact().consumers().isSafe());
  }
}
