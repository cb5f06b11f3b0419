package io.meshwright.governance;

/**
 * Thrown where a rule cannot be evaluated; the message says why, and {@link #fix()} the way out.
 */
final class EvaluationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String fix;

  EvaluationException(String reason, String fix) {
    super(reason);
    this.fix = fix;
  }

  String fix() {
    return fix;
  }
}
