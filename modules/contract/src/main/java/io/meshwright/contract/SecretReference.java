package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

/**
 * Where a secret is to be found, never the secret: {@code env:PGPASSWORD} or {@code
 * file:/run/secrets/pg}.
 */
public record SecretReference(Kind kind, String name) {

  public enum Kind {
    ENV,
    FILE
  }

  public SecretReference {
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("Invalid secret reference: it names nothing");
    }
  }

  /**
   * Reads {@code env:NAME} or {@code file:PATH}.
   *
   * @throws IllegalArgumentException if the text is anything else; the message does not repeat it,
   *     since it may be the secret itself
   */
  public static SecretReference parse(String text) {
    if (text.startsWith("env:")) {
      return new SecretReference(Kind.ENV, text.substring("env:".length()));
    }
    if (text.startsWith("file:")) {
      return new SecretReference(Kind.FILE, text.substring("file:".length()));
    }

    throw new IllegalArgumentException(
        "Invalid secret reference: expected env:NAME or file:PATH, not the secret itself");
  }

  @Override
  public String toString() {
    return (kind == Kind.ENV ? "env:" : "file:") + name;
  }
}
