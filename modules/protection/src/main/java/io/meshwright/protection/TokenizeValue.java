package io.meshwright.protection;

import com.google.crypto.tink.prf.PrfSet;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Makes tokens of values on executors: HMAC-SHA256 of the encoded value under the domain's key, as
 * 64 hexadecimal digits in lower case.
 */
final class TokenizeValue implements UDF1<Object, String> {

  private static final long serialVersionUID = 1L;
  private static final int TOKEN_BYTES = 32;

  private final WrappedKeyset keyset;
  private final ValueEncoding encoding;
  private transient PrfSet prfs;

  TokenizeValue(WrappedKeyset keyset, ValueEncoding encoding) {
    this.keyset = keyset;
    this.encoding = encoding;
  }

  @Override
  public String call(Object value) {
    if (value == null) {
      return null;
    }
    if (prfs == null) {
      prfs = UnwrappedKeys.of(keyset).prfs();
    }

    return token(prfs, encoding.encode(value));
  }

  static String token(PrfSet prfs, byte[] encoded) {
    try {
      return HexFormat.of().formatHex(prfs.computePrimary(encoded, TOKEN_BYTES));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("HMAC-SHA256 has 32 bytes", e);
    }
  }
}
