package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** A place in a file; lines and columns count from 1. */
record Place(Path file, int line, int column) {
  Place {
    requireNonNull(file, "file");
  }

  static Place startOf(Path file) {
    return new Place(file, 1, 1);
  }
}
