package io.meshwright.governance.audit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One link of the chain: an event, when it was recorded, and what it follows.
 *
 * @param seq counts from 1, without gaps
 * @param at when it was recorded, in UTC, to the millisecond; never before the entry it follows
 * @param prevHash the hash of the entry it follows, or {@link AuditHead#NOTHING}'s
 * @param hash over all of the above, in hexadecimal
 */
public record AuditEntry(long seq, Instant at, AuditEvent event, String prevHash, String hash) {

  public AuditEntry {
    requireNonNull(at, "at");
    requireNonNull(event, "event");
    requireNonNull(prevHash, "prevHash");
    requireNonNull(hash, "hash");
    if (seq < 1) {
      throw new IllegalArgumentException("Invalid seq %d: entries count from 1".formatted(seq));
    }
  }

  /** The entry as it stands in a log: one line of JSON, in the one form that it has. */
  public String toJson() {
    return EntryLine.write(this);
  }

  public AuditHead head() {
    return new AuditHead(seq, hash);
  }
}
