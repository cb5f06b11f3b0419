package io.meshwright.protection;

import java.util.List;
import java.util.Optional;

/**
 * Where keysets are kept. They leave it wrapped; only {@link Protection} and its executors unwrap
 * them.
 */
public interface KeyProvider {

  /**
   * Returns the keyset of this name, or makes it if there is none. Two callers at once get the same
   * one.
   *
   * @throws ProtectionException if it cannot be read, written or wrapped
   */
  WrappedKeyset obtain(KeyName name);

  /**
   * Returns the keyset of this name, if there is one.
   *
   * @throws ProtectionException if it cannot be read, or is another name's
   */
  Optional<WrappedKeyset> find(KeyName name);

  /** The names of all keysets of a product or a domain, in order. */
  List<KeyName> names(String owner);

  /**
   * Adds a key and makes it the one that encrypts. What the keys before it encrypted can still be
   * read. Two rotations at once give two new keys.
   *
   * @throws ProtectionException if there is no such keyset, or it is one of tokens
   */
  WrappedKeyset rotate(KeyName name);

  /**
   * Deletes one key for good, with everything that only it can read.
   *
   * @throws ProtectionException if there is no such key, or it is the one that encrypts
   */
  WrappedKeyset destroy(KeyName name, KeyId key);

  /**
   * Returns the keyset of this name, for reading.
   *
   * @throws ProtectionException if there is none
   */
  default WrappedKeyset load(KeyName name) {
    return find(name)
        .orElseThrow(
            () ->
                ProtectionException.denied(
                    "Cannot read with key %s: there is no such key in %s".formatted(name, this),
                    "name the place of the keys under mesh.keys, or restore them from a copy;"
                        + " without the key the values cannot be read"));
  }
}
