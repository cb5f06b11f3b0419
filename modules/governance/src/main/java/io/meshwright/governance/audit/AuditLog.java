package io.meshwright.governance.audit;

import java.util.List;
import java.util.function.Consumer;

/**
 * Remembers who did what, so that a later change of the memory shows.
 *
 * <p>Entries are appended and never altered; each carries a hash over itself and the hash of the
 * one before. That makes a log <em>tamper-evident</em>, not tamper-proof: whoever may write the
 * store can still replace all of it, or cut its end off. A {@link SignedHead} that is kept
 * elsewhere shows both, up to where it was signed.
 *
 * <p>Any number of threads and processes may append at once: the chain never forks. A job that
 * cannot reach the log leaves its events in an {@link AuditOutbox} instead.
 */
public interface AuditLog {

  /**
   * Appends {@code events} in their order, and returns the entries they became. When this returns
   * they survive a crash; after a crash before that, some of the first ones may be there.
   *
   * <p>The log's clock gives the time. Where it is behind the entry before, that entry's time is
   * taken, and the detail {@code clock_said} keeps what the clock said.
   *
   * @throws BrokenAuditLogException if the log's end is not as it was written: nothing is appended
   *     to a chain that is known to be broken
   */
  List<AuditEntry> append(List<AuditEvent> events);

  /** Appends one event. */
  default AuditEntry append(AuditEvent event) {
    return append(List.of(event)).get(0);
  }

  /**
   * Gives {@code reader} the selected entries, oldest first. Whether the chain holds is not looked
   * at. The reader must not use the log.
   *
   * @throws BrokenAuditLogException at the first entry that cannot be read
   */
  void read(AuditSelection selection, Consumer<AuditEntry> reader);

  /**
   * Checks the whole chain, and that each of {@code heads} is a part of it. That the heads are
   * genuine is for the caller to know.
   */
  Verification verify(List<AuditHead> heads);
}
