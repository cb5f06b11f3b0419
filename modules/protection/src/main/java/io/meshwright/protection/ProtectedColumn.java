package io.meshwright.protection;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ColumnProtection;
import io.meshwright.contract.FieldType;

/**
 * One column and what becomes of it.
 *
 * @param type its type before, and again after it is revealed
 * @param key the key that encrypts it or makes its tokens; unused otherwise
 */
public record ProtectedColumn(
    String name, FieldType type, ColumnProtection protection, KeyName key) {

  public ProtectedColumn {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(protection, "protection");
    requireNonNull(key, "key");
  }
}
