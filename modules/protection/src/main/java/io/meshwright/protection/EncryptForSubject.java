package io.meshwright.protection;

import org.apache.spark.sql.api.java.UDF3;

/**
 * Encrypts one column's values on executors, each with the key of its row's person: value, token,
 * wrapped key.
 */
final class EncryptForSubject implements UDF3<Object, String, byte[], byte[]> {

  private static final long serialVersionUID = 1L;

  private final WrappedKeyset columns;
  private final WrappedKeyset subjects;
  private final String column;
  private final ValueEncoding encoding;
  private transient SubjectCipher cipher;

  EncryptForSubject(
      WrappedKeyset columns, WrappedKeyset subjects, String column, ValueEncoding encoding) {
    this.columns = columns;
    this.subjects = subjects;
    this.column = column;
    this.encoding = encoding;
  }

  @Override
  public byte[] call(Object value, String token, byte[] wrapped) {
    if (value == null) {
      return null;
    }
    if (cipher == null) {
      cipher = new SubjectCipher(columns, subjects, column);
    }
    if (token == null) {
      return cipher.encrypt(encoding.encode(value));
    }
    if (wrapped == null) {
      throw ProtectionException.invalid(
          "Cannot protect %s: a row is about a person who was in no row when keys were made"
              .formatted(column),
          "take what is random out of the transform (rand, uuid, limit without order, the current"
              + " time): it gives other rows each time it runs");
    }

    return cipher.encrypt(encoding.encode(value), token, wrapped);
  }
}
