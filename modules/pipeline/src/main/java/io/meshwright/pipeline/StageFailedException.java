package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.meshwright.contract.ExitCode;
import java.util.List;

/**
 * Thrown when a stage cannot produce its output; carries every problem found, and the exit code.
 */
public final class StageFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final transient List<Problem> problems;

  public StageFailedException(ExitCode exitCode, List<Problem> problems) {
    super(text(problems));
    this.exitCode = requireNonNull(exitCode, "exitCode");
    this.problems = List.copyOf(problems);
  }

  public StageFailedException(ExitCode exitCode, Problem problem, Throwable cause) {
    super(problem.toString(), cause);
    this.exitCode = requireNonNull(exitCode, "exitCode");
    this.problems = List.of(problem);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  public List<Problem> problems() {
    return problems;
  }

  private static String text(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(joining(System.lineSeparator()));
  }
}
