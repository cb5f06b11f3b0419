package io.meshwright.contract.export;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.FieldType.Atomic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An Avro schema of one published row, with the types that Spark writes: times in microseconds,
 * decimals as bytes. Names that Avro does not allow, and maps whose key is no text, are changed and
 * listed; rules are no part of a schema.
 */
public final class AvroExport {

  private final ContractSource source;
  private final List<Diagnostic> notices = new ArrayList<>();

  private AvroExport(ContractSource source) {
    this.source = source;
  }

  public static Export of(ContractSource source) {
    AvroExport export = new AvroExport(source);
    return new Export(JsonText.print(export.schema()), export.notices);
  }

  private Map<String, Object> schema() {
    Contract contract = source.contract();
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "record");
    schema.put("name", contract.name().product());
    schema.put("namespace", contract.name().domain());
    contract.description().ifPresent(text -> schema.put("doc", text));
    List<Object> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Field field : contract.schema().fields()) {
      Map<String, Object> avro = new LinkedHashMap<>();
      List<String> path = List.of("schema", "fields", field.name());
      avro.put("name", name(field.name(), names, path));
      field.description().ifPresent(text -> avro.put("doc", text));
      put(avro, type(field.type(), contract.name().product() + "_" + field.name(), path), field);
      fields.add(avro);
    }
    schema.put("fields", fields);
    if (!contract.rules().isEmpty()) {
      notices.add(
          source.notice(
              List.of("schema", "fields"),
              "Avro says types and null, and none of the %d rules"
                  .formatted(contract.rules().size()),
              "nothing to do: a run measures them"));
    }
    return schema;
  }

  private static void put(Map<String, Object> avro, Object type, Field field) {
    avro.put("type", field.isNullable() ? List.of("null", type) : type);
    if (field.isNullable()) {
      avro.put("default", JsonText.Null.NULL);
    }
  }

  private Object type(FieldType type, String path, List<String> place) {
    if (type instanceof Atomic atomic) {
      return atomic(atomic);
    }
    if (type instanceof FieldType.Decimal decimal) {
      Map<String, Object> avro = logical("bytes", "decimal");
      avro.put("precision", decimal.precision());
      avro.put("scale", decimal.scale());
      return avro;
    }
    if (type instanceof FieldType.Array array) {
      return container("array", "items", orNull(type(array.element(), path + "_item", place)));
    }
    if (type instanceof FieldType.Map map) {
      return map(map, path, place);
    }

    return type instanceof FieldType.Struct struct ? record(struct, path, place) : "string";
  }

  private Object map(FieldType.Map map, String path, List<String> place) {
    Object value = orNull(type(map.value(), path + "_value", place));
    if (map.key().isText()) {
      return container("map", "values", value);
    }

    notices.add(
        source.notice(
            place,
            "a map of Avro has texts as keys; this one is a list of records with key and value",
            "nothing to do, or make the key a string"));
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("type", "record");
    entry.put("name", plain(path + "_entry"));
    entry.put(
        "fields",
        List.of(member("key", type(map.key(), path + "_key", place)), member("value", value)));
    return container("array", "items", entry);
  }

  private Map<String, Object> record(FieldType.Struct struct, String path, List<String> place) {
    Map<String, Object> avro = new LinkedHashMap<>();
    avro.put("type", "record");
    avro.put("name", plain(path));
    List<Object> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (FieldType.Struct.Member member : struct.members()) {
      Map<String, Object> field =
          member(
              name(member.name(), names, place),
              orNull(type(member.type(), path + "_" + member.name(), place)));
      field.put("default", JsonText.Null.NULL);
      fields.add(field);
    }
    avro.put("fields", fields);
    return avro;
  }

  private static Map<String, Object> member(String name, Object type) {
    Map<String, Object> field = new LinkedHashMap<>();
    field.put("name", name);
    field.put("type", type);
    return field;
  }

  private static List<Object> orNull(Object type) {
    return List.of("null", type);
  }

  private static Object atomic(Atomic type) {
    return switch (type) {
      case BOOLEAN -> "boolean";
      case BYTE, SHORT, INTEGER -> "int";
      case LONG -> "long";
      case FLOAT -> "float";
      case DOUBLE -> "double";
      case STRING -> "string";
      case BINARY -> "bytes";
      case DATE -> logical("int", "date");
      case TIMESTAMP -> logical("long", "timestamp-micros");
      case TIMESTAMP_NTZ -> logical("long", "local-timestamp-micros");
    };
  }

  private static Map<String, Object> logical(String type, String logical) {
    Map<String, Object> avro = new LinkedHashMap<>();
    avro.put("type", type);
    avro.put("logicalType", logical);
    return avro;
  }

  private static Map<String, Object> container(String type, String key, Object parts) {
    Map<String, Object> avro = new LinkedHashMap<>();
    avro.put("type", type);
    avro.put(key, parts);
    return avro;
  }

  /** A name that Avro allows and that none of the neighbours has. */
  private String name(String name, Set<String> taken, List<String> place) {
    String plain = plain(name);
    String free = plain;
    for (int number = 2; !taken.add(free); number++) {
      free = plain + "_" + number;
    }
    if (!free.equals(name)) {
      notices.add(
          source.notice(
              place,
              "'%s' is no name in Avro; it is written as %s".formatted(name, free),
              "nothing to do, or rename the field: letters, digits and _"));
    }
    return free;
  }

  private static String plain(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
    return plain.matches("[A-Za-z_].*") ? plain : "_" + plain;
  }
}
