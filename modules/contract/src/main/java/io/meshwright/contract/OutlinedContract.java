package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** A contract that can be used, the warnings about it, and where its file says what. */
public record OutlinedContract(
    Contract contract, List<Diagnostic> warnings, ContractOutline outline) {

  public OutlinedContract {
    requireNonNull(contract, "contract");
    warnings = List.copyOf(warnings);
    requireNonNull(outline, "outline");
  }
}
