package io.meshwright.pipeline;

import io.meshwright.contract.Contract;
import io.meshwright.governance.PolicyViolation;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * Records in the audit log what came of a run: that it published or was refused, which waivers it
 * used, and that it used the keys of protected columns.
 */
final class RunAudit {

  private final AuditTrail trail;
  private final String actor;
  private final Contract contract;

  RunAudit(SparkSession spark, Environment environment, Clock clock, Contract contract) {
    this.trail = new AuditTrail(spark, environment, clock);
    this.actor = environment.user();
    this.contract = contract;
  }

  /** Returns the report, with one more problem if the log does not take it. */
  RunReport record(RunReport report) {
    return trail
        .tryRecord(
            report.identity().runId(), events(report), "The run was %s".formatted(report.outcome()))
        .map(refusal -> report.withProblem(refusal.exitCode(), refusal.problem()))
        .orElse(report);
  }

  private List<AuditEvent> events(RunReport report) {
    Optional<AuditAction> action =
        switch (report.outcome()) {
          case PUBLISHED -> Optional.of(AuditAction.PUBLISHED);
          case REJECTED -> Optional.of(AuditAction.REJECTED);
          case DENIED -> Optional.of(AuditAction.DENIED);
          default -> Optional.empty();
        };
    if (action.isEmpty()) {
      return List.of();
    }

    List<AuditEvent> events = new ArrayList<>();
    events.add(event(action.get(), details(report)));
    report.policies().stream()
        .flatMap(policies -> policies.violations().stream())
        .filter(violation -> violation.waiver().isPresent())
        .forEach(violation -> events.add(event(AuditAction.WAIVER_USED, details(violation))));
    boolean keys =
        contract.schema().fields().stream()
            .anyMatch(field -> field.traits().protection().isPresent());
    if (keys && report.outcome() == Outcome.PUBLISHED) {
      events.add(
          event(
              AuditAction.KEY_USED, Map.of("run_id", report.identity().runId(), "for", "protect")));
    }
    return events;
  }

  private AuditEvent event(AuditAction action, Map<String, String> details) {
    return AuditEvent.of(actor, action, contract.name().toString(), details);
  }

  private static Map<String, String> details(RunReport report) {
    Map<String, String> details = new TreeMap<>();
    details.put("run_id", report.identity().runId());
    details.put("contract_version", report.identity().version().toString());
    details.put("contract_hash", report.identity().contractHash());
    details.put("rows", Long.toString(report.rows().published()));
    report
        .table()
        .versionAfter()
        .ifPresent(version -> details.put("table_version", version.toString()));
    report
        .policies()
        .ifPresent(
            policies -> {
              details.put("policy_hash", policies.policySetHash());
              policies.violations().stream()
                  .filter(PolicyViolation::denies)
                  .map(violation -> violation.rule().toString())
                  .distinct()
                  .reduce((left, right) -> left + ", " + right)
                  .ifPresent(rules -> details.put("denied_by", rules));
            });
    return details;
  }

  private static Map<String, String> details(PolicyViolation violation) {
    return Map.of(
        "rule", violation.rule().toString(),
        "violation", violation.id(),
        "waiver", violation.waiver().orElseThrow());
  }
}
