package io.meshwright.protection;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The keys of one name, readable only through their {@link KeyEncryption}. This, and not a key, is
 * what travels in a plan.
 *
 * @param encrypted Tink's JSON form of an encrypted keyset
 */
public record WrappedKeyset(KeyName name, KeyEncryption encryption, String encrypted)
    implements Serializable {

  private static final ObjectMapper JSON = new ObjectMapper();

  public WrappedKeyset {
    requireNonNull(name, "name");
    requireNonNull(encryption, "encryption");
    requireNonNull(encrypted, "encrypted");
  }

  /** The key that new values are encrypted with. */
  public KeyId primary() {
    return new KeyId(info().path("primaryKeyId").intValue());
  }

  /** Every key, the oldest first. */
  public List<KeyId> keys() {
    return StreamSupport.stream(info().path("keyInfo").spliterator(), false)
        .map(key -> new KeyId((int) key.path("keyId").longValue()))
        .toList();
  }

  private JsonNode info() {
    try {
      return JSON.readTree(encrypted).path("keysetInfo");
    } catch (JsonProcessingException e) {
      throw new AssertionError("A keyset is read before it is here", e);
    }
  }

  @Override
  public String toString() {
    return "%s, wrapped by %s".formatted(name, encryption);
  }
}
