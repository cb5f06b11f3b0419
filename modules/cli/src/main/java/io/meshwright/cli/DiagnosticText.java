package io.meshwright.cli;

import io.meshwright.contract.Diagnostic;
import java.io.PrintWriter;
import java.util.List;

/** Diagnostics as people read them. */
final class DiagnosticText {

  private DiagnosticText() {}

  static void print(List<Diagnostic> diagnostics, PrintWriter to) {
    diagnostics.stream().map(Diagnostic::toString).map(HumanText::printable).forEach(to::println);
    to.flush();
  }

  static long count(List<Diagnostic> diagnostics, Diagnostic.Level level) {
    return diagnostics.stream().filter(diagnostic -> diagnostic.level() == level).count();
  }
}
