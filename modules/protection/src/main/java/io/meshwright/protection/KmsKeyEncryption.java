package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;

/**
 * Wraps keysets with a key that never leaves AWS KMS.
 *
 * <p>Each keyset gets a data key of its own ({@code GenerateDataKey}), so that it may be larger
 * than the 4 KB that KMS encrypts itself. Unwrapping is one {@code Decrypt} for each keyset and
 * JVM. The name of the key is given to KMS as encryption context {@code meshwright-key}: its key
 * policy may tell products apart by it, and CloudTrail shows it.
 *
 * <p>Needs {@code software.amazon.awssdk:kms} and {@code url-connection-client}, which are not in
 * our jar. Credentials, and the region unless {@code keyId} is an ARN, are found as the SDK does.
 *
 * @param keyId an ARN, a key id or an alias
 */
public record KmsKeyEncryption(String keyId) implements KeyEncryption {

  private static final long serialVersionUID = 1L;

  public KmsKeyEncryption {
    requireNonNull(keyId, "keyId");
    if (keyId.isBlank()) {
      throw new IllegalArgumentException("Invalid KMS key: it names nothing");
    }
  }

  @Override
  public byte[] wrap(KeyName name, byte[] keyset) {
    AwsKms.DataKey dataKey = withSdk(name, () -> new AwsKms(this, name).generateDataKey());
    try {
      byte[] encrypted = new AesGcmJce(dataKey.plain()).encrypt(keyset, associatedData(name));
      return ByteBuffer.allocate(Integer.BYTES + dataKey.wrapped().length + encrypted.length)
          .putInt(dataKey.wrapped().length)
          .put(dataKey.wrapped())
          .put(encrypted)
          .array();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("This Java has no AES-256-GCM", e);
    }
  }

  @Override
  public byte[] unwrap(KeyName name, byte[] wrapped) {
    try {
      ByteBuffer parts = ByteBuffer.wrap(wrapped);
      byte[] wrappedKey = new byte[Math.min(Math.max(parts.getInt(), 0), wrapped.length)];
      parts.get(wrappedKey);
      byte[] encrypted = new byte[parts.remaining()];
      parts.get(encrypted);
      byte[] dataKey = withSdk(name, () -> new AwsKms(this, name).decrypt(wrappedKey));
      return new AesGcmJce(dataKey).decrypt(encrypted, associatedData(name));
    } catch (BufferUnderflowException | GeneralSecurityException e) {
      throw denied(
          name,
          "the keyset was wrapped by something else, or for another product",
          "restore the keyset that belongs here");
    }
  }

  @Override
  public String toString() {
    return "kms:" + keyId;
  }

  ProtectionException denied(KeyName name, String reason, String fix) {
    return ProtectionException.denied(
        "Cannot use key %s: with %s, %s".formatted(name, this, reason), fix);
  }

  /** Only {@link AwsKms} names the SDK, so that this class can be loaded without it. */
  private static <T> T withSdk(KeyName name, Supplier<T> call) {
    try {
      return call.get();
    } catch (NoClassDefFoundError e) {
      throw ProtectionException.invalid(
          "Cannot use key %s: the AWS SDK for KMS is not on the class path".formatted(name),
          "add software.amazon.awssdk:kms and software.amazon.awssdk:url-connection-client, with"
              + " --packages for instance");
    }
  }

  private static byte[] associatedData(KeyName name) {
    return name.toString().getBytes(UTF_8);
  }
}
