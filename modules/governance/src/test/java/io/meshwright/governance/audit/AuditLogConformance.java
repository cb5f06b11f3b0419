package io.meshwright.governance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.governance.audit.Verification.Broken;
import io.meshwright.governance.audit.Verification.Fault;
import io.meshwright.governance.audit.Verification.Intact;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link AuditLog} must do. Its own test extends this and adds what its store needs. */
public abstract class AuditLogConformance {

  protected final SettableClock clock = new SettableClock(AuditEvents.AT);

  /** A log that remembers nothing yet. */
  protected abstract AuditLog newLog(Clock clock);

  @Test
  public void knowsNothingAtFirst() {
    AuditLog log = newLog(clock);

    assertThat(all(log)).isEmpty();
    assertThat(log.verify(List.of())).isEqualTo(new Intact(AuditHead.NOTHING));
  }

  @Test
  public void remembersWhatItIsToldInItsOrder() {
    AuditLog log = newLog(clock);

    List<AuditEntry> first = log.append(List.of(AuditEvents.published(1), AuditEvents.denied()));
    AuditEntry second = log.append(AuditEvents.published(2));

    assertThat(all(log)).containsExactly(first.get(0), first.get(1), second);
    assertThat(all(log)).extracting(AuditEntry::seq).containsExactly(1L, 2L, 3L);
    assertThat(all(log)).extracting(AuditEntry::at).containsOnly(AuditEvents.AT);
    assertThat(all(log))
        .extracting(AuditEntry::event)
        .containsExactly(AuditEvents.published(1), AuditEvents.denied(), AuditEvents.published(2));
    assertThat(log.verify(List.of())).isEqualTo(new Intact(second.head()));
  }

  @Test
  public void tiesEachEntryToTheOneBefore() {
    AuditLog log = newLog(clock);
    List<AuditEntry> entries =
        log.append(List.of(AuditEvents.published(1), AuditEvents.published(1)));

    assertThat(entries.get(0).prevHash()).isEqualTo(AuditHead.NOTHING.hash());
    assertThat(entries.get(1).prevHash()).isEqualTo(entries.get(0).hash());
    assertThat(entries.get(1).hash()).isNotEqualTo(entries.get(0).hash());
  }

  @Test
  public void appendsNothingIfItIsToldNothing() {
    AuditLog log = newLog(clock);

    assertThat(log.append(List.of())).isEmpty();
    assertThat(all(log)).isEmpty();
  }

  @Test
  public void keepsEveryCharacter() {
    AuditLog log = newLog(clock);
    AuditEvent odd =
        AuditEvent.of(
            "Ωμέγα \"x\"\n\t\u0000\u2028\uD83D\uDE00",
            AuditAction.READ,
            "a\\b",
            Map.of("", " ", "\n", "\r"));

    log.append(odd);

    assertThat(all(log)).extracting(AuditEntry::event).containsExactly(odd);
    assertThat(log.verify(List.of())).isInstanceOf(Intact.class);
  }

  @Test
  public void keepsItsOrderWhenTheClockGoesBack() {
    AuditLog log = newLog(clock);
    log.append(AuditEvents.published(1));
    clock.set(AuditEvents.AT.minusSeconds(60));

    AuditEntry behind = log.append(AuditEvents.denied());
    clock.set(AuditEvents.AT.plusSeconds(1));
    AuditEntry ahead = log.append(AuditEvents.denied());

    assertThat(behind.at()).isEqualTo(AuditEvents.AT);
    assertThat(behind.event().details())
        .isEqualTo(Map.of("policy", "pii_handling", "clock_said", "2024-01-15T01:59:00Z"));
    assertThat(ahead.at()).isEqualTo(AuditEvents.AT.plusSeconds(1));
    assertThat(ahead.event()).isEqualTo(AuditEvents.denied());
    assertThat(log.verify(List.of())).isEqualTo(new Intact(ahead.head()));
  }

  @Test
  public void findsWhatIsAskedFor() {
    AuditLog log = newLog(clock);
    log.append(AuditEvents.published(1));
    clock.set(AuditEvents.AT.plusSeconds(1));
    AuditEntry denied = log.append(AuditEvents.denied());
    clock.set(AuditEvents.AT.plusSeconds(2));
    log.append(AuditEvents.published(2));

    assertThat(
            List.of(
                new AuditSelection(
                    Optional.of("ben@company.com"),
                    Set.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
                new AuditSelection(
                    Optional.empty(),
                    Set.of(AuditAction.DENIED),
                    Optional.of("finance.ledger"),
                    Optional.empty(),
                    Optional.empty()),
                new AuditSelection(
                    Optional.empty(),
                    Set.of(),
                    Optional.empty(),
                    Optional.of(AuditEvents.AT.plusSeconds(1)),
                    Optional.of(AuditEvents.AT.plusSeconds(2)))))
        .allSatisfy(selection -> assertThat(selected(log, selection)).containsExactly(denied));
  }

  @Test
  public void knowsItsOwnHeads() {
    AuditLog log = newLog(clock);
    AuditHead first = log.append(AuditEvents.published(1)).head();
    AuditHead second = log.append(AuditEvents.published(2)).head();

    assertThat(log.verify(List.of(AuditHead.NOTHING, second, first))).isEqualTo(new Intact(second));
  }

  @Test
  public void missesEntriesThatAHeadKnows() {
    AuditLog longer = newLog(clock);
    longer.append(AuditEvents.published(1));
    longer.append(AuditEvents.published(2));
    AuditHead third = longer.append(AuditEvents.published(3)).head();
    AuditLog log = newLog(clock);
    log.append(AuditEvents.published(1));

    assertThat(log.verify(List.of(third)))
        .isEqualTo(
            new Broken(
                Fault.TRUNCATED, 2, "the log ends with entry 1, and a head was made of entry 3"));
  }

  @Test
  public void findsThatItWasWrittenAnew() {
    AuditLog original = newLog(clock);
    original.append(AuditEvents.denied());
    AuditHead head = original.append(AuditEvents.published(1)).head();
    AuditLog log = newLog(clock);
    log.append(List.of(AuditEvents.published(1), AuditEvents.published(1)));

    assertThat(log.verify(List.of())).isInstanceOf(Intact.class);
    assertThat(log.verify(List.of(head)))
        .isEqualTo(
            new Broken(
                Fault.CHANGED,
                2,
                "entry 2 has another hash than the head that was made of it: it, or one before it,"
                    + " was written anew"));
  }

  @Test
  public void neverForksHoweverManyThreadsAppend() throws Exception {
    AuditLog log = newLog(clock);
    int threads = 4;
    int each = 25;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    Callable<List<AuditEntry>> appending =
        () -> IntStream.range(0, each).mapToObj(i -> log.append(AuditEvents.published(i))).toList();

    List<AuditEntry> returned = new ArrayList<>();
    for (Future<List<AuditEntry>> future :
        pool.invokeAll(Stream.generate(() -> appending).limit(threads).toList())) {
      returned.addAll(future.get());
    }
    pool.shutdown();

    assertThat(all(log)).containsExactlyInAnyOrderElementsOf(returned);
    assertThat(all(log).stream().map(AuditEntry::seq).collect(Collectors.toList()))
        .isEqualTo(LongStream.rangeClosed(1, returned.size()).boxed().toList());
    assertThat(log.verify(List.of())).isInstanceOf(Intact.class);
  }

  protected static List<AuditEntry> all(AuditLog log) {
    return selected(log, AuditSelection.ALL);
  }

  private static List<AuditEntry> selected(AuditLog log, AuditSelection selection) {
    List<AuditEntry> entries = new ArrayList<>();
    log.read(selection, entries::add);
    return entries;
  }
}
