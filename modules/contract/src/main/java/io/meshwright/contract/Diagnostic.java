package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Locale;

/** One problem in a file: where it is, what is wrong, and how to put it right. */
public record Diagnostic(Path file, int line, int column, Level level, String problem, String fix) {

  public enum Level {
    /** The file cannot be used. */
    ERROR,
    /** The file can be used, but probably does not say what was meant. */
    WARNING,
    /** Nothing to put right: what the reader should know. */
    NOTICE
  }

  public Diagnostic {
    requireNonNull(file, "file");
    requireNonNull(level, "level");
    requireNonNull(problem, "problem");
    requireNonNull(fix, "fix");
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException(
          "Invalid place %d:%d: lines and columns count from 1".formatted(line, column));
    }
  }

  /**
   * Prints {@code file:line:column: problem}, then the fix, so that editors can jump to the place.
   */
  @Override
  public String toString() {
    String mark = level == Level.ERROR ? "" : level.name().toLowerCase(Locale.ROOT) + ": ";
    return "%s:%d:%d: %s%s%n    fix: %s".formatted(file, line, column, mark, problem, fix);
  }
}
