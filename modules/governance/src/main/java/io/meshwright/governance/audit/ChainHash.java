package io.meshwright.governance.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The hash that ties an entry to the one before.
 *
 * <p>It is SHA-256, or HMAC-SHA-256 where there is a key, over the fields one after the other: each
 * as UTF-8 with its length, four bytes big-endian, before it. So no two entries have the same
 * bytes. Without a key whoever rewrites an entry can also rewrite what follows; with one, only
 * whoever has the key.
 */
public final class ChainHash {

  private static final String FORM = "mesh-audit-1";
  private static final String HMAC = "HmacSHA256";

  /** Shorter keys are guessed: as long as the hash, as RFC 2104 advises. */
  private static final int SHORTEST_KEY = 32;

  private final Optional<SecretKeySpec> key;

  private ChainHash(Optional<SecretKeySpec> key) {
    this.key = key;
  }

  public static ChainHash unkeyed() {
    return new ChainHash(Optional.empty());
  }

  /**
   * Hashes that only a holder of {@code secret} can make or check.
   *
   * @throws IllegalArgumentException if it has less than 32 bytes
   */
  public static ChainHash keyed(byte[] secret) {
    if (secret.length < SHORTEST_KEY) {
      throw new IllegalArgumentException(
          "Invalid audit key: it has %d bytes, and %d at least are needed"
              .formatted(secret.length, SHORTEST_KEY));
    }

    return new ChainHash(Optional.of(new SecretKeySpec(secret, HMAC)));
  }

  /** The entry that {@code event} becomes after {@code head}. */
  AuditEntry link(AuditHead head, Instant at, AuditEvent event) {
    long seq = head.seq() + 1;
    return new AuditEntry(seq, at, event, head.hash(), hash(seq, at, event, head.hash()));
  }

  boolean fits(AuditEntry entry) {
    return entry.hash().equals(hash(entry.seq(), entry.at(), entry.event(), entry.prevHash()));
  }

  private String hash(long seq, Instant at, AuditEvent event, String prevHash) {
    List<String> fields = new ArrayList<>();
    fields.add(FORM);
    fields.add(prevHash);
    fields.add(Long.toString(seq));
    fields.add(at.toString());
    fields.add(event.actor());
    fields.add(event.action().word());
    fields.add(event.resource());
    event
        .details()
        .forEach(
            (name, value) -> {
              fields.add(name);
              fields.add(value);
            });
    return HexFormat.of().formatHex(digest(lengthPrefixed(fields)));
  }

  static byte[] lengthPrefixed(List<String> fields) {
    List<byte[]> parts = fields.stream().map(field -> field.getBytes(UTF_8)).toList();
    int length = parts.stream().mapToInt(part -> Integer.BYTES + part.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(length);
    parts.forEach(part -> bytes.putInt(part.length).put(part));
    return bytes.array();
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private byte[] digest(byte[] bytes) {
    return key.map(secret -> hmac(secret, bytes)).orElseGet(() -> sha256(bytes));
  }

  private static byte[] hmac(SecretKeySpec key, byte[] bytes) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(bytes);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("Invalid audit key", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + HMAC, e);
    }
  }
}
