package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** A place in a file; lines and columns count from 1. */
public record Place(Path file, int line, int column) {
  public Place {
    requireNonNull(file, "file");
  }

  public static Place startOf(Path file) {
    return new Place(file, 1, 1);
  }

  /** A diagnostic about what stands here. */
  public Diagnostic tell(Diagnostic.Level level, String problem, String fix) {
    return new Diagnostic(file, line, column, level, problem, fix);
  }

  /** Prints {@code file:line:column}. */
  @Override
  public String toString() {
    return "%s:%d:%d".formatted(file, line, column);
  }
}
