package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeyStatus;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * Encrypts and decrypts the bytes of one column's values.
 *
 * <p>A ciphertext is {@code 01}, the four bytes of the {@link KeyId}, twelve random bytes, the
 * encrypted value, and sixteen bytes that prove that nobody changed it or moved it here from
 * another column (AES-256-GCM with {@code domain.product/column} as associated data).
 */
final class ColumnCipher {

  static final byte PREFIX = 1;

  private final KeyName name;
  private final String column;
  private final byte[] associatedData;
  private final UnwrappedKeys keys;
  private final Aead aead;

  /**
   * @param column {@code domain.product/column}
   */
  ColumnCipher(WrappedKeyset keyset, String column) {
    this.name = keyset.name();
    this.column = column;
    this.associatedData = column.getBytes(UTF_8);
    this.keys = UnwrappedKeys.of(keyset);
    this.aead = keys.aead();
  }

  byte[] encrypt(byte[] plain) {
    try {
      return aead.encrypt(plain, associatedData);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("AES-GCM encrypts any bytes", e);
    }
  }

  /** Says whether a value was encrypted with one of these keys, whatever it was encrypted for. */
  boolean hasKeyOf(byte[] encrypted) {
    return encrypted.length >= KeyId.PREFIX_BYTES
        && encrypted[0] == PREFIX
        && keys.findStatus(KeyId.of(encrypted)).isPresent();
  }

  /**
   * Decrypts what {@link #encrypt} made for this column.
   *
   * @throws ProtectionException if it is of another column, of a key that is gone, or no ciphertext
   */
  byte[] decrypt(byte[] encrypted) {
    if (encrypted.length < KeyId.PREFIX_BYTES || encrypted[0] != PREFIX) {
      throw ProtectionException.invalid(
          "Cannot reveal %s: a value in it was not encrypted by us".formatted(column),
          "read the column of a table that a run published with protect: encrypt");
    }

    KeyId key = KeyId.of(encrypted);
    requireEnabled(key);
    try {
      return aead.decrypt(encrypted, associatedData);
    } catch (GeneralSecurityException e) {
      throw ProtectionException.denied(
          "Cannot reveal %s: a value in it was encrypted for another column, or changed since"
              .formatted(column),
          "read it from the column it was published in; a value cannot be moved");
    }
  }

  private void requireEnabled(KeyId key) {
    Optional<KeyStatus> status = keys.findStatus(key);
    if (status.isEmpty()) {
      throw ProtectionException.denied(
          "Cannot reveal %s: a value in it was encrypted with key id %s, which %s does not have"
              .formatted(column, key, name),
          "restore the keyset from a copy that has the key; if the key was destroyed, the value"
              + " is gone");
    }
    if (!status.get().equals(KeyStatus.ENABLED)) {
      throw ProtectionException.denied(
          "Cannot reveal %s: a value in it was encrypted with key id %s of %s, which is disabled"
              .formatted(column, key, name),
          "enable the key again");
    }
  }
}
