package io.meshwright.contract.evolution;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import java.util.List;
import java.util.Optional;

/**
 * Which classifier claims which part of a contract; the first that fits does.
 *
 * <p>A key without a route is {@link ChangeRule#UNKNOWN} when it changes. To classify a new key,
 * add its route here, its rule to {@link ChangeRule} if none says what it means, and a test.
 */
final class Routes {

  static final List<Route> ALL =
      List.of(
          Route.of("schema.fields." + ChangePath.ORDER, ChangeRule.FIELD_REORDERED),
          Route.of("schema.fields.*", Routes::field).when(Comparison::isOnOneSide),
          Route.of("schema.fields.*.type", Routes::type),
          Route.of("schema.fields.*.constraints", RuleChanges::of),
          Route.of("schema.fields.*.classification", PromiseChanges::classification),
          Route.of("schema.fields.*.deprecated", Routes::fieldDeprecation),
          Route.of("schema.fields.*.is_pii", ChangeRule.MASKING_CHANGED),
          Route.of("schema.fields.*.pii_category", ChangeRule.PII_CATEGORY),
          Route.of("schema.fields.*.protect", ChangeRule.MASKING_CHANGED),
          Route.of("schema.fields.*.generated", ChangeRule.GENERATED_CHANGED),
          Route.of("schema.fields.*.description", ChangeRule.DOCS),
          Route.of("schema.fields.*.examples", ChangeRule.DOCS),
          Route.of("schema.primary_key", Routes::primaryKey),
          Route.of("schema.partitioned_by", ChangeRule.PARTITIONING_CHANGED),
          Route.of("schema.location", ChangeRule.SERVER_MOVED),
          Route.of("schema.type", Routes::format),
          Route.of("sla.quality_checks", RuleChanges::of),
          Route.of("sla.availability", PromiseChanges::availability),
          Route.of("sla.freshness.max_age_hours", PromiseChanges::maxAge),
          Route.of("sla.freshness.update_schedule", PromiseChanges::updateSchedule),
          Route.of("sla.completeness.min_threshold", PromiseChanges::completeness),
          Route.of("classification", PromiseChanges::classification),
          Route.of("data_category", ChangeRule.PURPOSE_CHANGED),
          Route.of("retention_days", PromiseChanges::retention),
          Route.of("subject_key", ChangeRule.PURPOSE_CHANGED),
          Route.of("erasure", ChangeRule.MASKING_CHANGED),
          Route.of("purpose", ChangeRule.PURPOSE_CHANGED),
          Route.of("encryption_enabled", ChangeRule.MASKING_CHANGED),
          Route.of("audit_logging_enabled", Routes::auditLogging),
          Route.of("access.discovery", PromiseChanges::discovery),
          Route.of("access.read." + ChangePath.ORDER, ChangeRule.ORDER_CHANGED),
          Route.of("access.write." + ChangePath.ORDER, ChangeRule.ORDER_CHANGED),
          Route.of("access.read.*", PromiseChanges::readers),
          Route.of("access.write.*", PromiseChanges::grantee),
          Route.of("write.mode", ChangeRule.WRITE_CHANGED),
          Route.of("write.effective_at", ChangeRule.WRITE_CHANGED),
          Route.of("write.keys", ChangeRule.PK_CHANGED),
          Route.of("write.on_empty", ChangeRule.ON_EMPTY_CHANGED),
          Route.of("transform", Routes::transform),
          Route.of("inputs." + ChangePath.ORDER, ChangeRule.ORDER_CHANGED),
          Route.of("inputs.*", ChangeRule.INPUT_CONTRACT_CHANGED),
          Route.of("deprecation", PromiseChanges::deprecation).when(Comparison::isOnOneSide),
          Route.of("deprecation.sunset_on", PromiseChanges::sunset),
          Route.of("deprecation.announced_on", ChangeRule.NOTICE_CHANGED),
          Route.of("deprecation.replacement", ChangeRule.NOTICE_CHANGED),
          Route.of("deprecation.migration_guide", ChangeRule.NOTICE_CHANGED),
          Route.of("observability.metrics", ChangeRule.OBSERVABILITY_CHANGED),
          Route.of("observability.alerts", ChangeRule.OBSERVABILITY_CHANGED),
          Route.of("owner.team", ChangeRule.TEAM),
          Route.of("owner.contact", ChangeRule.TEAM),
          Route.of("owner.slack", ChangeRule.TEAM),
          Route.of("description", ChangeRule.DOCS));

  private Routes() {}

  private static List<Change> field(Comparison comparison) {
    String name = comparison.path().last();
    Optional<Field> removed = comparison.oldContract().schema().findField(name);
    if (comparison.after().isEmpty()) {
      return List.of(
          new Change(
              ChangeRule.FIELD_REMOVED,
              comparison.path(),
              removed.map(field -> field.type().toString()),
              Optional.empty(),
              ChangeRule.FIELD_REMOVED.impact(),
              Optional.empty()));
    }

    return comparison.newContract().schema().findField(name).stream()
        .map(field -> added(comparison, field))
        .toList();
  }

  private static Change added(Comparison comparison, Field field) {
    ChangeRule rule =
        acceptsNull(field) ? ChangeRule.FIELD_ADDED_OPTIONAL : ChangeRule.FIELD_ADDED_REQUIRED;
    Change change =
        new Change(
            rule,
            comparison.path(),
            Optional.empty(),
            Optional.of(field.type().toString()),
            rule.impact(),
            Optional.empty());
    return field.generatedAs().isEmpty()
        ? change
        : change
            .with(change.impact().with(TableWork.REWRITE))
            .with("Delta computes a generated column only in a table created with it");
  }

  /** Rows that were stored before the field was there have null in it. */
  private static boolean acceptsNull(Field field) {
    return field.isNullable()
        && field.rules().stream()
            .filter(rule -> rule.severity().keepsRowsOut())
            .noneMatch(rule -> rule.assertion() instanceof Assertion.Expression);
  }

  private static List<Change> type(Comparison comparison) {
    return TypeChanges.between(
        comparison.path(),
        FieldType.parse(comparison.beforeText().orElseThrow()),
        FieldType.parse(comparison.afterText().orElseThrow()));
  }

  private static List<Change> fieldDeprecation(Comparison comparison) {
    return comparison.changes(
        comparison.after().isPresent()
            ? ChangeRule.FIELD_DEPRECATED
            : ChangeRule.FIELD_UNDEPRECATED);
  }

  private static List<Change> primaryKey(Comparison comparison) {
    if (comparison.before().isEmpty()) {
      return comparison.changes(ChangeRule.PK_ADDED);
    }
    if (comparison.after().isEmpty()) {
      return comparison.changes(ChangeRule.PK_REMOVED);
    }

    List<String> before = comparison.oldContract().schema().primaryKey();
    List<String> after = comparison.newContract().schema().primaryKey();
    boolean sameFields =
        before.size() == after.size()
            && after.stream().allMatch(name -> before.stream().anyMatch(name::equalsIgnoreCase));
    return comparison.changes(sameFields ? ChangeRule.PK_REORDERED : ChangeRule.PK_CHANGED);
  }

  private static List<Change> format(Comparison comparison) {
    return List.of(
        comparison.change(
            ChangeRule.SERVER_FORMAT, "both are published as Delta, so the table stays as it is"));
  }

  private static List<Change> auditLogging(Comparison comparison) {
    Change change = comparison.change(ChangeRule.AUDIT_LOGGING);
    return List.of(comparison.after().isPresent() ? change : change.with(PromiseChanges.APPROVAL));
  }

  private static List<Change> transform(Comparison comparison) {
    return List.of(
        comparison.change(
            ChangeRule.LOGIC_CHANGED, "say in the changelog what rows of the same input become"));
  }
}
