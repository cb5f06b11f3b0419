package io.meshwright.contract.evolution;

import static io.meshwright.contract.evolution.ClassificationCase.step;
import static io.meshwright.contract.evolution.Example.fields;
import static io.meshwright.contract.evolution.Example.top;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Written;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of the classification about rules, each in both directions. */
class RuleChangesTest {

  @ParameterizedTest
  @MethodSource("cases")
  void classifies(ClassificationCase example) {
    example.check();
  }

  static Stream<ClassificationCase> cases() {
    return Stream.of(presenceCases(), nestedCases(), valueCases(), checkCases(), optionCases())
        .flatMap(List::stream);
  }

  private static List<ClassificationCase> presenceCases() {
    return List.of(
        rules(
            "",
            "not_null",
            "REQUIRED_ADDED schema.fields.a.constraints.a_not_null: NONE/BREAKING PROVE ALTER",
            "REQUIRED_REMOVED schema.fields.a.constraints.a_not_null: BREAKING/NONE MAJOR ALTER"),
        rules(
            "",
            "unique",
            "UNIQUE_ADDED schema.fields.a.constraints.a_unique: NONE/BREAKING PROVE NOTHING",
            "UNIQUE_REMOVED schema.fields.a.constraints.a_unique: BREAKING/NONE MAJOR NOTHING"),
        rules(
            "",
            "references: sales.customers.id",
            "FK_ADDED schema.fields.a.constraints.a_references: NONE/BREAKING PROVE NOTHING",
            "FK_REMOVED schema.fields.a.constraints.a_references: BREAKING/NONE MAJOR NOTHING"),
        rules(
            "",
            "in: [x, y]",
            "ENUM_ADDED schema.fields.a.constraints.a_in: NONE/BREAKING PROVE ALTER",
            "ENUM_DROPPED schema.fields.a.constraints.a_in: BREAKING/NONE MAJOR ALTER"),
        rules(
            "",
            "min_length: 3",
            "LIMIT_ADDED schema.fields.a.constraints.a_min_length: NONE/BREAKING PROVE ALTER",
            "LIMIT_LOOSENED schema.fields.a.constraints.a_min_length: BREAKING/NONE MAJOR ALTER"),
        rules(
            "",
            "not_in: [x]",
            "LIMIT_ADDED schema.fields.a.constraints.a_not_in: NONE/BREAKING PROVE ALTER",
            "LIMIT_LOOSENED schema.fields.a.constraints.a_not_in: UNCERTAIN/NONE MINOR ALTER"),
        rules(
            "",
            "pattern: '[a-z]+'",
            "PATTERN_CHANGED schema.fields.a.constraints.a_pattern: NONE/BREAKING PROVE ALTER",
            "PATTERN_CHANGED schema.fields.a.constraints.a_pattern: BREAKING/NONE MAJOR ALTER"),
        rules(
            "",
            "format: email",
            "FORMAT_CHANGED schema.fields.a.constraints.a_format: NONE/BREAKING PROVE ALTER",
            "FORMAT_CHANGED schema.fields.a.constraints.a_format: BREAKING/NONE MAJOR ALTER"),
        rules(
            "",
            "expression: a <> ''",
            "QUALITY_ADDED schema.fields.a.constraints.expression: NONE/BREAKING PROVE ALTER",
            "QUALITY_REMOVED schema.fields.a.constraints.expression: BREAKING/NONE MAJOR ALTER"),
        // A rule that keeps no row out promises nothing about rows
        rules(
            "",
            "in: [x], severity: warning",
            "ENUM_ADDED schema.fields.a.constraints.a_in: NONE/NONE MINOR NOTHING",
            "ENUM_DROPPED schema.fields.a.constraints.a_in: NONE/NONE MINOR NOTHING"),
        step(
            fields("- {name: a, type: string, is_primary_key: true, constraints: [not_null]}"),
            fields("- {name: a, type: string, is_primary_key: true}"),
            "REQUIRED_REMOVED schema.fields.a.constraints.a_not_null: NONE/NONE PATCH NOTHING",
            "REQUIRED_ADDED schema.fields.a.constraints.a_not_null: NONE/NONE PATCH NOTHING"));
  }

  private static List<ClassificationCase> nestedCases() {
    String field = "- {name: a, type: 'struct<x:string>', constraints: [not_null%s]}";
    return List.of(
        step(
            fields(field.formatted("")),
            fields(field.formatted(", {not_null: true, path: x, name: x_given}")),
            "REQUIRED_ADDED schema.fields.a.constraints.x_given: NONE/BREAKING PROVE ALTER",
            "REQUIRED_REMOVED schema.fields.a.constraints.x_given: BREAKING/NONE MAJOR ALTER"),
        step(
            fields(field.formatted(", {max_length: 9, path: x, name: x_short}")),
            fields(field.formatted(", {max_length: 8, path: x, name: x_short}")),
            "LIMIT_TIGHTENED schema.fields.a.constraints.x_short.max_length: NONE/BREAKING PROVE"
                + " ALTER",
            "LIMIT_LOOSENED schema.fields.a.constraints.x_short.max_length: BREAKING/NONE MAJOR"
                + " ALTER"));
  }

  private static List<ClassificationCase> valueCases() {
    return List.of(
        rules(
            "in: [x]",
            "in: [x, y]",
            "ENUM_VALUE_ADDED schema.fields.a.constraints.a_in.in: UNCERTAIN/NONE MINOR ALTER",
            "ENUM_VALUE_REMOVED schema.fields.a.constraints.a_in.in: NONE/BREAKING PROVE ALTER"),
        // ENUM_VALUE_RENAMED: a value has no identity but itself
        rules(
            "in: [x, y]",
            "in: [x, z]",
            List.of(
                "ENUM_VALUE_REMOVED schema.fields.a.constraints.a_in.in: NONE/BREAKING PROVE"
                    + " ALTER",
                "ENUM_VALUE_ADDED schema.fields.a.constraints.a_in.in: UNCERTAIN/NONE MINOR"
                    + " ALTER")),
        rules(
            "in: [x, y]",
            "in: [y, x]",
            List.of("ORDER_CHANGED schema.fields.a.constraints.a_in.in: NONE/NONE PATCH NOTHING")),
        rules(
            "not_in: [x]",
            "not_in: [x, y]",
            "LIMIT_TIGHTENED schema.fields.a.constraints.a_not_in.not_in: NONE/BREAKING PROVE"
                + " ALTER",
            "LIMIT_LOOSENED schema.fields.a.constraints.a_not_in.not_in: UNCERTAIN/NONE MINOR"
                + " ALTER"),
        rules(
            "max_length: 9",
            "max_length: 10",
            "LIMIT_LOOSENED schema.fields.a.constraints.a_max_length.max_length: BREAKING/NONE"
                + " MAJOR ALTER",
            "LIMIT_TIGHTENED schema.fields.a.constraints.a_max_length.max_length: NONE/BREAKING"
                + " PROVE ALTER"),
        limits("double", "min: 9", "min: 10.5", "min.min"),
        limits("double", "exclusive_max: 1e3", "exclusive_max: 20", "exclusive_max.exclusive_max"),
        step(
            constrained("double", "max: 1000"),
            constrained("double", "max: 1e3"),
            "DOCS schema.fields.a.constraints.a_max.max: NONE/NONE PATCH NOTHING",
            "DOCS schema.fields.a.constraints.a_max.max: NONE/NONE PATCH NOTHING"),
        limits("date", "min: 2024-01-31", "min: 2024-02-01", "min.min"),
        rules(
            "pattern: '[a-z]+'",
            "pattern: '[a-z]*'",
            List.of(
                "PATTERN_CHANGED schema.fields.a.constraints.a_pattern.pattern:"
                    + " UNCERTAIN/UNCERTAIN MAJOR ALTER")),
        rules(
            "format: ipv4",
            "format: ipv6",
            List.of(
                "FORMAT_CHANGED schema.fields.a.constraints.a_format.format: BREAKING/BREAKING"
                    + " MAJOR ALTER")),
        rules(
            "references: sales.customers.id",
            "references: sales.people.id",
            List.of(
                "FK_TARGET schema.fields.a.constraints.a_references.references:"
                    + " BREAKING/BREAKING MAJOR NOTHING")),
        rules(
            "expression: a <> ''",
            "expression: a <> ' '",
            List.of(
                "QUALITY_CHANGED schema.fields.a.constraints.expression.expression:"
                    + " UNCERTAIN/UNCERTAIN MAJOR ALTER")),
        // The order of texts is the database's business
        rules(
            "min: a",
            "min: b",
            List.of(
                "QUALITY_CHANGED schema.fields.a.constraints.a_min.min: UNCERTAIN/UNCERTAIN"
                    + " MAJOR ALTER")));
  }

  private static List<ClassificationCase> checkCases() {
    return List.of(
        checks(
            "query: SELECT 1, threshold: 0",
            "query: SELECT 1, threshold: 5",
            "QUALITY_LOOSENED sla.quality_checks.c.threshold: BREAKING/NONE MAJOR NOTHING",
            "QUALITY_TIGHTENED sla.quality_checks.c.threshold: NONE/BREAKING PROVE NOTHING"),
        checks(
            "query: SELECT 1, threshold: 0",
            "query: SELECT 2, threshold: 0",
            List.of(
                "QUALITY_CHANGED sla.quality_checks.c.query: UNCERTAIN/UNCERTAIN MAJOR NOTHING")),
        checks(
            "row_count: {min: 1}",
            "row_count: {min: 2, max: 9}",
            List.of(
                "QUALITY_TIGHTENED sla.quality_checks.c.row_count.min: NONE/BREAKING PROVE"
                    + " NOTHING",
                "QUALITY_TIGHTENED sla.quality_checks.c.row_count.max: NONE/BREAKING PROVE"
                    + " NOTHING"),
            List.of(
                "QUALITY_LOOSENED sla.quality_checks.c.row_count.min: BREAKING/NONE MAJOR NOTHING",
                "QUALITY_LOOSENED sla.quality_checks.c.row_count.max: BREAKING/NONE MAJOR"
                    + " NOTHING")),
        checks(
            "completeness: {field: id, min: 90%}",
            "completeness: {field: id, min: 95%}",
            "QUALITY_TIGHTENED sla.quality_checks.c.completeness.min: NONE/BREAKING PROVE NOTHING",
            "QUALITY_LOOSENED sla.quality_checks.c.completeness.min: BREAKING/NONE MAJOR NOTHING"),
        checks(
            "freshness: {field: day, max_age_hours: 24}",
            "freshness: {field: day, max_age_hours: 26}",
            "QUALITY_LOOSENED sla.quality_checks.c.freshness.max_age_hours: BREAKING/NONE MAJOR"
                + " NOTHING",
            "QUALITY_TIGHTENED sla.quality_checks.c.freshness.max_age_hours: NONE/BREAKING PROVE"
                + " NOTHING"),
        checks(
            "uniqueness: {fields: [id], min: 90%}",
            "uniqueness: {fields: [id], min: 99%}",
            "QUALITY_TIGHTENED sla.quality_checks.c.uniqueness.min: NONE/BREAKING PROVE NOTHING",
            "QUALITY_LOOSENED sla.quality_checks.c.uniqueness.min: BREAKING/NONE MAJOR NOTHING"),
        checks(
            "row_count_match: {with: sales.items}",
            "row_count_match: {with: sales.items, tolerance: 1%}",
            "QUALITY_LOOSENED sla.quality_checks.c.row_count_match.tolerance: BREAKING/NONE MAJOR"
                + " NOTHING",
            "QUALITY_TIGHTENED sla.quality_checks.c.row_count_match.tolerance: NONE/BREAKING PROVE"
                + " NOTHING"),
        checks(
            "gap_free: {field: day}",
            "gap_free: {field: day, within: [id]}",
            List.of(
                "QUALITY_CHANGED sla.quality_checks.c.gap_free.within: UNCERTAIN/UNCERTAIN MAJOR"
                    + " NOTHING")),
        checks(
            "unique: [id]",
            "row_count: {min: 1}",
            List.of(
                "UNIQUE_REMOVED sla.quality_checks.c: BREAKING/NONE MAJOR NOTHING",
                "QUALITY_ADDED sla.quality_checks.c: NONE/BREAKING PROVE NOTHING"),
            List.of(
                "QUALITY_REMOVED sla.quality_checks.c: BREAKING/NONE MAJOR NOTHING",
                "UNIQUE_ADDED sla.quality_checks.c: NONE/BREAKING PROVE NOTHING")),
        step(
            top("quality_checks: [{name: c, unique: [id]}, {name: d, unique: [day]}]"),
            top("quality_checks: [{name: d, unique: [day]}, {name: c, unique: [id]}]"),
            "ORDER_CHANGED sla.quality_checks.(order): NONE/NONE PATCH NOTHING",
            "ORDER_CHANGED sla.quality_checks.(order): NONE/NONE PATCH NOTHING"),
        step(
            top("quality_checks: [{name: c, unique: [id]}]"),
            top("quality_checks: [{name: other, unique: [id]}]"),
            "QUALITY_RENAMED sla.quality_checks.other: NONE/NONE PATCH ALTER",
            "QUALITY_RENAMED sla.quality_checks.c: NONE/NONE PATCH ALTER"));
  }

  private static List<ClassificationCase> optionCases() {
    String in = "in: [x]";
    String path = "schema.fields.a.constraints.a_in.";
    return List.of(
        rules(
            in,
            in + ", severity: warning",
            "QUALITY_SEVERITY_LOWERED " + path + "severity: BREAKING/NONE MAJOR ALTER",
            "QUALITY_SEVERITY_RAISED " + path + "severity: NONE/BREAKING PROVE ALTER"),
        rules(
            in,
            in + ", severity: critical",
            "QUALITY_SEVERITY_RAISED " + path + "severity: NONE/NONE MINOR NOTHING",
            "QUALITY_SEVERITY_LOWERED " + path + "severity: NONE/NONE MINOR NOTHING"),
        // Nobody relied on more values being a warning, and rows owe the error that is new
        new ClassificationCase(
            constrained("string", "in: [x], severity: warning"),
            constrained("string", "in: [x, y]"),
            List.of(
                "QUALITY_SEVERITY_RAISED " + path + "severity: NONE/BREAKING PROVE ALTER",
                "ENUM_VALUE_ADDED " + path + "in: NONE/NONE MINOR NOTHING"),
            List.of(
                "QUALITY_SEVERITY_LOWERED " + path + "severity: BREAKING/NONE MAJOR ALTER",
                "ENUM_VALUE_REMOVED " + path + "in: NONE/NONE MINOR NOTHING")),
        rules(
            in,
            in + ", tolerance: 1%",
            "QUALITY_LOOSENED " + path + "tolerance: BREAKING/NONE MAJOR ALTER",
            "QUALITY_TIGHTENED " + path + "tolerance: NONE/BREAKING PROVE ALTER"),
        rules(
            in + ", tolerance: 5",
            in + ", tolerance: 1%",
            List.of("QUALITY_CHANGED " + path + "tolerance: UNCERTAIN/UNCERTAIN MAJOR ALTER")),
        rules(
            in,
            in + ", where: id > 0",
            "QUALITY_LOOSENED " + path + "where: BREAKING/NONE MAJOR ALTER",
            "QUALITY_TIGHTENED " + path + "where: NONE/BREAKING PROVE ALTER"),
        rules(
            in + ", where: id > 0",
            in + ", where: id > 0, allow_empty: true",
            "QUALITY_LOOSENED " + path + "allow_empty: BREAKING/NONE MAJOR ALTER",
            "QUALITY_TIGHTENED " + path + "allow_empty: NONE/BREAKING PROVE ALTER"),
        rules(
            in + ", where: id > 0",
            in + ", where: id > 1",
            List.of("QUALITY_CHANGED " + path + "where: UNCERTAIN/UNCERTAIN MAJOR ALTER")),
        rules(
            in,
            in + ", tags: [gdpr]",
            List.of("QUALITY_TEXT " + path + "tags: NONE/NONE PATCH NOTHING")));
  }

  /** A kind that no contract has yet is compared by the names of its keys. */
  @Test
  void classifiesAKindThatItHasNeverHeardOf() {
    Written loose = unheardOf(Map.of("min_width", "1", "max_width", "9", "shape", "round"));
    Written tight = unheardOf(Map.of("min_width", "2", "shape", "square"));

    assertThat(print(loose, tight))
        .containsExactlyInAnyOrder(
            "QUALITY_TIGHTENED rules.r.novelty.min_width: NONE/BREAKING PROVE NOTHING",
            "QUALITY_LOOSENED rules.r.novelty.max_width: BREAKING/NONE MAJOR NOTHING",
            "QUALITY_CHANGED rules.r.novelty.shape: UNCERTAIN/UNCERTAIN MAJOR NOTHING");
    assertThat(print(Written.Keys.NONE, tight))
        .containsExactly("QUALITY_ADDED rules.r: NONE/BREAKING PROVE NOTHING");
    assertThat(print(tight, Written.Keys.NONE))
        .containsExactly("QUALITY_REMOVED rules.r: BREAKING/NONE MAJOR NOTHING");
  }

  private static List<String> print(Written before, Written after) {
    Contract any = Example.of("1.0.0").contract();
    Comparison comparison =
        new Comparison(ChangePath.of("rules"), Optional.of(before), Optional.of(after), any, any);
    return RuleChanges.of(comparison).stream().map(ClassificationCase::print).toList();
  }

  private static Written unheardOf(Map<String, String> options) {
    Map<String, Written> keys = new TreeMap<>();
    options.forEach((key, value) -> keys.put(key, new Written.Text(value)));
    Map<String, Written> rule = new LinkedHashMap<>();
    rule.put("novelty", new Written.Keys(keys));
    rule.put("severity", new Written.Text("critical"));
    return new Written.Keys(Map.of("r", new Written.Keys(rule)));
  }

  private static ClassificationCase rules(
      String before, String after, String forward, String backward) {
    return step(constrained("string", before), constrained("string", after), forward, backward);
  }

  private static ClassificationCase rules(String before, String after, List<String> bothWays) {
    return new ClassificationCase(
        constrained("string", before), constrained("string", after), bothWays, bothWays);
  }

  private static ClassificationCase limits(
      String type, String looser, String tighter, String rule) {
    String path = "schema.fields.a.constraints.a_" + rule;
    return step(
        constrained(type, looser),
        constrained(type, tighter),
        "LIMIT_TIGHTENED " + path + ": NONE/BREAKING PROVE ALTER",
        "LIMIT_LOOSENED " + path + ": BREAKING/NONE MAJOR ALTER");
  }

  private static Example constrained(String type, String constraint) {
    String constraints =
        constraint.isEmpty()
            ? ""
            : ", constraints: [%s]"
                .formatted(constraint.contains(":") ? "{" + constraint + "}" : constraint);
    return fields("- {name: a, type: %s%s}".formatted(type, constraints));
  }

  private static ClassificationCase checks(
      String before, String after, String forward, String backward) {
    return checks(before, after, List.of(forward), List.of(backward));
  }

  private static ClassificationCase checks(String before, String after, List<String> bothWays) {
    return checks(before, after, bothWays, bothWays);
  }

  private static ClassificationCase checks(
      String before, String after, List<String> forward, List<String> backward) {
    String check = "quality_checks: [{name: c, %s}]";
    return new ClassificationCase(
        top(check.formatted(before)), top(check.formatted(after)), forward, backward);
  }
}
