package io.meshwright.governance.audit;

/** Thrown when a log is not as it was written; the message says where, and what to do. */
public final class BrokenAuditLogException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final String FIX =
      "run 'mesh audit verify'; keep the log as it is for whoever looks into it, and start a new one"
          + " beside it";

  private final String problem;

  BrokenAuditLogException(String what, String why) {
    super("%s: %s%n    fix: %s".formatted(what, why, FIX));
    this.problem = what + ": " + why;
  }

  public String problem() {
    return problem;
  }

  public String fix() {
    return FIX;
  }
}
