package io.meshwright.protection;

import io.meshwright.contract.ExitCode;

/**
 * Thrown when a column cannot be protected or revealed. Names the key, the column and the way out;
 * never a key's bytes and never a value.
 */
public final class ProtectionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String problem;
  private final String fix;

  private ProtectionException(ExitCode exitCode, String problem, String fix) {
    super("%s%n    fix: %s".formatted(problem, fix));
    this.exitCode = exitCode;
    this.problem = problem;
    this.fix = fix;
  }

  /** A contract, a setting or a file that cannot be right. */
  static ProtectionException invalid(String problem, String fix) {
    return new ProtectionException(ExitCode.INVALID, problem, fix);
  }

  /** A key that is not there, or not for us. */
  static ProtectionException denied(String problem, String fix) {
    return new ProtectionException(ExitCode.DENIED, problem, fix);
  }

  /** 3 where something is to be corrected, 4 where a key is out of reach. */
  public ExitCode exitCode() {
    return exitCode;
  }

  public String problem() {
    return problem;
  }

  public String fix() {
    return fix;
  }
}
