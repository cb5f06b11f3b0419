package io.meshwright.governance.audit;

import static java.util.Objects.requireNonNull;

/** What came of checking a log. */
public sealed interface Verification {

  /** What happened to an entry. */
  enum Fault {
    /** It does not say what it said, or the entry after it follows another. */
    CHANGED,
    /** It is gone. */
    REMOVED,
    /** It was not there. */
    INSERTED,
    /** It stood further down. */
    REORDERED,
    /** It and all after it are gone: a head knows of more. */
    TRUNCATED
  }

  /** Every entry is as it was written and follows the one before. */
  record Intact(AuditHead head) implements Verification {
    public Intact {
      requireNonNull(head, "head");
    }
  }

  /**
   * The chain holds, but half an entry follows it: an append was interrupted, or the end was cut
   * off in the middle of an entry. The next append cuts it off and records that.
   *
   * @param bytes how much there is of the half entry
   */
  record Interrupted(AuditHead head, long bytes) implements Verification {
    public Interrupted {
      requireNonNull(head, "head");
    }
  }

  /**
   * The chain does not hold.
   *
   * @param seq the number of the first bad entry, counted as it should be
   */
  record Broken(Fault fault, long seq, String problem) implements Verification {
    public Broken {
      requireNonNull(fault, "fault");
      requireNonNull(problem, "problem");
    }
  }
}
