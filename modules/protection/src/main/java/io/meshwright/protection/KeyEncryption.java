package io.meshwright.protection;

import java.io.Serializable;

/**
 * What wraps keysets, so that they may lie in files and travel to executors: a key encryption key.
 *
 * <p>An implementation says where its key is to be found and never holds it in a field that is
 * serialized. It equals another that finds the same key. {@code toString()} is for messages and
 * files: a reference, no secret.
 */
public interface KeyEncryption extends Serializable {

  /**
   * Encrypts the bytes of a keyset.
   *
   * @throws ProtectionException if the key encryption key cannot be used
   */
  byte[] wrap(KeyName name, byte[] keyset);

  /**
   * Decrypts what {@link #wrap} made of the keyset of this name.
   *
   * @throws ProtectionException if the key encryption key cannot be used, is another one, or the
   *     bytes are another keyset's
   */
  byte[] unwrap(KeyName name, byte[] wrapped);
}
