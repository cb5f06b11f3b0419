package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

/** A value and the place in the file that gave it. */
public record Located<T>(T value, Place place) {
  public Located {
    requireNonNull(value, "value");
    requireNonNull(place, "place");
  }
}
