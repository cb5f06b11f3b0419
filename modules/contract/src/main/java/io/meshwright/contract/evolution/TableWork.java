package io.meshwright.contract.evolution;

/**
 * What Delta 3.3 has to do to a table before rows of the new contract fit in, from least to most.
 */
public enum TableWork {
  NOTHING,
  /** Change metadata alone: NOT NULL, a CHECK, or a type that Delta widens in place. */
  ALTER,
  /** Add a nullable column; files that exist are not touched. */
  ADD_COLUMN,
  /** Rename or drop a column, for which the table needs column mapping. */
  COLUMN_MAPPING,
  /** Write all rows again. */
  REWRITE,
  /** Write to another table. */
  NEW_TABLE
}
