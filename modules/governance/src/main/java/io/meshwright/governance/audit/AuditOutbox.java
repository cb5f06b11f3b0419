package io.meshwright.governance.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Events of a job that could not reach the log, as a file: {@code <root>/_mesh/outbox/<id>.json}.
 *
 * <p>The file is no chain: until it is taken in, whoever may write it may change it. What is taken
 * in keeps {@code outbox}, the id and the event's number in it, and {@code occurred_at}, the time
 * of the job's clock, as details; so a file that is taken in twice is there once.
 *
 * @param id names the job, such as its run id; a later file of the same id is taken for the same
 * @param occurredAt when, by the clock of the job
 */
public record AuditOutbox(String id, Instant occurredAt, List<AuditEvent> events) {

  private static final String FORM = "mesh-audit-outbox-1";
  private static final String OUTBOX = "outbox";
  private static final List<String> KEYS = List.of("form", "id", "occurred_at", "events");

  public AuditOutbox {
    if (id.isBlank()) {
      throw new IllegalArgumentException("Invalid outbox: it has no id");
    }

    events = List.copyOf(events);
  }

  /**
   * Reads what {@link #toJson} printed.
   *
   * @throws IllegalArgumentException with the reason if it is none
   */
  public static AuditOutbox parse(String json) {
    try {
      JsonNode read = EntryLine.readTree(json);
      EntryLine.requireKeys(read, KEYS);
      if (!EntryLine.readText(read, "form").equals(FORM)) {
        throw new IllegalArgumentException("its 'form' is not " + FORM);
      }

      List<AuditEvent> events = new ArrayList<>();
      read.path("events").forEach(event -> events.add(EntryLine.readEvent(event)));
      return new AuditOutbox(
          EntryLine.readText(read, "id"), EntryLine.readInstant(read, "occurred_at"), events);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Invalid outbox: " + e.getMessage(), e);
    }
  }

  /** One line of JSON. */
  public String toJson() {
    ArrayNode written = EntryLine.object().putArray("events");
    events.forEach(event -> EntryLine.writeEvent(written.addObject(), event));
    return EntryLine.print(
        EntryLine.object()
            .put("form", FORM)
            .put("id", id)
            .put("occurred_at", occurredAt.toString())
            .set("events", written));
  }

  /**
   * Appends the events of {@code outboxes} that {@code log} does not have yet, and returns what
   * they became. Only one process at a time may do so.
   */
  public static List<AuditEntry> take(List<AuditOutbox> outboxes, AuditLog log) {
    Set<String> taken = new HashSet<>();
    log.read(
        AuditSelection.ALL,
        entry -> Optional.ofNullable(entry.event().details().get(OUTBOX)).ifPresent(taken::add));
    return log.append(
        outboxes.stream()
            .flatMap(AuditOutbox::numbered)
            .filter(event -> taken.add(event.details().get(OUTBOX)))
            .toList());
  }

  private Stream<AuditEvent> numbered() {
    return IntStream.range(0, events.size())
        .mapToObj(
            i ->
                events
                    .get(i)
                    .with(OUTBOX, "%s/%d".formatted(id, i + 1))
                    .with("occurred_at", occurredAt.toString()));
  }
}
