package io.meshwright.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The keys a contract may have, section by section: what the reader reads and the schema allows.
 */
final class ContractKeys {

  /** Names the file of the domain's shared fields. */
  static final String DEFINITIONS = "definitions";

  /** Names the shared field that a field of the contract is. */
  static final String DEFINITION = "definition";

  static final List<String> CONTRACT =
      List.of(
          "name",
          "version",
          "domain",
          "owner",
          "description",
          "classification",
          "data_category",
          "retention_days",
          "subject_key",
          "erasure",
          "purpose",
          "encryption_enabled",
          "audit_logging_enabled",
          "inputs",
          "transform",
          "write",
          DEFINITIONS,
          "schema",
          "access",
          "sla",
          "quality_checks",
          "observability",
          "changelog",
          "deprecation");

  static final List<String> OWNER = List.of("team", "contact", "slack");
  static final List<String> SCHEMA = List.of("type", "location", "partitioned_by", "fields");

  static final List<String> FIELD =
      List.of(
          "name",
          DEFINITION,
          "type",
          "description",
          "is_primary_key",
          "nullable",
          "deprecated",
          "is_pii",
          "pii_category",
          "classification",
          "protect",
          "generated",
          "examples",
          "constraints");

  static final List<String> DEFINITIONS_FILE = List.of("domain", "fields");

  /** What is said of a field in one table only, and so in no definition. */
  static final List<String> OF_ONE_TABLE = List.of("is_primary_key", "generated");

  static final List<String> SHARED_FIELD =
      FIELD.stream().filter(key -> !key.equals(DEFINITION) && !OF_ONE_TABLE.contains(key)).toList();

  /** Kinds of constraints that are about one value, wherever in the field it lies. */
  static final List<String> VALUE_KINDS =
      List.of(
          "min",
          "max",
          "exclusive_min",
          "exclusive_max",
          "in",
          "not_in",
          "pattern",
          "min_length",
          "max_length",
          "format");

  static final List<String> CONSTRAINT_KINDS =
      concat(
          List.of("not_null", "unique"),
          concat(VALUE_KINDS, List.of("compare", "references", "expression")));

  static final List<String> RULE_OPTIONS =
      List.of("name", "severity", "tolerance", "where", "allow_empty", "tags");

  static final List<String> CONSTRAINT =
      concat(CONSTRAINT_KINDS, concat(List.of("path"), RULE_OPTIONS));

  static final List<String> CHECK_KINDS =
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
          "expression");

  static final List<String> QUERY_OPTIONS = List.of("threshold", "tables");

  static final List<String> QUALITY_CHECK =
      concat(CHECK_KINDS, concat(QUERY_OPTIONS, RULE_OPTIONS));

  static final List<String> ROW_COUNT = List.of("min", "max");
  static final List<String> COMPLETENESS = List.of("field", "min");
  static final List<String> FRESHNESS = List.of("field", "max_age_hours");
  static final List<String> ROW_COUNT_MATCH = List.of("with", "tolerance");
  static final List<String> KEY_STATISTIC = List.of("fields", "min", "max");
  static final List<String> REFERENCES = List.of("fields", "to", "target");
  static final List<String> SET_RELATIONS = List.of("within", "equals", "contains");
  static final List<String> VALUE_SET = concat(List.of("field"), SET_RELATIONS);
  static final List<String> FUNCTIONAL_DEPENDENCY = List.of("field", "on");
  static final List<String> MONOTONIC = List.of("field", "order", "by", "within");
  static final List<String> GAP_FREE = List.of("field", "within");
  static final List<String> AGGREGATE = List.of("function", "field", "at", "min", "max");
  static final List<String> DISTRIBUTION = List.of("field", "distance", "max");

  static final List<String> ACCESS = List.of("discovery", "read", "write");
  static final List<String> GRANTEE = List.of("role", "domain");

  static final List<String> SLA =
      List.of("availability", "freshness", "completeness", "quality_checks");

  static final List<String> SLA_FRESHNESS = List.of("max_age_hours", "update_schedule");
  static final List<String> SLA_COMPLETENESS = List.of("min_threshold");

  static final List<String> OBSERVABILITY = List.of("metrics", "alerts");
  static final List<String> METRIC = List.of("name", "expression");
  static final List<String> ALERT = List.of("type", "condition", "severity");

  static final List<String> RELEASE = List.of("version", "date", "changes", "breaking");

  static final List<String> DEPRECATION =
      List.of("announced_on", "sunset_on", "replacement", "migration_guide");

  static final List<String> SOURCES = List.of("format", "jdbc", "product");
  static final List<String> INPUT =
      List.of("name", "format", "path", "options", "jdbc", "product", "schema", "columns");
  static final List<String> JDBC = List.of("url", "table", "user", "password", "options");
  static final List<String> TRANSFORM = List.of("sql", "class");
  static final List<String> WRITE = List.of("mode", "keys", "effective_at", "on_empty");

  private ContractKeys() {}

  /** Every section by its name in the published JSON Schema. */
  static Map<String, List<String>> bySection() {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    sections.put("contract", CONTRACT);
    sections.put("owner", OWNER);
    sections.put("schema", SCHEMA);
    sections.put("field", FIELD);
    sections.put("constraint", CONSTRAINT);
    sections.put("access", ACCESS);
    sections.put("grantee", GRANTEE);
    sections.put("sla", SLA);
    sections.put("sla_freshness", SLA_FRESHNESS);
    sections.put("sla_completeness", SLA_COMPLETENESS);
    sections.put("quality_check", QUALITY_CHECK);
    sections.put("row_count", ROW_COUNT);
    sections.put("completeness", COMPLETENESS);
    sections.put("freshness", FRESHNESS);
    sections.put("row_count_match", ROW_COUNT_MATCH);
    sections.put("key_statistic", KEY_STATISTIC);
    sections.put("references", REFERENCES);
    sections.put("value_set", VALUE_SET);
    sections.put("functional_dependency", FUNCTIONAL_DEPENDENCY);
    sections.put("monotonic", MONOTONIC);
    sections.put("gap_free", GAP_FREE);
    sections.put("aggregate", AGGREGATE);
    sections.put("distribution", DISTRIBUTION);
    sections.put("observability", OBSERVABILITY);
    sections.put("metric", METRIC);
    sections.put("alert", ALERT);
    sections.put("release", RELEASE);
    sections.put("deprecation", DEPRECATION);
    sections.put("input", INPUT);
    sections.put("jdbc", JDBC);
    sections.put("transform", TRANSFORM);
    sections.put("write", WRITE);
    return sections;
  }

  private static List<String> concat(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
