package io.meshwright.governance.audit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.meshwright.governance.audit.Verification.Broken;
import io.meshwright.governance.audit.Verification.Fault;
import io.meshwright.governance.audit.Verification.Intact;
import io.meshwright.governance.audit.Verification.Interrupted;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Follows a chain from its beginning to the first entry that is not as it should be. */
final class ChainCheck {

  private final ChainHash hash;
  private final LogLines lines;
  private final Map<Long, Set<String>> known;
  private final long furthest;

  private AuditHead head = AuditHead.NOTHING;

  ChainCheck(ChainHash hash, LogLines lines, List<AuditHead> heads) {
    this.hash = hash;
    this.lines = lines;
    this.known =
        heads.stream().collect(groupingBy(AuditHead::seq, mapping(AuditHead::hash, toSet())));
    this.furthest = heads.stream().mapToLong(AuditHead::seq).max().orElse(0);
  }

  Verification run() throws IOException {
    for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
      Reading reading = Reading.of(line.get(), hash);
      if (!reading.follows(head)) {
        return fault(reading);
      }
      head = reading.entry().orElseThrow().head();
      if (isRewritten()) {
        return rewritten();
      }
    }
    return atTheEnd(lines.unfinished());
  }

  private Verification atTheEnd(byte[] unfinished) {
    if (unfinished.length > 0) {
      Reading reading = Reading.of(unfinished, hash);
      head = reading.follows(head) ? reading.entry().orElseThrow().head() : head;
    }
    if (isRewritten()) {
      return rewritten();
    }
    if (furthest > head.seq()) {
      return new Broken(
          Fault.TRUNCATED,
          head.seq() + 1,
          "the log ends with entry %d, and a head was made of entry %d"
              .formatted(head.seq(), furthest));
    }

    return unfinished.length > 0 ? new Interrupted(head, unfinished.length) : new Intact(head);
  }

  private boolean isRewritten() {
    Collection<String> hashes = known.getOrDefault(head.seq(), Set.of());
    return hashes.stream().anyMatch(kept -> !kept.equals(head.hash()));
  }

  private Verification rewritten() {
    return new Broken(
        Fault.CHANGED,
        head.seq(),
        "entry %d has another hash than the head that was made of it: it, or one before it, was written anew"
            .formatted(head.seq()));
  }

  /** Tells what happened to the entry that should have been read. */
  private Verification fault(Reading found) throws IOException {
    long expected = head.seq() + 1;
    boolean comesLater = comesLater();
    if (found.problem().isPresent()) {
      String problem = "entry %d %s".formatted(expected, found.problem().get());
      return comesLater
          ? new Broken(Fault.INSERTED, expected, problem + "; the true one comes later")
          : new Broken(Fault.CHANGED, expected, problem);
    }

    long seq = found.entry().orElseThrow().seq();
    if (found.entry().orElseThrow().prevHash().equals(head.hash())) {
      return new Broken(
          Fault.CHANGED, expected, "entry %d says that it is entry %d".formatted(expected, seq));
    }
    if (comesLater) {
      return seq > expected
          ? new Broken(
              Fault.REORDERED,
              expected,
              "entry %d stands where entry %d should, which comes later".formatted(seq, expected))
          : new Broken(
              Fault.INSERTED,
              expected,
              "another entry %d stands before entry %d".formatted(seq, expected));
    }
    if (seq > expected) {
      return new Broken(
          Fault.REMOVED,
          expected,
          "entry %d follows entry %d: %s between them"
              .formatted(
                  seq,
                  head.seq(),
                  seq == expected + 1
                      ? "there was one"
                      : "there were %d".formatted(seq - expected)));
    }
    if (seq < expected) {
      return new Broken(
          Fault.INSERTED,
          expected,
          "another entry %d stands after entry %d".formatted(seq, head.seq()));
    }

    return new Broken(
        Fault.CHANGED,
        Math.max(1, head.seq()),
        "entry %d does not follow the entry before it: one of them was written anew"
            .formatted(seq));
  }

  private boolean comesLater() throws IOException {
    for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (Reading.of(line.get(), hash).follows(head)) {
        return true;
      }
    }
    return Reading.of(lines.unfinished(), hash).follows(head);
  }

  /** A line on its own: an entry, or why it is none. */
  private record Reading(Optional<AuditEntry> entry, Optional<String> problem) {

    static Reading of(byte[] line, ChainHash hash) {
      try {
        AuditEntry entry = EntryLine.parse(line);
        return hash.fits(entry)
            ? new Reading(Optional.of(entry), Optional.empty())
            : new Reading(
                Optional.empty(),
                Optional.of(
                    "does not fit its hash: it was changed, or the log has another audit key"));
      } catch (IllegalArgumentException e) {
        return new Reading(Optional.empty(), Optional.of("cannot be read: " + e.getMessage()));
      }
    }

    boolean follows(AuditHead head) {
      return entry
          .filter(each -> each.seq() == head.seq() + 1 && each.prevHash().equals(head.hash()))
          .isPresent();
    }
  }
}
