package io.meshwright.contract.evolution;

/** What a change does to one side: to consumers, or to the rows stored and those who write them. */
public enum Effect {
  /** It does not concern this side. */
  UNTOUCHED,
  /** What worked before works after. */
  NONE,
  /** It depends on what they do with it: a person or a proof has to tell. */
  UNCERTAIN,
  /** What worked before may fail, or mean something else. */
  BREAKING;

  boolean isSafe() {
    return this == UNTOUCHED || this == NONE;
  }
}
