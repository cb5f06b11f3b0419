package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

/** A value and the place in the file that gave it. */
record Located<T>(T value, Place place) {
  Located {
    requireNonNull(value, "value");
    requireNonNull(place, "place");
  }
}
