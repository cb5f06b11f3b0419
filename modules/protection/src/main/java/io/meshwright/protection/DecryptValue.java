package io.meshwright.protection;

import org.apache.spark.sql.api.java.UDF1;

/** Decrypts one column's values on executors; carries the wrapped keyset only. */
final class DecryptValue implements UDF1<byte[], Object> {

  private static final long serialVersionUID = 1L;

  private final WrappedKeyset keyset;
  private final String column;
  private final ValueEncoding encoding;
  private transient ColumnCipher cipher;

  DecryptValue(WrappedKeyset keyset, String column, ValueEncoding encoding) {
    this.keyset = keyset;
    this.column = column;
    this.encoding = encoding;
  }

  @Override
  public Object call(byte[] encrypted) {
    if (encrypted == null) {
      return null;
    }
    if (cipher == null) {
      cipher = new ColumnCipher(keyset, column);
    }

    return encoding.decode(column, cipher.decrypt(encrypted));
  }
}
