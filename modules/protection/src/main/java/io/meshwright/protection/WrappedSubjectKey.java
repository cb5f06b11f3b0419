package io.meshwright.protection;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * One person's key, readable only with the product's keyset of subjects. This, and not the key, is
 * what travels in a plan.
 *
 * @param id stands in front of every value that the key encrypted
 * @param wrapped in base64
 */
public record WrappedSubjectKey(KeyId id, String wrapped) {

  public WrappedSubjectKey {
    requireNonNull(id, "id");
    requireNonNull(wrapped, "wrapped");
  }

  /** The id in four bytes, then the wrapped key. */
  byte[] toBytes() {
    byte[] key = Base64.getDecoder().decode(wrapped);
    return ByteBuffer.allocate(Integer.BYTES + key.length).putInt(id.number()).put(key).array();
  }

  @Override
  public String toString() {
    return "subject key id " + id;
  }
}
