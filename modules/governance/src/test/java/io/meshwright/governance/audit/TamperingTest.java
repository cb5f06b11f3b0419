package io.meshwright.governance.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.governance.audit.Verification.Broken;
import io.meshwright.governance.audit.Verification.Fault;
import io.meshwright.governance.audit.Verification.Intact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to a log, its verification finds it, and names the first entry it was done to.
 */
class TamperingTest {

  private static final ChainHash HASH = ChainHash.unkeyed();

  @Property(tries = 300)
  void isIntactAsItWasWritten(@ForAll("chains") List<AuditEntry> chain) {
    assertThat(verify(bytes(chain))).isEqualTo(new Intact(chain.get(chain.size() - 1).head()));
  }

  @Property(tries = 1000)
  void findsAChangedByte(
      @ForAll("chains") List<AuditEntry> chain,
      @ForAll @IntRange(max = 1 << 20) int place,
      @ForAll @IntRange(min = 1, max = 255) int difference) {
    byte[] bytes = bytes(chain);
    int changed = place % bytes.length;
    bytes[changed] ^= (byte) difference;

    assertNamed(verify(bytes), entryAt(chain, changed), changed == bytes.length - 1);
  }

  @Property(tries = 1000)
  void findsAMissingByte(
      @ForAll("chains") List<AuditEntry> chain, @ForAll @IntRange(max = 1 << 20) int place) {
    byte[] bytes = bytes(chain);
    int removed = place % bytes.length;
    byte[] shorter = new byte[bytes.length - 1];
    System.arraycopy(bytes, 0, shorter, 0, removed);
    System.arraycopy(bytes, removed + 1, shorter, removed, shorter.length - removed);

    assertNamed(verify(shorter), entryAt(chain, removed), removed == bytes.length - 1);
  }

  @Property(tries = 300)
  void findsARemovedEntry(
      @ForAll("chains") List<AuditEntry> chain, @ForAll @IntRange(max = 100) int place) {
    int removed = place % chain.size();
    List<AuditEntry> shorter = new ArrayList<>(chain);
    AuditHead head = chain.get(chain.size() - 1).head();
    shorter.remove(removed);
    boolean isLast = removed == shorter.size();

    assertFault(
        verify(bytes(shorter), head), isLast ? Fault.TRUNCATED : Fault.REMOVED, removed + 1);
  }

  @Property(tries = 300)
  void findsTwoEntriesThatChangedPlaces(
      @ForAll("chains") List<AuditEntry> chain,
      @ForAll @IntRange(max = 100) int one,
      @ForAll @IntRange(max = 100) int other) {
    int first = Math.min(one % chain.size(), other % chain.size());
    int second = Math.max(one % chain.size(), other % chain.size());
    List<AuditEntry> swapped = new ArrayList<>(chain);
    Collections.swap(swapped, first, second);

    if (first == second) {
      assertThat(verify(bytes(swapped))).isInstanceOf(Intact.class);
    } else {
      assertFault(verify(bytes(swapped)), Fault.REORDERED, first + 1);
    }
  }

  @Property(tries = 300)
  void findsAnEntryThatStandsTwice(
      @ForAll("chains") List<AuditEntry> chain,
      @ForAll @IntRange(max = 100) int which,
      @ForAll @IntRange(max = 100) int where) {
    int copied = which % chain.size();
    int place = copied + 1 + where % (chain.size() - copied);
    List<AuditEntry> longer = new ArrayList<>(chain);
    longer.add(place, chain.get(copied));

    assertFault(verify(bytes(longer)), Fault.INSERTED, place + 1);
  }

  @Property(tries = 300)
  void findsAForgedEntryBetweenTrueOnes(
      @ForAll("chains") List<AuditEntry> chain, @ForAll @IntRange(max = 100) int where) {
    int place = where % chain.size();
    AuditEntry forged =
        HASH.link(new AuditHead(place, "f".repeat(64)), AuditEvents.AT, AuditEvents.published(666));
    List<AuditEntry> longer = new ArrayList<>(chain);
    longer.add(place, forged);

    assertFault(verify(bytes(longer)), Fault.INSERTED, place + 1);
  }

  @Property(tries = 300)
  void findsACutEndIfAHeadWasKept(
      @ForAll("chains") List<AuditEntry> chain, @ForAll @IntRange(max = 100) int where) {
    int left = where % chain.size();
    AuditHead head = chain.get(chain.size() - 1).head();

    assertThat(verify(bytes(chain.subList(0, left)))).isInstanceOf(Intact.class);
    assertFault(verify(bytes(chain.subList(0, left)), head), Fault.TRUNCATED, left + 1);
  }

  @Test
  void findsAnEntryThatWasWrittenAnewWithItsHash() {
    List<AuditEntry> chain =
        chain(List.of(AuditEvents.published(1), AuditEvents.denied(), AuditEvents.published(2)));
    AuditEntry forged = HASH.link(chain.get(0).head(), AuditEvents.AT, AuditEvents.published(1));

    assertThat(verify(bytes(List.of(chain.get(0), forged, chain.get(2)))))
        .isEqualTo(
            new Broken(
                Fault.CHANGED,
                2,
                "entry 3 does not follow the entry before it: one of them was written anew"));
  }

  @Test
  void saysWhatItFinds() {
    List<AuditEntry> chain =
        chain(List.of(AuditEvents.published(1), AuditEvents.denied(), AuditEvents.published(2)));
    String text = new String(bytes(chain), UTF_8);

    assertThat(verify(text.replace("ben", "eve").getBytes(UTF_8)))
        .isEqualTo(
            new Broken(
                Fault.CHANGED,
                2,
                "entry 2 does not fit its hash: it was changed, or the log has another audit key"));
    assertThat(verify(text.replace("\"actor\":\"ben", "\"actor\": \"ben").getBytes(UTF_8)))
        .isEqualTo(
            new Broken(
                Fault.CHANGED, 2, "entry 2 cannot be read: it is not written as entries are"));
    assertThat(verify(bytes(List.of(chain.get(0), chain.get(2)))))
        .isEqualTo(
            new Broken(Fault.REMOVED, 2, "entry 3 follows entry 1: there was one between them"));
    assertThat(verify(bytes(List.of(chain.get(1), chain.get(0), chain.get(2)))))
        .isEqualTo(
            new Broken(
                Fault.REORDERED, 1, "entry 2 stands where entry 1 should, which comes later"));
    assertThat(verify(bytes(List.of(chain.get(0), chain.get(0), chain.get(1)))))
        .isEqualTo(new Broken(Fault.INSERTED, 2, "another entry 1 stands before entry 2"));
  }

  @Provide
  Arbitrary<List<AuditEntry>> chains() {
    Arbitrary<String> texts = Arbitraries.strings().ofMinLength(1).ofMaxLength(12);
    Arbitrary<String> names = texts.filter(text -> !text.isBlank());
    return Combinators.combine(
            names,
            Arbitraries.of(AuditAction.class),
            names,
            Arbitraries.maps(texts, texts).ofMaxSize(3))
        .as(AuditEvent::of)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(TamperingTest::chain);
  }

  private static List<AuditEntry> chain(List<AuditEvent> events) {
    List<AuditEntry> chain = new ArrayList<>();
    AuditHead head = AuditHead.NOTHING;
    for (AuditEvent event : events) {
      AuditEntry entry = HASH.link(head, AuditEvents.AT, event);
      chain.add(entry);
      head = entry.head();
    }
    return chain;
  }

  private static byte[] bytes(List<AuditEntry> entries) {
    return entries.stream()
        .map(entry -> EntryLine.write(entry) + "\n")
        .collect(Collectors.joining())
        .getBytes(UTF_8);
  }

  private static Verification verify(byte[] bytes, AuditHead... heads) {
    try {
      return new ChainCheck(HASH, new LogLines(new ByteArrayInputStream(bytes)), List.of(heads))
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The number of the entry whose line, its end included, has the byte at {@code place}. */
  private static long entryAt(List<AuditEntry> chain, int place) {
    int end = 0;
    for (AuditEntry entry : chain) {
      end += EntryLine.write(entry).getBytes(UTF_8).length + 1;
      if (place < end) {
        return entry.seq();
      }
    }
    throw new IllegalArgumentException("Invalid place " + place);
  }

  private static void assertNamed(Verification found, long seq, boolean isAtTheVeryEnd) {
    if (isAtTheVeryEnd) {
      assertThat(found).isInstanceOf(Verification.Interrupted.class);
    } else {
      assertThat(found).isInstanceOf(Broken.class);
      assertThat(((Broken) found).seq()).isEqualTo(seq);
    }
  }

  private static void assertFault(Verification found, Fault fault, long seq) {
    assertThat(found).isInstanceOf(Broken.class);
    assertThat(((Broken) found).fault()).isEqualTo(fault);
    assertThat(((Broken) found).seq()).isEqualTo(seq);
  }
}
