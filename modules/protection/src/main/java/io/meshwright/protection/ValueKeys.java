package io.meshwright.protection;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of one column's values, each found by the key id that a value begins with; carries
 * wrapped keysets only.
 */
final class ValueKeys implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A key id, twelve random bytes, no value at all, and the sixteen bytes of proof. */
  private static final int SHORTEST = KeyId.PREFIX_BYTES + 12 + 16;

  private final ArrayList<WrappedKeyset> keysets;
  private final String column;
  private transient Map<KeyId, Owner> owners;

  /** The keyset that a key is of. */
  private record Owner(KeyId primary, ColumnCipher cipher) {}

  /**
   * @param column {@code domain.product/column}
   */
  ValueKeys(List<WrappedKeyset> keysets, String column) {
    this.keysets = new ArrayList<>(keysets);
    this.column = column;
  }

  /** What {@code value} needs; empty if it cannot be a ciphertext of a product's own keys. */
  Optional<KeyUse> find(byte[] value) {
    return findKey(value).map(key -> new KeyUse(state(key, value), key));
  }

  /** The value under the key that encrypts now, if an older one brings it back; or as it is. */
  byte[] renew(byte[] value) {
    return findKey(value)
        .flatMap(
            key ->
                findOld(key)
                    .flatMap(
                        owner -> plain(owner, value).map(bytes -> owner.cipher().encrypt(bytes))))
        .orElse(value);
  }

  private static Optional<KeyId> findKey(byte[] value) {
    return value == null || value.length < SHORTEST || value[0] != ColumnCipher.PREFIX
        ? Optional.empty()
        : Optional.of(KeyId.of(value));
  }

  private KeyUse.State state(KeyId key, byte[] value) {
    if (!owners().containsKey(key)) {
      return KeyUse.State.UNKNOWN;
    }

    return findOld(key)
        .map(owner -> plain(owner, value).isPresent() ? KeyUse.State.OLD : KeyUse.State.UNREADABLE)
        .orElse(KeyUse.State.CURRENT);
  }

  private Optional<Owner> findOld(KeyId key) {
    return Optional.ofNullable(owners().get(key)).filter(owner -> !owner.primary().equals(key));
  }

  private static Optional<byte[]> plain(Owner owner, byte[] value) {
    try {
      return Optional.of(owner.cipher().decrypt(value));
    } catch (ProtectionException e) { // One value is no reason to leave the others where they are.
      return Optional.empty();
    }
  }

  private Map<KeyId, Owner> owners() {
    if (owners == null) {
      owners = new HashMap<>();
      for (WrappedKeyset keyset : keysets) {
        Owner owner = new Owner(keyset.primary(), new ColumnCipher(keyset, column));
        keyset.keys().forEach(key -> owners.put(key, owner));
      }
    }
    return owners;
  }
}
