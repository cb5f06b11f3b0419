package io.meshwright.cli;

import static java.util.Objects.requireNonNull;

import io.meshwright.pipeline.Problem;

/** Thrown when what the user asked for does not exist or makes no sense. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  UsageException(String problem, String fix) {
    this(new Problem(problem, fix));
  }

  private UsageException(Problem problem) {
    super(problem.toString());
    this.problem = requireNonNull(problem, "problem");
  }

  Problem problem() {
    return problem;
  }
}
