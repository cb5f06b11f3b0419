package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Says on executors whose row a value of the subject key is: the number of the subject, {@link
 * #NOBODY} or {@link #UNREADABLE}. Carries wrapped keysets and tokens only.
 */
final class FindSubject implements UDF1<Object, Integer> {

  static final int NOBODY = -1;

  /** Encrypted, and with nothing that its keys can decrypt. */
  static final int UNREADABLE = -2;

  private static final long serialVersionUID = 1L;

  private final SubjectTokens tokens;
  private final ValueEncoding encoding;
  private final List<WrappedKeyset> decrypting;
  private final String column;
  private transient List<ColumnCipher> ciphers;

  private FindSubject(
      SubjectTokens tokens, ValueEncoding encoding, List<WrappedKeyset> decrypting, String column) {
    this.tokens = tokens;
    this.encoding = encoding;
    this.decrypting = decrypting;
    this.column = column;
  }

  /** Looks at values in clear, and at tokens where they are text. */
  static FindSubject inClear(SubjectTokens tokens, ValueEncoding encoding, String column) {
    return new FindSubject(tokens, encoding, List.of(), column);
  }

  /** Looks at values that one of some keysets has encrypted. */
  static FindSubject encrypted(
      SubjectTokens tokens, ValueEncoding encoding, List<WrappedKeyset> keysets, String column) {
    return new FindSubject(tokens, encoding, List.copyOf(keysets), column);
  }

  @Override
  public Integer call(Object value) {
    if (value == null) {
      return NOBODY;
    }
    if (!decrypting.isEmpty()) {
      return ofEncrypted((byte[]) value);
    }

    byte[] bytes = encoding.encode(value);
    int subject = tokens.find(bytes);
    return subject == NOBODY ? tokens.findToken(new String(bytes, UTF_8)) : subject;
  }

  private int ofEncrypted(byte[] value) {
    if (ciphers == null) {
      ciphers = decrypting.stream().map(keyset -> new ColumnCipher(keyset, column)).toList();
    }

    for (ColumnCipher cipher : ciphers) {
      if (cipher.hasKeyOf(value)) {
        try {
          return tokens.find(cipher.decrypt(value));
        } catch (ProtectionException e) {
          return UNREADABLE;
        }
      }
    }
    return UNREADABLE;
  }
}
