package io.meshwright.protection;

/**
 * One key of a keyset, written as SQL sees it in front of a value: {@code hex(substring(c, 2, 4))}.
 */
public record KeyId(int number) implements Comparable<KeyId> {

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

  @Override
  public int compareTo(KeyId other) {
    return Integer.compareUnsigned(number, other.number);
  }

  @Override
  public String toString() {
    return "%08X".formatted(number);
  }
}
