package io.meshwright.benchmark;

import static java.util.Objects.requireNonNull;

/** A column whose values are those of the key column {@code target} of another table. */
record ForeignKey(String column, String target) {

  ForeignKey {
    requireNonNull(column, "column");
    requireNonNull(target, "target");
  }
}
