package io.meshwright.protection;

import java.nio.ByteBuffer;

/**
 * One key of a keyset, written as SQL sees it in front of a value: {@code hex(substring(c, 2, 4))}.
 */
public record KeyId(int number) implements Comparable<KeyId> {

  /** One byte that says that a key id follows, and the key id. */
  static final int PREFIX_BYTES = 1 + Integer.BYTES;

  /**
   * Reads eight hexadecimal digits.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static KeyId parse(String text) {
    if (!text.matches("[0-9A-Fa-f]{8}")) {
      throw new IllegalArgumentException(
          "Invalid key id '%s': expected eight hexadecimal digits".formatted(text));
    }

    return new KeyId(Integer.parseUnsignedInt(text, 16));
  }

  /**
   * The key that a value was encrypted with.
   *
   * @throws IllegalArgumentException if {@code encrypted} has no room for one
   */
  static KeyId of(byte[] encrypted) {
    if (encrypted.length < PREFIX_BYTES) {
      throw new IllegalArgumentException("Invalid ciphertext: it is too short for a key id");
    }

    return new KeyId(ByteBuffer.wrap(encrypted, 1, Integer.BYTES).getInt());
  }

  @Override
  public int compareTo(KeyId other) {
    return Integer.compareUnsigned(number, other.number);
  }

  @Override
  public String toString() {
    return "%08X".formatted(number);
  }
}
