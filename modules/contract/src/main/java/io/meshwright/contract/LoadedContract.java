package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** A contract that can be used, and the warnings that reading it gave, in the order of the file. */
public record LoadedContract(Contract contract, List<Diagnostic> warnings) {

  public LoadedContract {
    requireNonNull(contract, "contract");
    warnings = List.copyOf(warnings);
  }
}
