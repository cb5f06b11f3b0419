package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Encrypts and decrypts the bytes of one column's values, each with the key of the person it is of.
 *
 * <p>A ciphertext is {@code 02}, the four bytes of the person's {@link KeyId}, twelve random bytes,
 * the encrypted value, and sixteen bytes that prove that nobody changed it or moved it here from
 * another column. What is of nobody is encrypted with the column's own key: {@link ColumnCipher}.
 */
final class SubjectCipher {

  static final byte PREFIX = 2;

  private final WrappedKeyset subjects;
  private final String column;
  private final byte[] associatedData;
  private final ColumnCipher ofNobody;

  /**
   * @param columns the keyset of values that are of nobody
   * @param subjects the keyset that wraps persons' keys
   * @param column {@code domain.product/column}
   */
  SubjectCipher(WrappedKeyset columns, WrappedKeyset subjects, String column) {
    this.subjects = subjects;
    this.column = column;
    this.associatedData = column.getBytes(UTF_8);
    this.ofNobody = new ColumnCipher(columns, column);
  }

  /** Encrypts what is of no person. */
  byte[] encrypt(byte[] plain) {
    return ofNobody.encrypt(plain);
  }

  /**
   * Encrypts what is of a person.
   *
   * @param wrapped the person's key, as {@link WrappedSubjectKey#toBytes} gives it
   */
  byte[] encrypt(byte[] plain, String token, byte[] wrapped) {
    SubjectKey key = SubjectKey.of(subjects, token, wrapped);
    try {
      byte[] encrypted = key.encrypt(plain, associatedData);
      return ByteBuffer.allocate(KeyId.PREFIX_BYTES + encrypted.length)
          .put(PREFIX)
          .putInt(key.id().number())
          .put(encrypted)
          .array();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("AES-GCM encrypts any bytes", e);
    }
  }

  /**
   * Decrypts what {@link #encrypt} made for this column.
   *
   * @param person the person whom the row is about, and the person's key; empty if there is none
   * @param destroyedIds the ids of the person's destroyed keys, four bytes each
   * @return empty if the key was destroyed
   * @throws ProtectionException if it is of another column, of a key that is not there, or no
   *     ciphertext
   */
  Optional<byte[]> decrypt(byte[] encrypted, Optional<Person> person, byte[] destroyedIds) {
    if (encrypted.length < KeyId.PREFIX_BYTES || encrypted[0] != PREFIX) {
      return Optional.of(ofNobody.decrypt(encrypted));
    }

    KeyId id = KeyId.of(encrypted);
    if (SubjectKeys.holds(destroyedIds, id)) {
      return Optional.empty();
    }
    SubjectKey key =
        person
            .filter(known -> known.keyId().equals(id))
            .map(known -> SubjectKey.of(subjects, known.token(), known.wrapped()))
            .orElseThrow(() -> unknown(id));
    try {
      return Optional.of(
          key.decrypt(
              Arrays.copyOfRange(encrypted, KeyId.PREFIX_BYTES, encrypted.length), associatedData));
    } catch (GeneralSecurityException e) {
      throw ProtectionException.denied(
          "Cannot reveal %s: a value in it was encrypted for another column, or changed since"
              .formatted(column),
          "read it from the column it was published in; a value cannot be moved");
    }
  }

  private ProtectionException unknown(KeyId id) {
    return ProtectionException.denied(
        ("Cannot reveal %s: a value in it was encrypted with key id %s, which the person its row is"
                + " about neither has nor had")
            .formatted(column, id),
        "restore the persons' keys from a copy that has it; if rows were changed, read the value"
            + " with the subject_key it was published with");
  }

  /** The person whom a row is about, with the key as {@link WrappedSubjectKey#toBytes} gives it. */
  @SuppressWarnings("ArrayRecordComponent") // It lives for one call, and nobody compares it.
  record Person(String token, byte[] wrapped) {
    KeyId keyId() {
      return new KeyId(ByteBuffer.wrap(wrapped).getInt());
    }
  }
}
