package io.meshwright.governance.audit;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * How far a log had come: the number of its entries and the hash of the last one.
 *
 * <p>Whoever keeps a head elsewhere can tell later whether all that it stands for is still there.
 */
public record AuditHead(long seq, String hash) {

  /** Before {@link #NOTHING}, which is checked by it. */
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** The head of a log without entries; its hash is what the first entry follows. */
  public static final AuditHead NOTHING = new AuditHead(0, "0".repeat(64));

  public AuditHead {
    requireNonNull(hash, "hash");
    if (seq < 0) {
      throw new IllegalArgumentException("Invalid seq %d: it counts entries".formatted(seq));
    }
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          "Invalid hash '%s': it has 64 hexadecimal digits, in lower case".formatted(hash));
    }
  }
}
