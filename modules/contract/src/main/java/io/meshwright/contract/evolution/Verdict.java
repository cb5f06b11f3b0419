package io.meshwright.contract.evolution;

/** The increment of the version that a change asks for, from least to most. */
public enum Verdict {
  PATCH,
  MINOR,
  /**
   * {@link #MAJOR} until the present rows are shown to keep the new promise, then {@link #MINOR}.
   */
  PROVE,
  MAJOR
}
