package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import java.security.GeneralSecurityException;

/** Tink's keysets: made, rotated, wrapped and unwrapped. */
final class Keysets {

  static {
    try {
      AeadConfig.register();
      PrfConfig.register();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Tink knows AES-GCM and HMAC", e);
    }
  }

  private Keysets() {}

  static KeysetHandle create(KeyName name) {
    try {
      return KeysetHandle.generateNew(parameters(name), RegistryConfiguration.get());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("This Java has no AES-256 or no HMAC", e);
    }
  }

  static KeysetHandle rotate(KeyName name, KeysetHandle keyset) {
    return build(
        KeysetHandle.newBuilder(keyset)
            .addEntry(
                KeysetHandle.generateEntryFromParameters(parameters(name))
                    .withRandomId()
                    .makePrimary()));
  }

  static KeysetHandle without(KeyId key, KeysetHandle keyset) {
    KeysetHandle.Builder builder = KeysetHandle.newBuilder(keyset);
    for (int i = keyset.size() - 1; i >= 0; i--) {
      if (keyset.getAt(i).getId() == key.number()) {
        builder.deleteAt(i);
      }
    }
    return build(builder);
  }

  static WrappedKeyset wrap(KeyName name, KeysetHandle keyset, KeyEncryption encryption) {
    try {
      String encrypted =
          TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
              keyset, aead(name, encryption), associatedData(name), RegistryConfiguration.get());
      return new WrappedKeyset(name, encryption, encrypted);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("A keyset of our own making can be written", e);
    }
  }

  /**
   * Unwraps a keyset.
   *
   * @throws ProtectionException if its key encryption key cannot be used, or it is not a keyset
   */
  static KeysetHandle unwrap(WrappedKeyset keyset) {
    try {
      return TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
          keyset.encrypted(),
          aead(keyset.name(), keyset.encryption()),
          associatedData(keyset.name()),
          RegistryConfiguration.get());
    } catch (GeneralSecurityException e) {
      throw damaged(keyset.name());
    }
  }

  static ProtectionException damaged(KeyName name) {
    return ProtectionException.invalid(
        "Cannot read key %s: its keyset is damaged".formatted(name), "restore it from a copy");
  }

  private static Parameters parameters(KeyName name) {
    return name.isForTokens()
        ? PredefinedPrfParameters.HMAC_SHA256_PRF
        : PredefinedAeadParameters.AES256_GCM;
  }

  private static byte[] associatedData(KeyName name) {
    return name.toString().getBytes(UTF_8);
  }

  /** What wraps a keyset, as Tink wants it. */
  private static Aead aead(KeyName name, KeyEncryption encryption) {
    return new Aead() {
      @Override
      public byte[] encrypt(byte[] keyset, byte[] associatedData) {
        return encryption.wrap(name, keyset);
      }

      @Override
      public byte[] decrypt(byte[] wrapped, byte[] associatedData) {
        return encryption.unwrap(name, wrapped);
      }
    };
  }

  private static KeysetHandle build(KeysetHandle.Builder builder) {
    try {
      return builder.build();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("A keyset of our own making is one", e);
    }
  }
}
