package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;

/** One reason why a run could not be carried out, and how to put it right. */
public record Problem(String problem, String fix) {

  public Problem {
    requireNonNull(problem, "problem");
    requireNonNull(fix, "fix");
  }

  @Override
  public String toString() {
    return "%s%n    fix: %s".formatted(problem, fix);
  }
}
