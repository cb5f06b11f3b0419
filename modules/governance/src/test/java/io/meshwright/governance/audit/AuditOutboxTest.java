package io.meshwright.governance.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditOutboxTest {

  private static final AuditOutbox OUTBOX =
      new AuditOutbox(
          "30b37b1dc8b8309d",
          AuditEvents.AT,
          List.of(AuditEvents.denied(), AuditEvents.published(1)));

  @TempDir private Path folder;

  @Test
  void readsWhatItPrints() {
    assertThat(AuditOutbox.parse(OUTBOX.toJson())).isEqualTo(OUTBOX);
    assertThat(OUTBOX.toJson())
        .isEqualTo(
            """
            {"form":"mesh-audit-outbox-1","id":"30b37b1dc8b8309d",\
            "occurred_at":"2024-01-15T02:00:00Z","events":[{"actor":"ben@company.com",\
            "action":"denied","resource":"finance.ledger","details":{"policy":"pii_handling"}},\
            {"actor":"ana@company.com","action":"published","resource":"sales.orders",\
            "details":{"run":"30b37b1dc8b8309d","version":"1"}}]}""");
  }

  @Test
  void isTakenInOnceHoweverOftenItIsTried() {
    AuditLog log =
        new FileAuditLog(
            folder.resolve("audit.jsonl"),
            Clock.fixed(AuditEvents.AT.plusSeconds(60), ZoneOffset.UTC),
            ChainHash.unkeyed());
    AuditOutbox.take(
        List.of(new AuditOutbox(OUTBOX.id(), OUTBOX.occurredAt(), OUTBOX.events().subList(0, 1))),
        log);

    List<AuditEntry> added = AuditOutbox.take(List.of(OUTBOX, OUTBOX), log);

    assertThat(added)
        .extracting(AuditEntry::event)
        .containsExactly(
            AuditEvent.of(
                "ana@company.com",
                AuditAction.PUBLISHED,
                "sales.orders",
                Map.of(
                    "version", "1",
                    "run", "30b37b1dc8b8309d",
                    "outbox", "30b37b1dc8b8309d/2",
                    "occurred_at", "2024-01-15T02:00:00Z")));
    assertThat(AuditOutbox.take(List.of(OUTBOX, OUTBOX), log)).isEmpty();
    List<AuditEntry> all = new ArrayList<>();
    log.read(AuditSelection.ALL, all::add);
    assertThat(all).hasSize(2);
  }

  @Test
  void refusesWhatIsNoOutbox() {
    assertThatThrownBy(() -> AuditOutbox.parse("[1]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid outbox: it has the keys [] instead of [form, id, occurred_at, events]");
  }
}
