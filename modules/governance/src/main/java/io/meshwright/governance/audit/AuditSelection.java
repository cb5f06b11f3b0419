package io.meshwright.governance.audit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which entries are meant: those that fit all that is given.
 *
 * @param actions one of these; every action if empty
 * @param since recorded then or later
 * @param until recorded before
 */
public record AuditSelection(
    Optional<String> actor,
    Set<AuditAction> actions,
    Optional<String> resource,
    Optional<Instant> since,
    Optional<Instant> until) {

  public static final AuditSelection ALL =
      new AuditSelection(
          Optional.empty(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

  public AuditSelection {
    requireNonNull(actor, "actor");
    actions = Set.copyOf(actions);
    requireNonNull(resource, "resource");
    requireNonNull(since, "since");
    requireNonNull(until, "until");
  }

  public boolean selects(AuditEntry entry) {
    AuditEvent event = entry.event();
    return actor.map(event.actor()::equals).orElse(true)
        && (actions.isEmpty() || actions.contains(event.action()))
        && resource.map(event.resource()::equals).orElse(true)
        && since.map(start -> !entry.at().isBefore(start)).orElse(true)
        && until.map(end -> entry.at().isBefore(end)).orElse(true);
  }
}
