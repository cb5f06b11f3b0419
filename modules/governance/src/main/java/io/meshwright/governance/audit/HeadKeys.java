package io.meshwright.governance.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Ed25519 keys of {@link SignedHead}s, in the PEM that OpenSSL writes: {@code openssl genpkey
 * -algorithm ed25519 -out head.pem}, and {@code openssl pkey -in head.pem -pubout -out head.pub}.
 */
public final class HeadKeys {

  private HeadKeys() {}

  /**
   * The key that signs.
   *
   * @throws IllegalArgumentException if {@code pem} holds none; the message says nothing of what it
   *     holds
   */
  public static PrivateKey parsePrivate(String pem) {
    try {
      return factory().generatePrivate(new PKCS8EncodedKeySpec(decode(pem, "PRIVATE KEY")));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it is no Ed25519 private key", e);
    }
  }

  /**
   * The key that checks.
   *
   * @throws IllegalArgumentException if {@code pem} holds none
   */
  public static PublicKey parsePublic(String pem) {
    try {
      return factory().generatePublic(new X509EncodedKeySpec(decode(pem, "PUBLIC KEY")));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it is no Ed25519 public key", e);
    }
  }

  private static KeyFactory factory() throws GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519");
  }

  private static byte[] decode(String pem, String what) {
    Matcher block =
        Pattern.compile(
                "-----BEGIN %1$s-----([A-Za-z0-9+/=\\s]+)-----END %1$s-----".formatted(what))
            .matcher(pem);
    if (!block.find()) {
      throw new IllegalArgumentException("it has no part that begins with BEGIN " + what);
    }

    return Base64.getMimeDecoder().decode(block.group(1));
  }
}
