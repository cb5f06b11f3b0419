package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One person's key in the clear, in the memory of one JVM. The {@value #KEPT} that were used last
 * stay there, so that a person's rows cost one unwrapping and not one each.
 */
final class SubjectKey {

  static final int KEPT = 10_000;

  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final Map<Wrapped, SubjectKey> LAST_USED =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75F, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Wrapped, SubjectKey> eldest) {
              return size() > KEPT;
            }
          });

  /** A person's token, and what {@link WrappedSubjectKey#toBytes} gave for the person's key. */
  private record Wrapped(String token, ByteBuffer key) {}

  private final KeyId id;
  private final AesGcmJce aead;

  private SubjectKey(KeyId id, AesGcmJce aead) {
    this.id = id;
    this.aead = aead;
  }

  /** Makes a key for a person, with an id that the person's keys before did not have. */
  static WrappedSubjectKey create(WrappedKeyset subjects, String token, SubjectKeys before) {
    KeyId id = new KeyId(RANDOM.nextInt());
    while (before.had(id)) {
      id = new KeyId(RANDOM.nextInt());
    }
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    try {
      byte[] wrapped = UnwrappedKeys.of(subjects).aead().encrypt(key, associatedData(token, id));
      return new WrappedSubjectKey(id, Base64.getEncoder().encodeToString(wrapped));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("AES-GCM encrypts any bytes", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * Unwraps a person's key, unless this JVM has it.
   *
   * @param wrapped as {@link WrappedSubjectKey#toBytes} gives it
   * @throws ProtectionException if it is another person's, or of another keyset
   */
  static SubjectKey of(WrappedKeyset subjects, String token, byte[] wrapped) {
    Wrapped name = new Wrapped(token, ByteBuffer.wrap(wrapped));
    SubjectKey known = LAST_USED.get(name);
    if (known == null) {
      known = unwrap(subjects, token, wrapped);
      LAST_USED.put(name, known);
    }
    return known;
  }

  private static SubjectKey unwrap(WrappedKeyset subjects, String token, byte[] wrapped) {
    ByteBuffer parts = ByteBuffer.wrap(wrapped);
    KeyId id = new KeyId(parts.getInt());
    byte[] encrypted = new byte[parts.remaining()];
    parts.get(encrypted);
    try {
      byte[] key = UnwrappedKeys.of(subjects).aead().decrypt(encrypted, associatedData(token, id));
      return new SubjectKey(id, new AesGcmJce(key));
    } catch (GeneralSecurityException e) {
      throw ProtectionException.denied(
          "Cannot unwrap a person's key, id %s: %s did not wrap it for this person"
              .formatted(id, subjects.name()),
          "restore the folder of keys from a copy in which both belong together");
    }
  }

  KeyId id() {
    return id;
  }

  byte[] encrypt(byte[] plain, byte[] associatedData) throws GeneralSecurityException {
    return aead.encrypt(plain, associatedData);
  }

  byte[] decrypt(byte[] encrypted, byte[] associatedData) throws GeneralSecurityException {
    return aead.decrypt(encrypted, associatedData);
  }

  private static byte[] associatedData(String token, KeyId id) {
    return (token + "/" + id).getBytes(UTF_8);
  }
}
