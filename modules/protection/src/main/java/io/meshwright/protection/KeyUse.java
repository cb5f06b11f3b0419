package io.meshwright.protection;

import static java.util.Objects.requireNonNull;

/** Which key a stored value needs, and whether it can be had. */
public record KeyUse(State state, KeyId key) {

  /** What can be done about a value. */
  public enum State {
    /** Its key is the one that encrypts. */
    CURRENT,
    /** An older key encrypted it, and brings it back. */
    OLD,
    /** The product has its key, which does not bring it back: it was changed, or moved here. */
    UNREADABLE,
    /** The product has no such key; or it is no ciphertext, and only looks like one. */
    UNKNOWN
  }

  public KeyUse {
    requireNonNull(state, "state");
    requireNonNull(key, "key");
  }

  /**
   * Reads what {@link #toString} prints.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static KeyUse parse(String text) {
    int space = text.indexOf(' ');
    return new KeyUse(
        State.valueOf(text.substring(0, Math.max(space, 0))),
        KeyId.parse(text.substring(space + 1)));
  }

  @Override
  public String toString() {
    return state + " " + key;
  }
}
