package io.meshwright.protection;

import java.util.Optional;
import org.apache.spark.sql.api.java.UDF4;

/**
 * Decrypts one column's values on executors, each with the key of its row's person: value, token,
 * wrapped key, ids of destroyed keys. What a destroyed key encrypted is null.
 */
final class DecryptForSubject implements UDF4<byte[], String, byte[], byte[], Object> {

  private static final long serialVersionUID = 1L;
  private static final byte[] NONE = {};

  private final WrappedKeyset columns;
  private final WrappedKeyset subjects;
  private final String column;
  private final ValueEncoding encoding;
  private transient SubjectCipher cipher;

  DecryptForSubject(
      WrappedKeyset columns, WrappedKeyset subjects, String column, ValueEncoding encoding) {
    this.columns = columns;
    this.subjects = subjects;
    this.column = column;
    this.encoding = encoding;
  }

  @Override
  public Object call(byte[] encrypted, String token, byte[] wrapped, byte[] destroyedIds) {
    if (encrypted == null) {
      return null;
    }
    if (cipher == null) {
      cipher = new SubjectCipher(columns, subjects, column);
    }

    return cipher
        .decrypt(
            encrypted,
            Optional.ofNullable(wrapped).map(key -> new SubjectCipher.Person(token, key)),
            destroyedIds == null ? NONE : destroyedIds)
        .map(plain -> encoding.decode(column, plain))
        .orElse(null);
  }
}
