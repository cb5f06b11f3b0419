package io.meshwright.protection;

import org.apache.spark.sql.api.java.UDF1;

/** Encrypts one column's values on executors; carries the wrapped keyset only. */
final class EncryptValue implements UDF1<Object, byte[]> {

  private static final long serialVersionUID = 1L;

  private final WrappedKeyset keyset;
  private final String column;
  private final ValueEncoding encoding;
  private transient ColumnCipher cipher;

  EncryptValue(WrappedKeyset keyset, String column, ValueEncoding encoding) {
    this.keyset = keyset;
    this.column = column;
    this.encoding = encoding;
  }

  @Override
  public byte[] call(Object value) {
    if (value == null) {
      return null;
    }
    if (cipher == null) {
      cipher = new ColumnCipher(keyset, column);
    }

    return cipher.encrypt(encoding.encode(value));
  }
}
