package io.meshwright.contract;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Thrown when a contract file cannot be used; carries every problem found, not only the first. */
public final class InvalidContractException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  public InvalidContractException(List<Diagnostic> diagnostics) {
    super(diagnostics.stream().map(Diagnostic::toString).collect(joining(System.lineSeparator())));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** Errors and warnings, in the order of the file. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
