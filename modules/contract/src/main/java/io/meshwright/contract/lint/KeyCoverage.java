package io.meshwright.contract.lint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each key of a contract does today: the one table of it.
 *
 * <p>A key either has an effect on a run or a release, or tells people something, or it is accepted
 * and nothing holds anybody to it yet. The last kind is what {@code mesh lint} lists, so that no
 * promise looks kept because it was written down.
 */
public final class KeyCoverage {

  /** What a key does. */
  public enum Effect {
    /** A run, a release or a reader's access goes otherwise because of it. */
    ENFORCED,
    /** It tells people something; there is nothing to enforce. */
    TELLS,
    /** It asks for something that nothing does yet. */
    NOT_ENFORCED
  }

  /** Keys that nothing enforces, by their path, with what they ask for. */
  private static final Map<String, String> NOT_ENFORCED = notEnforced();

  /** Sections by name, with the paths at which they stand and the keys in them that only tell. */
  private static final Map<String, Section> SECTIONS = sections();

  private record Section(List<String> paths, List<String> telling, List<String> enforced) {}

  private KeyCoverage() {}

  /**
   * What a key does, or empty if this table forgot it.
   *
   * @param section the section's name in {@code data_product.schema.json}; {@code contract} for the
   *     top
   */
  public static Optional<Effect> find(String section, String key) {
    Section known = SECTIONS.get(section);
    if (known == null) {
      return Optional.empty();
    }
    if (known.paths().stream().map(path -> join(path, key)).anyMatch(NOT_ENFORCED::containsKey)) {
      return Optional.of(Effect.NOT_ENFORCED);
    }
    if (known.telling().contains(key)) {
      return Optional.of(Effect.TELLS);
    }

    return known.enforced().contains(key) ? Optional.of(Effect.ENFORCED) : Optional.empty();
  }

  /** What the key at this path asks for, if nothing does it yet; positions are not in the path. */
  public static Optional<String> findUnkept(String path) {
    return Optional.ofNullable(NOT_ENFORCED.get(path));
  }

  /** Every path of a key that nothing enforces yet, with what it asks for. */
  public static Map<String, String> unkept() {
    return NOT_ENFORCED;
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static Map<String, String> notEnforced() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("classification", "no access is decided by the product's classification");
    keys.put("encryption_enabled", "no column is encrypted by it; a field's protect does that");
    keys.put("audit_logging_enabled", "runs are logged with or without it, and reads are not");
    keys.put("subject_key", "nothing finds or deletes the rows of a person by it");
    keys.put("purpose", "no reader is asked for a purpose");
    keys.put("schema.fields.classification", "no access is decided by the field's classification");
    keys.put("access.discovery", "there is no catalog yet that hides a product");
    keys.put("access.write", "it lets a domain read; who may publish is not checked");
    return Collections.unmodifiableMap(keys);
  }

  private static Map<String, Section> sections() {
    List<String> checks = List.of("quality_checks", "sla.quality_checks");
    Map<String, Section> sections = new LinkedHashMap<>();
    sections.put(
        "contract",
        new Section(
            List.of(""),
            List.of("owner", "description"),
            List.of(
                "name",
                "version",
                "domain",
                "data_category",
                "retention_days",
                "erasure",
                "inputs",
                "transform",
                "write",
                "definitions",
                "schema",
                "access",
                "sla",
                "quality_checks",
                "observability",
                "changelog",
                "deprecation")));
    sections.put(
        "owner", new Section(List.of("owner"), List.of("team", "contact", "slack"), List.of()));
    sections.put(
        "schema",
        new Section(
            List.of("schema"), List.of("type"), List.of("location", "partitioned_by", "fields")));
    sections.put(
        "field",
        new Section(
            List.of("schema.fields"),
            List.of("description", "deprecated", "examples"),
            List.of(
                "name",
                "definition",
                "type",
                "is_pii",
                "pii_category",
                "protect",
                "is_primary_key",
                "nullable",
                "generated",
                "constraints")));
    sections.put(
        "constraint",
        new Section(
            List.of("schema.fields.constraints"),
            List.of("tags"),
            List.of(
                "not_null",
                "unique",
                "min",
                "max",
                "exclusive_min",
                "exclusive_max",
                "in",
                "not_in",
                "pattern",
                "min_length",
                "max_length",
                "format",
                "compare",
                "references",
                "expression",
                "path",
                "name",
                "severity",
                "tolerance",
                "where",
                "allow_empty")));
    sections.put("access", new Section(List.of("access"), List.of(), List.of("read")));
    sections.put(
        "grantee", new Section(List.of("access.read"), List.of(), List.of("role", "domain")));
    sections.put(
        "sla",
        new Section(
            List.of("sla"),
            List.of(),
            List.of("availability", "freshness", "completeness", "quality_checks")));
    sections.put(
        "sla_freshness",
        new Section(
            List.of("sla.freshness"), List.of(), List.of("max_age_hours", "update_schedule")));
    sections.put(
        "sla_completeness",
        new Section(List.of("sla.completeness"), List.of(), List.of("min_threshold")));
    sections.put(
        "quality_check",
        new Section(
            checks,
            List.of("tags"),
            List.of(
                "query",
                "row_count",
                "row_count_match",
                "unique",
                "uniqueness",
                "distinctness",
                "distinct_count",
                "references",
                "value_set",
                "functional_dependency",
                "monotonic",
                "gap_free",
                "completeness",
                "aggregate",
                "distribution",
                "freshness",
                "expression",
                "threshold",
                "tables",
                "name",
                "severity",
                "tolerance",
                "where",
                "allow_empty")));
    sections.put(
        "row_count", new Section(inside(checks, "row_count"), List.of(), List.of("min", "max")));
    sections.put(
        "completeness",
        new Section(inside(checks, "completeness"), List.of(), List.of("field", "min")));
    sections.put(
        "freshness",
        new Section(inside(checks, "freshness"), List.of(), List.of("field", "max_age_hours")));
    sections.put(
        "row_count_match",
        new Section(inside(checks, "row_count_match"), List.of(), List.of("with", "tolerance")));
    sections.put(
        "key_statistic",
        new Section(inside(checks, "uniqueness"), List.of(), List.of("fields", "min", "max")));
    sections.put(
        "references",
        new Section(inside(checks, "references"), List.of(), List.of("fields", "to", "target")));
    sections.put(
        "value_set",
        new Section(
            inside(checks, "value_set"),
            List.of(),
            List.of("field", "within", "equals", "contains")));
    sections.put(
        "functional_dependency",
        new Section(inside(checks, "functional_dependency"), List.of(), List.of("field", "on")));
    sections.put(
        "monotonic",
        new Section(
            inside(checks, "monotonic"), List.of(), List.of("field", "order", "by", "within")));
    sections.put(
        "gap_free", new Section(inside(checks, "gap_free"), List.of(), List.of("field", "within")));
    sections.put(
        "aggregate",
        new Section(
            inside(checks, "aggregate"),
            List.of(),
            List.of("function", "field", "at", "min", "max")));
    sections.put(
        "distribution",
        new Section(
            inside(checks, "distribution"), List.of(), List.of("field", "distance", "max")));
    sections.put(
        "observability",
        new Section(List.of("observability"), List.of(), List.of("metrics", "alerts")));
    sections.put(
        "metric",
        new Section(List.of("observability.metrics"), List.of(), List.of("name", "expression")));
    sections.put(
        "alert",
        new Section(
            List.of("observability.alerts"), List.of(), List.of("type", "condition", "severity")));
    sections.put(
        "release",
        new Section(
            List.of("changelog"), List.of("changes"), List.of("version", "date", "breaking")));
    sections.put(
        "deprecation",
        new Section(
            List.of("deprecation"),
            List.of("replacement"),
            List.of("announced_on", "sunset_on", "migration_guide")));
    sections.put(
        "input",
        new Section(
            List.of("inputs"),
            List.of(),
            List.of("name", "format", "path", "options", "jdbc", "product", "schema", "columns")));
    sections.put(
        "jdbc",
        new Section(
            List.of("inputs.jdbc"),
            List.of(),
            List.of("url", "table", "user", "password", "options")));
    sections.put(
        "transform", new Section(List.of("transform"), List.of(), List.of("sql", "class")));
    sections.put(
        "write",
        new Section(
            List.of("write"), List.of(), List.of("mode", "keys", "effective_at", "on_empty")));
    return sections;
  }

  private static List<String> inside(List<String> paths, String key) {
    List<String> inside = new ArrayList<>();
    paths.forEach(path -> inside.add(path + "." + key));
    return inside;
  }
}
