package io.meshwright.protection;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.prf.PrfSet;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A keyset in the clear, in the memory of one JVM: it is unwrapped once, however many tasks and
 * rows need it, and stays until the JVM ends.
 */
final class UnwrappedKeys {

  private static final Map<WrappedKeyset, UnwrappedKeys> BY_KEYSET = new ConcurrentHashMap<>();

  private final KeysetHandle handle;
  private final Map<KeyId, KeyStatus> statuses = new HashMap<>();
  private final Map<Class<?>, Object> primitives = new ConcurrentHashMap<>();

  private UnwrappedKeys(KeysetHandle handle) {
    this.handle = handle;
    for (int i = 0; i < handle.size(); i++) {
      KeysetHandle.Entry entry = handle.getAt(i);
      statuses.put(new KeyId(entry.getId()), entry.getStatus());
    }
  }

  /**
   * Unwraps a keyset, unless this JVM has it.
   *
   * @throws ProtectionException if it cannot be unwrapped; the next call tries again
   */
  static UnwrappedKeys of(WrappedKeyset keyset) {
    return BY_KEYSET.computeIfAbsent(keyset, wrapped -> new UnwrappedKeys(Keysets.unwrap(wrapped)));
  }

  Aead aead() {
    return primitive(Aead.class);
  }

  PrfSet prfs() {
    return primitive(PrfSet.class);
  }

  KeysetHandle handle() {
    return handle;
  }

  Optional<KeyStatus> findStatus(KeyId key) {
    return Optional.ofNullable(statuses.get(key));
  }

  /** Made once: to make one costs as much as dozens of values. */
  private <P> P primitive(Class<P> type) {
    return type.cast(primitives.computeIfAbsent(type, this::make));
  }

  private <P> P make(Class<P> type) {
    try {
      return handle.getPrimitive(RegistryConfiguration.get(), type);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("A keyset is of the kind that its name says", e);
    }
  }
}
