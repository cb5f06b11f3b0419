package io.meshwright.contract.evolution;

import static io.meshwright.contract.evolution.ClassificationCase.bothWays;
import static io.meshwright.contract.evolution.ClassificationCase.step;
import static io.meshwright.contract.evolution.Example.fields;
import static io.meshwright.contract.evolution.Example.schema;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of the classification about fields, types, keys and the table, each in both directions. */
class FieldAndTypeChangesTest {

  @ParameterizedTest
  @MethodSource("cases")
  void classifies(ClassificationCase example) {
    example.check();
  }

  static Stream<ClassificationCase> cases() {
    return Stream.of(fieldCases(), typeCases(), keyCases(), tableCases()).flatMap(List::stream);
  }

  private static List<ClassificationCase> fieldCases() {
    return List.of(
        step(
            fields("- {name: note, type: string}"),
            fields(),
            "FIELD_REMOVED schema.fields.note: BREAKING/NONE MAJOR COLUMN_MAPPING",
            "FIELD_ADDED_OPTIONAL schema.fields.note: NONE/NONE MINOR ADD_COLUMN"),
        step(
            fields(),
            fields("- {name: note, type: string, constraints: [not_null, unique]}"),
            "FIELD_ADDED_REQUIRED schema.fields.note: NONE/BREAKING PROVE REWRITE",
            "FIELD_REMOVED schema.fields.note: BREAKING/NONE MAJOR COLUMN_MAPPING"),
        step(
            fields(),
            fields("- {name: note, type: string, constraints: [{expression: note <> ''}]}"),
            "FIELD_ADDED_REQUIRED schema.fields.note: NONE/BREAKING PROVE REWRITE",
            "FIELD_REMOVED schema.fields.note: BREAKING/NONE MAJOR COLUMN_MAPPING"),
        step(
            fields(),
            fields("- {name: year, type: integer, generated: year(day)}"),
            "FIELD_ADDED_OPTIONAL schema.fields.year: NONE/NONE MINOR REWRITE",
            "FIELD_REMOVED schema.fields.year: BREAKING/NONE MAJOR COLUMN_MAPPING"),
        // FIELD_RENAMED: a contract has no identity for a field but its name
        new ClassificationCase(
            fields("- {name: note, type: string}"),
            fields("- {name: remark, type: string}"),
            List.of(
                "FIELD_REMOVED schema.fields.note: BREAKING/NONE MAJOR COLUMN_MAPPING",
                "FIELD_ADDED_OPTIONAL schema.fields.remark: NONE/NONE MINOR ADD_COLUMN"),
            List.of(
                "FIELD_REMOVED schema.fields.remark: BREAKING/NONE MAJOR COLUMN_MAPPING",
                "FIELD_ADDED_OPTIONAL schema.fields.note: NONE/NONE MINOR ADD_COLUMN")),
        // FIELD_MOVED: into a struct
        new ClassificationCase(
            fields("- {name: zip, type: string}", "- {name: to, type: 'struct<street:string>'}"),
            fields("- {name: to, type: 'struct<street:string,zip:string>'}"),
            List.of(
                "FIELD_REMOVED schema.fields.zip: BREAKING/NONE MAJOR COLUMN_MAPPING",
                "FIELD_ADDED_OPTIONAL schema.fields.to.type.zip: NONE/NONE MINOR ADD_COLUMN"),
            List.of(
                "FIELD_REMOVED schema.fields.to.type.zip: BREAKING/NONE MAJOR COLUMN_MAPPING",
                "FIELD_ADDED_OPTIONAL schema.fields.zip: NONE/NONE MINOR ADD_COLUMN")),
        new ClassificationCase(
            fields("- {name: note, type: string, constraints: [not_null]}"),
            fields("- {name: Note, type: string, constraints: [not_null]}"),
            List.of(
                "FIELD_CASE_RENAMED schema.fields.Note: UNCERTAIN/UNCERTAIN MINOR COLUMN_MAPPING",
                "QUALITY_RENAMED schema.fields.Note.constraints.Note_not_null: NONE/NONE PATCH"
                    + " ALTER"),
            List.of(
                "FIELD_CASE_RENAMED schema.fields.note: UNCERTAIN/UNCERTAIN MINOR COLUMN_MAPPING",
                "QUALITY_RENAMED schema.fields.note.constraints.note_not_null: NONE/NONE PATCH"
                    + " ALTER")),
        step(
            fields("- {name: a, type: string}", "- {name: b, type: string}"),
            fields("- {name: b, type: string}", "- {name: a, type: string}"),
            "FIELD_REORDERED schema.fields.(order): NONE/NONE PATCH NOTHING",
            "FIELD_REORDERED schema.fields.(order): NONE/NONE PATCH NOTHING"),
        step(
            fields("- {name: a, type: string}"),
            fields("- {name: a, type: string, deprecated: true}"),
            "FIELD_DEPRECATED schema.fields.a.deprecated: NONE/NONE MINOR NOTHING",
            "FIELD_UNDEPRECATED schema.fields.a.deprecated: NONE/NONE MINOR NOTHING"),
        step(
            fields("- {name: a, type: integer, generated: year(day)}"),
            fields("- {name: a, type: integer, generated: month(day)}"),
            "GENERATED_CHANGED schema.fields.a.generated: UNCERTAIN/UNCERTAIN MAJOR REWRITE",
            "GENERATED_CHANGED schema.fields.a.generated: UNCERTAIN/UNCERTAIN MAJOR REWRITE"),
        bothWays(
            fields("- {name: a, type: string}"),
            fields("- {name: a, type: string, description: A note, examples: [x]}"),
            "DOCS schema.fields.a.description: NONE/NONE PATCH NOTHING",
            "DOCS schema.fields.a.examples: NONE/NONE PATCH NOTHING"));
  }

  private static List<ClassificationCase> typeCases() {
    return List.of(
        types(
            "byte",
            "integer",
            "TYPE_WIDENED schema.fields.a.type: UNCERTAIN/NONE MINOR ALTER",
            "TYPE_NARROWED schema.fields.a.type: NONE/BREAKING MAJOR REWRITE"),
        types(
            "short",
            "integer",
            "TYPE_WIDENED schema.fields.a.type: UNCERTAIN/NONE MINOR ALTER",
            "TYPE_NARROWED schema.fields.a.type: NONE/BREAKING MAJOR REWRITE"),
        types(
            "integer",
            "long",
            "TYPE_WIDENED_NO_INPLACE schema.fields.a.type: UNCERTAIN/UNCERTAIN MINOR REWRITE",
            "TYPE_NARROWED schema.fields.a.type: NONE/BREAKING MAJOR REWRITE"),
        types(
            "float",
            "double",
            "TYPE_WIDENED_NO_INPLACE schema.fields.a.type: UNCERTAIN/UNCERTAIN MINOR REWRITE",
            "TYPE_NARROWED schema.fields.a.type: NONE/BREAKING MAJOR REWRITE"),
        types(
            "decimal(10,2)",
            "decimal(12,2)",
            "TYPE_WIDENED_NO_INPLACE schema.fields.a.type: UNCERTAIN/UNCERTAIN MINOR REWRITE",
            "TYPE_NARROWED schema.fields.a.type: NONE/BREAKING MAJOR REWRITE"),
        types(
            "decimal(10,2)",
            "decimal(12,4)",
            "DECIMAL_SCALE schema.fields.a.type: BREAKING/UNCERTAIN MAJOR REWRITE",
            "DECIMAL_SCALE schema.fields.a.type: BREAKING/UNCERTAIN MAJOR REWRITE"),
        types(
            "integer",
            "decimal(12,0)",
            "TYPE_TO_DECIMAL_OR_DOUBLE schema.fields.a.type: UNCERTAIN/NONE MAJOR REWRITE",
            "TYPE_CHANGED schema.fields.a.type: BREAKING/BREAKING MAJOR REWRITE"),
        types(
            "integer",
            "double",
            "TYPE_TO_DECIMAL_OR_DOUBLE schema.fields.a.type: UNCERTAIN/NONE MAJOR REWRITE",
            "TYPE_CHANGED schema.fields.a.type: BREAKING/BREAKING MAJOR REWRITE"),
        types(
            "integer",
            "string",
            "TYPE_CHANGED schema.fields.a.type: BREAKING/BREAKING MAJOR REWRITE",
            "TYPE_CHANGED schema.fields.a.type: BREAKING/BREAKING MAJOR REWRITE"),
        types(
            "timestamp",
            "timestamp_ntz",
            "TIMEZONE_CHANGED schema.fields.a.type: BREAKING/BREAKING MAJOR REWRITE",
            "TIMEZONE_CHANGED schema.fields.a.type: BREAKING/BREAKING MAJOR REWRITE"),
        types(
            "date",
            "timestamp",
            "TYPE_CHANGED schema.fields.a.type: BREAKING/BREAKING MAJOR REWRITE",
            "TYPE_CHANGED schema.fields.a.type: BREAKING/BREAKING MAJOR REWRITE"),
        types(
            "string",
            "varchar(10)",
            "LIMIT_ADDED schema.fields.a.type: NONE/BREAKING PROVE ALTER",
            "LIMIT_LOOSENED schema.fields.a.type: BREAKING/NONE MAJOR ALTER"),
        types(
            "varchar(20)",
            "varchar(10)",
            "LIMIT_TIGHTENED schema.fields.a.type: NONE/BREAKING PROVE ALTER",
            "LIMIT_LOOSENED schema.fields.a.type: BREAKING/NONE MAJOR ALTER"),
        types(
            "char(3)",
            "varchar(3)",
            "TYPE_CHANGED schema.fields.a.type: BREAKING/BREAKING MAJOR REWRITE",
            "TYPE_CHANGED schema.fields.a.type: BREAKING/BREAKING MAJOR REWRITE"),
        // ARRAY_ELEMENT and MAP_VALUE: as inside
        types(
            "array<struct<x:byte,y:string>>",
            "array<struct<x:short>>",
            List.of(
                "FIELD_REMOVED schema.fields.a.type.(element).y: BREAKING/NONE MAJOR"
                    + " COLUMN_MAPPING",
                "TYPE_WIDENED schema.fields.a.type.(element).x: UNCERTAIN/NONE MINOR ALTER"),
            List.of(
                "TYPE_NARROWED schema.fields.a.type.(element).x: NONE/BREAKING MAJOR REWRITE",
                "FIELD_ADDED_OPTIONAL schema.fields.a.type.(element).y: NONE/NONE MINOR"
                    + " ADD_COLUMN")),
        types(
            "map<string,integer>",
            "map<string,string>",
            "TYPE_CHANGED schema.fields.a.type.(value): BREAKING/BREAKING MAJOR REWRITE",
            "TYPE_CHANGED schema.fields.a.type.(value): BREAKING/BREAKING MAJOR REWRITE"),
        types(
            "map<integer,string>",
            "map<long,string>",
            "MAP_KEY_CHANGED schema.fields.a.type.(key): BREAKING/BREAKING MAJOR REWRITE",
            "MAP_KEY_CHANGED schema.fields.a.type.(key): BREAKING/BREAKING MAJOR REWRITE"),
        types(
            "struct<x:string,y:string>",
            "struct<y:string,X:string>",
            List.of(
                "FIELD_CASE_RENAMED schema.fields.a.type.X: UNCERTAIN/UNCERTAIN MINOR"
                    + " COLUMN_MAPPING",
                "FIELD_REORDERED schema.fields.a.type.(order): NONE/NONE PATCH NOTHING"),
            List.of(
                "FIELD_CASE_RENAMED schema.fields.a.type.x: UNCERTAIN/UNCERTAIN MINOR"
                    + " COLUMN_MAPPING",
                "FIELD_REORDERED schema.fields.a.type.(order): NONE/NONE PATCH NOTHING")));
  }

  private static ClassificationCase types(
      String before, String after, String forward, String backward) {
    return types(before, after, List.of(forward), List.of(backward));
  }

  private static ClassificationCase types(
      String before, String after, List<String> forward, List<String> backward) {
    String field = "- {name: a, type: '%s'}";
    return new ClassificationCase(
        fields(field.formatted(before)), fields(field.formatted(after)), forward, backward);
  }

  private static List<ClassificationCase> keyCases() {
    String a = "- {name: a, type: string}";
    String b = "- {name: b, type: string}";
    String keyA = "- {name: a, type: string, is_primary_key: true}";
    String keyB = "- {name: b, type: string, is_primary_key: true}";
    return List.of(
        step(
            fields(a),
            fields(keyA),
            "PK_ADDED schema.primary_key: NONE/BREAKING PROVE ALTER",
            "PK_REMOVED schema.primary_key: BREAKING/BREAKING MAJOR ALTER"),
        step(
            fields(keyA, b),
            fields(keyA, keyB),
            "PK_CHANGED schema.primary_key: BREAKING/BREAKING MAJOR ALTER",
            "PK_CHANGED schema.primary_key: BREAKING/BREAKING MAJOR ALTER"),
        bothWays(
            fields(keyA, keyB),
            fields(keyB, keyA),
            "FIELD_REORDERED schema.fields.(order): NONE/NONE PATCH NOTHING",
            "PK_REORDERED schema.primary_key: NONE/NONE PATCH NOTHING"),
        step(
            fields(keyA, "- {name: b, type: string}").withTop("write: {mode: merge, keys: [a]}"),
            fields(keyA, "- {name: b, type: string}").withTop("write: {mode: merge, keys: [b]}"),
            "PK_CHANGED write.keys: BREAKING/BREAKING MAJOR ALTER",
            "PK_CHANGED write.keys: BREAKING/BREAKING MAJOR ALTER"));
  }

  private static List<ClassificationCase> tableCases() {
    return List.of(
        step(
            schema("type: delta", "location: /a"),
            schema("type: delta", "location: /b"),
            "SERVER_MOVED schema.location: BREAKING/UNTOUCHED MAJOR NEW_TABLE",
            "SERVER_MOVED schema.location: BREAKING/UNTOUCHED MAJOR NEW_TABLE"),
        step(
            schema("type: parquet", "location: /a"),
            schema("type: delta", "location: /a"),
            "SERVER_FORMAT schema.type: NONE/NONE PATCH NOTHING",
            "SERVER_FORMAT schema.type: NONE/NONE PATCH NOTHING"),
        step(
            schema("type: delta", "location: /a"),
            schema("type: delta", "location: /a", "partitioned_by: [day]"),
            "PARTITIONING_CHANGED schema.partitioned_by: NONE/UNCERTAIN MINOR REWRITE",
            "PARTITIONING_CHANGED schema.partitioned_by: NONE/UNCERTAIN MINOR REWRITE"));
  }
}
