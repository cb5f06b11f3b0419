package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.meshwright.contract.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Wraps keysets with AES-256-GCM under a key that every JVM finds for itself: 32 bytes in base64,
 * in an environment variable or a file that only its owner can read.
 *
 * @param reference {@code env:NAME} or {@code file:PATH}
 */
public record SecretKeyEncryption(String reference) implements KeyEncryption {

  private static final long serialVersionUID = 1L;
  private static final int KEY_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /**
   * @throws IllegalArgumentException if {@code reference} is no reference
   */
  public SecretKeyEncryption {
    SecretReference.parse(reference);
  }

  public static SecretKeyEncryption of(SecretReference reference) {
    return new SecretKeyEncryption(reference.toString());
  }

  /** A new key, as text. */
  static String newKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  @Override
  public byte[] wrap(KeyName name, byte[] keyset) {
    try {
      return new AesGcmJce(key(name)).encrypt(keyset, name.toString().getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("This Java has no AES-256-GCM", e);
    }
  }

  @Override
  public byte[] unwrap(KeyName name, byte[] wrapped) {
    byte[] key = key(name);
    try {
      return new AesGcmJce(key).decrypt(wrapped, name.toString().getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw ProtectionException.denied(
          "Cannot unwrap key %s: it was wrapped by another key than %s, or for another product"
              .formatted(name, reference),
          "give the key encryption key it was made with, or restore the keyset that belongs here");
    }
  }

  @Override
  public String toString() {
    return reference;
  }

  private byte[] key(KeyName name) {
    SecretReference secret = SecretReference.parse(reference);
    Optional<String> text =
        secret.kind() == SecretReference.Kind.ENV
            ? Optional.ofNullable(System.getenv(secret.name()))
            : readFile(Path.of(secret.name()));
    return decode(
        text.orElseThrow(
            () ->
                ProtectionException.denied(
                    "Cannot use key %s: its key encryption key %s is not there"
                        .formatted(name, reference),
                    secret.kind() == SecretReference.Kind.ENV
                        ? "define %s for the driver and for every executor".formatted(secret.name())
                        : "restore the file; without it no value of this key can be read")));
  }

  private byte[] decode(String text) {
    try {
      byte[] key = Base64.getDecoder().decode(text.strip());
      if (key.length == KEY_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // The exception's message may hold a part of the key, so it ends here.
    }
    throw ProtectionException.invalid(
        "Cannot use key encryption key %s: it is not 32 bytes in base64".formatted(reference),
        "make one with: openssl rand -base64 32");
  }

  private Optional<String> readFile(Path file) {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      requireOwnersOnly(file);
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      throw ProtectionException.denied(
          "Cannot read key encryption key %s: %s"
              .formatted(reference, e.getClass().getSimpleName()),
          "make the file readable for the user of the run, and for nobody else");
    }
  }

  private void requireOwnersOnly(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw ProtectionException.invalid(
          "Cannot use key encryption key %s: others than its owner can read it"
              .formatted(reference),
          "chmod 600 " + file);
    }
  }
}
