package io.meshwright.governance.audit;

import java.time.Instant;
import java.util.Map;

/** Events to record in tests. */
public final class AuditEvents {

  public static final Instant AT = Instant.parse("2024-01-15T02:00:00Z");

  private AuditEvents() {}

  public static AuditEvent published(int version) {
    return AuditEvent.of(
        "ana@company.com",
        AuditAction.PUBLISHED,
        "sales.orders",
        Map.of("version", Integer.toString(version), "run", "30b37b1dc8b8309d"));
  }

  public static AuditEvent denied() {
    return AuditEvent.of(
        "ben@company.com", AuditAction.DENIED, "finance.ledger", Map.of("policy", "pii_handling"));
  }
}
