package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Field;
import io.meshwright.quality.SqlText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/** The statements that change a Delta table in place, as steps of a migration. */
final class AlterTable {

  private final String table;

  AlterTable(String path) {
    this.table = "delta." + SqlText.name(path);
  }

  MigrationStep allowWidening() {
    return step(
        MigrationStep.Kind.ALLOW_WIDENING,
        "allow wider types (readers then need Delta 3.2 or newer)",
        "SET TBLPROPERTIES ('delta.enableTypeWidening' = 'true')");
  }

  MigrationStep widen(List<String> path, DataType type) {
    return step(
        MigrationStep.Kind.WIDEN_TYPE,
        "widen %s to %s".formatted(String.join(".", path), type.catalogString()),
        "ALTER COLUMN %s TYPE %s".formatted(name(path), type.sql()));
  }

  /**
   * @param before the column it stands after; empty for the first
   */
  MigrationStep addColumn(Field field, Optional<String> before) {
    String comment =
        field.description().map(text -> " COMMENT " + SqlText.text(text.strip())).orElse("");
    return step(
        MigrationStep.Kind.ADD_COLUMN,
        "add column " + field.name(),
        "ADD COLUMN (%s %s%s%s)"
            .formatted(
                SqlText.name(field.name()),
                SparkTypes.of(field.type()).sql(),
                comment,
                before.map(name -> " AFTER " + SqlText.name(name)).orElse(" FIRST")));
  }

  MigrationStep addMember(List<String> path, DataType type) {
    return step(
        MigrationStep.Kind.ADD_COLUMN,
        "add member " + String.join(".", path),
        "ADD COLUMN (%s %s)".formatted(name(path), type.sql()));
  }

  MigrationStep dropNotNull(String column) {
    return step(
        MigrationStep.Kind.DROP_NOT_NULL,
        "allow nulls in " + column,
        "ALTER COLUMN %s DROP NOT NULL".formatted(SqlText.name(column)));
  }

  MigrationStep dropConstraint(String name) {
    return step(
        MigrationStep.Kind.DROP_CONSTRAINT,
        "drop constraint " + name,
        "DROP CONSTRAINT " + SqlText.name(name));
  }

  MigrationStep addConstraint(String name, String condition) {
    return step(
        MigrationStep.Kind.ADD_CONSTRAINT,
        "add constraint " + name,
        "ADD CONSTRAINT %s CHECK (%s)".formatted(SqlText.name(name), condition));
  }

  MigrationStep describe(String column, Optional<String> description) {
    return step(
        MigrationStep.Kind.DESCRIBE,
        "describe " + column,
        "ALTER COLUMN %s COMMENT %s"
            .formatted(SqlText.name(column), SqlText.text(description.orElse(""))));
  }

  MigrationStep describe(Optional<String> description) {
    return new MigrationStep(
        MigrationStep.Kind.DESCRIBE,
        "describe the table",
        "COMMENT ON TABLE %s IS %s"
            .formatted(table, description.map(SqlText::text).orElse("NULL")));
  }

  MigrationStep setProperties(MigrationStep.Kind kind, String name, Map<String, String> values) {
    return step(kind, name, "SET TBLPROPERTIES (%s)".formatted(properties(values)));
  }

  MigrationStep unsetProperty(String key) {
    return step(
        MigrationStep.Kind.SET_PROPERTIES,
        "unset " + key,
        "UNSET TBLPROPERTIES (%s)".formatted(SqlText.text(key)));
  }

  static String properties(Map<String, String> properties) {
    return properties.entrySet().stream()
        .map(entry -> SqlText.text(entry.getKey()) + " = " + SqlText.text(entry.getValue()))
        .collect(joining(", "));
  }

  private MigrationStep step(MigrationStep.Kind kind, String name, String change) {
    return new MigrationStep(kind, name, "ALTER TABLE %s %s".formatted(table, change));
  }

  /** The names on the way to a part of a column; those of elements and values are Delta's own. */
  private static String name(List<String> path) {
    return path.stream().map(SqlText::name).collect(joining("."));
  }
}
