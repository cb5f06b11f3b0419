package io.meshwright.pipeline;

import io.meshwright.contract.ExitCode;
import java.util.Locale;

/** How a run ended. */
public enum Outcome {
  /** A new version is visible. */
  PUBLISHED(ExitCode.DONE),
  /** This very run was published before; nothing was done. */
  ALREADY_PUBLISHED(ExitCode.DONE),
  /** The result was empty and the contract says to keep what is there. */
  KEPT(ExitCode.DONE),
  /** The rows break the contract; the table is as it was. */
  REJECTED(ExitCode.REJECTED),
  /** A policy does not allow it; the table is as it was. */
  DENIED(ExitCode.DENIED),
  /** A rule could not be measured; the table is as it was. */
  UNMEASURED(ExitCode.UNMEASURED),
  /** Another writer came first; the table is as it left it. */
  CONFLICT(ExitCode.CONFLICT),
  /** The run could not be carried out; {@link RunReport#problems} say why. */
  FAILED(ExitCode.UNEXPECTED);

  private final ExitCode exitCode;

  Outcome(ExitCode exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code this outcome has where no problem brings its own. */
  public ExitCode exitCode() {
    return exitCode;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
