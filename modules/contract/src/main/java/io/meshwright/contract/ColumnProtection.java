package io.meshwright.contract;

/** What becomes of a field's values before they are stored. */
public enum ColumnProtection {
  /** Stored as ciphertext, which whoever holds the product's key can turn back. */
  ENCRYPT,
  /** Stored as a token: equal values of a domain have equal tokens, and no token leads back. */
  TOKENIZE,
  /** Stored with all but a few characters hidden. */
  MASK,
  /** Not stored: the rules see the values, the table has no such column. */
  DROP
}
