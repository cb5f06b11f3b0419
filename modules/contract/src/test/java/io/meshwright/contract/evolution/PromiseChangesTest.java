package io.meshwright.contract.evolution;

import static io.meshwright.contract.evolution.ClassificationCase.bothWays;
import static io.meshwright.contract.evolution.ClassificationCase.step;
import static io.meshwright.contract.evolution.Example.fields;
import static io.meshwright.contract.evolution.Example.top;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of the classification about everything outside of the schema, each in both directions. */
class PromiseChangesTest {

  @ParameterizedTest
  @MethodSource("cases")
  void classifies(ClassificationCase example) {
    example.check();
  }

  @Test
  void everyRuleOfTheClassificationHasACase() {
    List<String> rules =
        Stream.of(FieldAndTypeChangesTest.cases(), RuleChangesTest.cases(), cases())
            .flatMap(cases -> cases)
            .flatMap(ClassificationCase::rules)
            .distinct()
            .toList();

    assertThat(Arrays.stream(ChangeRule.values()).filter(rule -> rule != ChangeRule.UNKNOWN))
        .extracting(ChangeRule::name)
        .containsExactlyInAnyOrderElementsOf(rules);
  }

  static Stream<ClassificationCase> cases() {
    return Stream.of(handlingCases(), accessCases(), serviceCases(), lifeCases(), makingCases())
        .flatMap(List::stream);
  }

  private static List<ClassificationCase> handlingCases() {
    return List.of(
        step(
            top("classification: internal"),
            top("classification: restricted"),
            "CLASSIFICATION_RAISED classification: BREAKING/UNTOUCHED MAJOR NOTHING",
            "CLASSIFICATION_LOWERED classification: NONE/UNTOUCHED MINOR NOTHING"),
        step(
            top(),
            top("classification: internal"),
            "CLASSIFICATION_ADDED classification: UNCERTAIN/UNTOUCHED MINOR NOTHING",
            "CLASSIFICATION_REMOVED classification: UNCERTAIN/UNTOUCHED MINOR NOTHING"),
        step(
            fields("- {name: a, type: string, classification: public}"),
            fields("- {name: a, type: string, classification: internal}"),
            "CLASSIFICATION_RAISED schema.fields.a.classification: BREAKING/UNTOUCHED MAJOR"
                + " NOTHING",
            "CLASSIFICATION_LOWERED schema.fields.a.classification: NONE/UNTOUCHED MINOR NOTHING"),
        bothWays(
            fields("- {name: a, type: string}"),
            fields("- {name: a, type: string, is_pii: true}"),
            "MASKING_CHANGED schema.fields.a.is_pii: BREAKING/UNCERTAIN MAJOR REWRITE"),
        bothWays(
            top(),
            top("encryption_enabled: true"),
            "MASKING_CHANGED encryption_enabled: BREAKING/UNCERTAIN MAJOR REWRITE"),
        bothWays(
            fields("- {name: a, type: string}"),
            fields("- {name: a, type: string, pii_category: contact}"),
            "PII_CATEGORY schema.fields.a.pii_category: NONE/UNTOUCHED MINOR NOTHING"),
        bothWays(
            fields("- {name: a, type: string, is_pii: true}"),
            fields("- {name: a, type: string, is_pii: true, protect: encrypt}"),
            "MASKING_CHANGED schema.fields.a.protect: BREAKING/UNCERTAIN MAJOR REWRITE"),
        bothWays(
            fields("- {name: a, type: string, protect: encrypt}").withTop("subject_key: id"),
            fields("- {name: a, type: string, protect: encrypt}")
                .withTop("subject_key: id", "erasure: shred"),
            "MASKING_CHANGED erasure: BREAKING/UNCERTAIN MAJOR REWRITE"),
        bothWays(
            top(),
            top("data_category: log"),
            "PURPOSE_CHANGED data_category: NONE/UNTOUCHED MINOR NOTHING"),
        bothWays(
            top(),
            top("purpose: delivery"),
            "PURPOSE_CHANGED purpose: NONE/UNTOUCHED MINOR NOTHING"),
        step(
            top("retention_days: 30"),
            top("retention_days: 60"),
            "RETENTION_LONGER retention_days: NONE/UNTOUCHED MINOR NOTHING",
            "RETENTION_SHORTER retention_days: BREAKING/UNTOUCHED MAJOR NOTHING"),
        step(
            top("retention_days: 30"),
            top(),
            "RETENTION_LONGER retention_days: NONE/UNTOUCHED MINOR NOTHING",
            "RETENTION_SHORTER retention_days: BREAKING/UNTOUCHED MAJOR NOTHING"),
        bothWays(
            top(),
            top("audit_logging_enabled: true"),
            "AUDIT_LOGGING audit_logging_enabled: NONE/UNTOUCHED MINOR NOTHING"));
  }

  private static List<ClassificationCase> accessCases() {
    return List.of(
        step(
            top("access: {read: [{role: analyst}, {domain: finance}]}"),
            top("access: {read: [{role: analyst}]}"),
            "ROLE_REMOVED access.read.`domain: finance`: BREAKING/UNTOUCHED MAJOR NOTHING",
            "ROLE_ADDED access.read.`domain: finance`: NONE/UNTOUCHED MINOR NOTHING"),
        step(
            top(),
            top("access: {write: [{role: engineer}]}"),
            "ROLE_ADDED access.write.`role: engineer`: NONE/UNTOUCHED MINOR NOTHING",
            "ROLE_REMOVED access.write.`role: engineer`: BREAKING/UNTOUCHED MAJOR NOTHING"),
        new ClassificationCase(
            top("access: {read: [{role: a}]}"),
            top("access: {write: [{role: a}]}"),
            List.of(
                "ROLE_ADDED access.write.`role: a`: NONE/UNTOUCHED MINOR NOTHING",
                "ROLE_REMOVED access.read.`role: a`: NONE/UNTOUCHED PATCH NOTHING"),
            List.of(
                "ROLE_REMOVED access.write.`role: a`: BREAKING/UNTOUCHED MAJOR NOTHING",
                "ROLE_ADDED access.read.`role: a`: NONE/UNTOUCHED MINOR NOTHING")),
        bothWays(
            top("access: {read: [{role: a}, {role: b}]}"),
            top("access: {read: [{role: b}, {role: a}]}"),
            "ORDER_CHANGED access.read.(order): NONE/NONE PATCH NOTHING"),
        step(
            top("access: {discovery: public}"),
            top("access: {discovery: internal}"),
            "ACCESS_NARROWED access.discovery: BREAKING/UNTOUCHED MAJOR NOTHING",
            "ACCESS_WIDENED access.discovery: NONE/UNTOUCHED MINOR NOTHING"));
  }

  private static List<ClassificationCase> serviceCases() {
    return List.of(
        step(
            top(),
            top("sla: {availability: 99%}"),
            "SLA_ADDED sla.availability: NONE/NONE MINOR NOTHING",
            "SLA_REMOVED sla.availability: BREAKING/UNTOUCHED MAJOR NOTHING"),
        stronger("availability: 99%", "availability: 99.9%", "availability"),
        stronger(
            "freshness: {max_age_hours: 24}",
            "freshness: {max_age_hours: 1.5}",
            "freshness.max_age_hours"),
        stronger(
            "freshness: {update_schedule: 0 2 * * *}",
            "freshness: {update_schedule: '0 2,14 * * *'}",
            "freshness.update_schedule"),
        bothWays(
            top("sla: {freshness: {update_schedule: 0 2 * * *}}"),
            top("sla: {freshness: {update_schedule: 0 3 * * *}}"),
            "SLA_WEAKENED sla.freshness.update_schedule: BREAKING/UNTOUCHED MAJOR NOTHING"),
        step(
            top("sla: {completeness: {min_threshold: 90%}}"),
            top("sla: {completeness: {min_threshold: 95%}}"),
            "SLA_STRENGTHENED sla.completeness.min_threshold: NONE/BREAKING PROVE NOTHING",
            "SLA_WEAKENED sla.completeness.min_threshold: BREAKING/UNTOUCHED MAJOR NOTHING"),
        step(
            top(),
            top("sla: {completeness: {min_threshold: 95%}}"),
            "SLA_ADDED sla.completeness.min_threshold: NONE/BREAKING PROVE NOTHING",
            "SLA_REMOVED sla.completeness.min_threshold: BREAKING/UNTOUCHED MAJOR NOTHING"));
  }

  private static List<ClassificationCase> lifeCases() {
    return List.of(
        step(
            top(),
            top("deprecation: {announced_on: 2024-01-01, sunset_on: 2024-03-01}"),
            "STATUS_DEPRECATED deprecation: NONE/UNTOUCHED MINOR NOTHING",
            "STATUS_UNDEPRECATED deprecation: NONE/UNTOUCHED MINOR NOTHING"),
        step(
            top("deprecation: {announced_on: 2024-01-01, sunset_on: 2024-03-01}"),
            top("deprecation: {announced_on: 2024-01-01, sunset_on: 2024-04-01}"),
            "SUPPORT_END_LATER deprecation.sunset_on: NONE/UNTOUCHED MINOR NOTHING",
            "SUPPORT_END_EARLIER deprecation.sunset_on: BREAKING/UNTOUCHED MAJOR NOTHING"),
        bothWays(
            top("deprecation: {announced_on: 2024-01-01, sunset_on: 2024-03-01}"),
            top(
                "deprecation: {announced_on: 2024-01-02, sunset_on: 2024-03-01,"
                    + " replacement: mesh://sales.orders@^2, migration_guide: guide.md}"),
            "NOTICE_CHANGED deprecation.announced_on: NONE/UNTOUCHED PATCH NOTHING",
            "NOTICE_CHANGED deprecation.replacement: NONE/UNTOUCHED PATCH NOTHING",
            "NOTICE_CHANGED deprecation.migration_guide: NONE/UNTOUCHED PATCH NOTHING"));
  }

  private static List<ClassificationCase> makingCases() {
    return List.of(
        bothWays(
            top("write: {mode: append}"),
            top(),
            "WRITE_CHANGED write.mode: UNCERTAIN/UNCERTAIN MAJOR NOTHING"),
        bothWays(
            top("write: {on_empty: keep}"),
            top(),
            "ON_EMPTY_CHANGED write.on_empty: UNCERTAIN/NONE MINOR NOTHING"),
        bothWays(
            top("transform: {sql: a.sql}"),
            top("transform: {class: com.example.Orders}"),
            "LOGIC_CHANGED transform: UNCERTAIN/UNCERTAIN MINOR NOTHING"),
        bothWays(
            top("inputs: [{name: customers, product: mesh://sales.customers@^1}]"),
            top("inputs: [{name: customers, product: mesh://sales.customers@^2}]"),
            "INPUT_CONTRACT_CHANGED inputs.customers: NONE/UNTOUCHED MINOR NOTHING"),
        bothWays(
            top("inputs: [{name: customers, product: mesh://sales.customers@^1}]"),
            top(),
            "INPUT_CONTRACT_CHANGED inputs.customers: NONE/UNTOUCHED MINOR NOTHING"),
        bothWays(
            top("observability: {metrics: [row_count]}"),
            top("observability: {metrics: [row_count, schema_drift]}"),
            "OBSERVABILITY_CHANGED observability.metrics: NONE/NONE PATCH NOTHING"),
        bothWays(
            top("observability: {alerts: [{type: freshness, condition: age_hours > 2}]}"),
            top("observability: {alerts: [{type: freshness, condition: age_hours > 3}]}"),
            "OBSERVABILITY_CHANGED observability.alerts: NONE/NONE PATCH NOTHING"),
        bothWays(
            top("description: old"),
            top("description: new"),
            "DOCS description: NONE/NONE PATCH NOTHING"),
        bothWays(
            Example.of("1.0.0").withOwner("{team: sales, contact: a@b.c}"),
            Example.of("1.0.0").withOwner("{team: sales, contact: d@e.f}"),
            "TEAM owner.contact: NONE/NONE PATCH NOTHING"));
  }

  private static ClassificationCase stronger(String weak, String strong, String path) {
    return step(
        top("sla: {" + weak + "}"),
        top("sla: {" + strong + "}"),
        "SLA_STRENGTHENED sla.%s: NONE/NONE MINOR NOTHING".formatted(path),
        "SLA_WEAKENED sla.%s: BREAKING/UNTOUCHED MAJOR NOTHING".formatted(path));
  }
}
