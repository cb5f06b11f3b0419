package io.meshwright.contract;

/** How a command or a job ends, for the shell and the scheduler. An API: numbers never change. */
public enum ExitCode {
  DONE(0, "done, or nothing to do"),
  UNEXPECTED(1, "unexpected failure"),
  USAGE(2, "wrong usage"),
  INVALID(3, "invalid contract, policy or configuration"),
  DENIED(4, "denied by policy or by access"),
  REJECTED(5, "rejected: data that breaks its contract, or a change that breaks its consumers"),
  UNMEASURED(6, "a rule could not be measured, or nothing was checked"),
  CONFLICT(7, "lost to another writer");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  public String meaning() {
    return meaning;
  }
}
