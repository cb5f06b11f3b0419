package io.meshwright.protection;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys that one person has had.
 *
 * @param current the one that encrypts and decrypts; empty after it was destroyed
 * @param destroyed those whose values nobody can read any more
 */
public record SubjectKeys(Optional<WrappedSubjectKey> current, List<Destroyed> destroyed) {

  static final SubjectKeys NONE = new SubjectKeys(Optional.empty(), List.of());

  /** A key that is gone, and since when. */
  public record Destroyed(KeyId id, Instant at) {
    public Destroyed {
      requireNonNull(id, "id");
      requireNonNull(at, "at");
    }
  }

  public SubjectKeys {
    requireNonNull(current, "current");
    destroyed = List.copyOf(destroyed);
  }

  SubjectKeys with(WrappedSubjectKey key) {
    return new SubjectKeys(Optional.of(key), destroyed);
  }

  SubjectKeys destroyed(Instant at) {
    return new SubjectKeys(
        Optional.empty(),
        Stream.concat(destroyed.stream(), current.stream().map(key -> new Destroyed(key.id(), at)))
            .toList());
  }

  boolean had(KeyId id) {
    return destroyed.stream().anyMatch(key -> key.id().equals(id));
  }

  /** The ids of the destroyed keys, four bytes each. */
  byte[] destroyedIds() {
    ByteBuffer ids = ByteBuffer.allocate(destroyed.size() * Integer.BYTES);
    destroyed.forEach(key -> ids.putInt(key.id().number()));
    return ids.array();
  }

  static boolean holds(byte[] destroyedIds, KeyId id) {
    ByteBuffer ids = ByteBuffer.wrap(destroyedIds);
    while (ids.hasRemaining()) {
      if (ids.getInt() == id.number()) {
        return true;
      }
    }
    return false;
  }
}
