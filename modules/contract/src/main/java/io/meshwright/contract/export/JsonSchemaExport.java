package io.meshwright.contract.export;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.FieldType.Atomic;
import io.meshwright.contract.Rule;
import io.meshwright.contract.ValueFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON Schema (2020-12) of one published row.
 *
 * <p>Columns are properties, dates and times are texts in ISO 8601, binary is Base64. Every rule
 * that keeps rows out of the table and can be told from one value is in it; the others are listed.
 */
public final class JsonSchemaExport {

  private static final Map<Atomic, Integer> BITS =
      Map.of(Atomic.BYTE, 8, Atomic.SHORT, 16, Atomic.INTEGER, 32, Atomic.LONG, 64);

  private static final Set<String> LOWER_LIMITS =
      Set.of("minimum", "exclusiveMinimum", "minLength");
  private static final Set<String> LIMITS =
      Set.of(
          "minimum", "exclusiveMinimum", "minLength", "maximum", "exclusiveMaximum", "maxLength");

  private static final String MEASURED = "nothing to do: a run measures it";
  private static final String DATE = "^\\d{4}-\\d{2}-\\d{2}$";
  private static final String LOCAL_TIME =
      "^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?";

  private final ContractSource source;
  private final List<Diagnostic> notices = new ArrayList<>();

  private JsonSchemaExport(ContractSource source) {
    this.source = source;
  }

  public static Export of(ContractSource source) {
    JsonSchemaExport export = new JsonSchemaExport(source);
    return new Export(JsonText.print(export.schema()), export.notices);
  }

  private Map<String, Object> schema() {
    Contract contract = source.contract();
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "mesh://%s/%s".formatted(contract.name(), contract.version()));
    schema.put("title", contract.name().toString());
    contract.description().ifPresent(text -> schema.put("description", text));
    schema.put("type", "object");
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Field field : contract.schema().fields()) {
      properties.put(field.name(), field(field));
      if (!field.isNullable()) {
        required.add(field.name());
      }
    }
    schema.put("properties", properties);
    schema.put("required", required);
    schema.put("additionalProperties", false);
    contract
        .qualityChecks()
        .forEach(rule -> notices.add(source.checkNotice(rule.name(), notSaid(rule), MEASURED)));
    return schema;
  }

  private Map<String, Object> field(Field field) {
    Map<String, Object> schema = new LinkedHashMap<>();
    field.description().ifPresent(text -> schema.put("description", text));
    schema.putAll(type(field.type()));
    if (field.traits().deprecated()) {
      schema.put("deprecated", true);
    }
    List<Map<String, Object>> more = new ArrayList<>();
    for (Rule rule : field.rules()) {
      Optional<Map<String, Object>> words =
          rule.severity().keepsRowsOut() && rule.scope().where().isEmpty()
              ? words(rule.assertion(), field.type())
              : Optional.empty();
      if (words.isEmpty()) {
        String kind = rule.assertion().kind();
        boolean isNamed = !rule.name().equals(field.name() + "_" + kind);
        notices.add(
            source.notice(
                List.of(
                    "schema",
                    "fields",
                    field.name(),
                    "constraints",
                    isNamed && !kind.equals("expression") ? rule.name() : kind),
                notSaid(rule),
                MEASURED));
      } else if (!putAll(schema, words.get())) {
        more.add(words.get());
      }
    }
    if (!more.isEmpty()) {
      schema.put("allOf", more);
    }
    return field.isNullable() ? orNull(schema) : schema;
  }

  /** Adds words to a schema, the tighter of two limits; says no where one would hide another. */
  private static boolean putAll(Map<String, Object> schema, Map<String, Object> words) {
    for (Map.Entry<String, Object> word : words.entrySet()) {
      Object there = schema.get(word.getKey());
      if (there != null && !LIMITS.contains(word.getKey())) {
        return false;
      }
      if (there == null || isTighter(word.getKey(), word.getValue(), there)) {
        schema.put(word.getKey(), word.getValue());
      }
    }
    return true;
  }

  private static boolean isTighter(String word, Object limit, Object there) {
    int order = new BigDecimal(limit.toString()).compareTo(new BigDecimal(there.toString()));
    return LOWER_LIMITS.contains(word) ? order > 0 : order < 0;
  }

  private static String notSaid(Rule rule) {
    return "JSON Schema does not say the rule '%s'".formatted(rule.name());
  }

  /** What is said about values holds for those there are. */
  private static Map<String, Object> orNull(Map<String, Object> schema) {
    Map<String, Object> nullable = new LinkedHashMap<>(schema);
    Object type = nullable.remove("type");
    Map<String, Object> ordered = new LinkedHashMap<>();
    if (nullable.containsKey("description")) {
      ordered.put("description", nullable.remove("description"));
    }
    if (type != null) {
      ordered.put("type", List.of(type, "null"));
    }
    if (nullable.get("enum") instanceof List<?> values) {
      List<Object> withNull = new ArrayList<>(values);
      withNull.add(JsonText.Null.NULL);
      nullable.put("enum", withNull);
    }
    if (nullable.get("allOf") instanceof List<?> more) {
      nullable.put(
          "allOf",
          more.stream()
              .map(words -> Map.of("anyOf", List.of(words, Map.of("type", "null"))))
              .toList());
    }
    ordered.putAll(nullable);
    return ordered;
  }

  /** What JSON Schema has for an assertion; nothing at all where it is said elsewhere. */
  private static Optional<Map<String, Object>> words(Assertion assertion, FieldType type) {
    if (assertion instanceof Assertion.NotNull) {
      return Optional.of(Map.of());
    }
    if (assertion instanceof Assertion.Bound bound && type.isNumeric()) {
      String word =
          switch (bound.limit()) {
            case MIN -> "minimum";
            case MAX -> "maximum";
            case EXCLUSIVE_MIN -> "exclusiveMinimum";
            case EXCLUSIVE_MAX -> "exclusiveMaximum";
          };
      return Optional.of(Map.of(word, new BigDecimal(bound.value())));
    }
    if (assertion instanceof Assertion.OneOf oneOf) {
      return Optional.of(Map.of("enum", literals(oneOf.values(), type)));
    }
    if (assertion instanceof Assertion.NoneOf noneOf) {
      return Optional.of(Map.of("not", Map.of("enum", literals(noneOf.values(), type))));
    }
    if (assertion instanceof Assertion.Matches matches) {
      return Optional.of(Map.of("pattern", whole(matches.pattern())));
    }
    if (assertion instanceof Assertion.Length length) {
      return Optional.of(
          Map.of(length.limit().isLower() ? "minLength" : "maxLength", length.characters()));
    }

    return assertion instanceof Assertion.HasFormat format
        ? format(format.format())
        : Optional.empty();
  }

  /** Validators look at a format only if they are told to, and at a pattern always. */
  private static Optional<Map<String, Object>> format(ValueFormat format) {
    if (!(format instanceof ValueFormat.Named named)) {
      return Optional.empty();
    }

    Map<String, Object> words = new LinkedHashMap<>();
    words.put("format", named.toString());
    words.put("pattern", whole(named.pattern()));
    return Optional.of(words);
  }

  private static String whole(String pattern) {
    return "^(?:" + pattern + ")$";
  }

  private static List<Object> literals(List<String> values, FieldType type) {
    return values.stream()
        .<Object>map(
            value ->
                type.isNumeric()
                    ? new BigDecimal(value)
                    : type == Atomic.BOOLEAN ? Boolean.valueOf(value) : value)
        .toList();
  }

  private static Map<String, Object> type(FieldType type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (type instanceof Atomic atomic) {
      atomic(schema, atomic);
    } else if (type instanceof FieldType.Decimal decimal) {
      BigDecimal limit = BigDecimal.TEN.pow(decimal.precision() - decimal.scale());
      schema.put("type", "number");
      schema.put("exclusiveMinimum", limit.negate());
      schema.put("exclusiveMaximum", limit);
      schema.put("multipleOf", BigDecimal.ONE.movePointLeft(decimal.scale()));
    } else if (type instanceof FieldType.Text text) {
      schema.put("type", "string");
      schema.put("maxLength", text.length());
    } else if (type instanceof FieldType.Array array) {
      schema.put("type", "array");
      schema.put("items", orNull(type(array.element())));
    } else if (type instanceof FieldType.Map map) {
      schema.put("type", "object");
      schema.put("additionalProperties", orNull(type(map.value())));
    } else if (type instanceof FieldType.Struct struct) {
      Map<String, Object> members = new LinkedHashMap<>();
      struct.members().forEach(member -> members.put(member.name(), orNull(type(member.type()))));
      schema.put("type", "object");
      schema.put("properties", members);
      schema.put("additionalProperties", false);
    }
    return schema;
  }

  private static void atomic(Map<String, Object> schema, Atomic type) {
    switch (type) {
      case BOOLEAN -> schema.put("type", "boolean");
      case BYTE, SHORT, INTEGER, LONG -> {
        BigInteger limit = BigInteger.TWO.pow(BITS.get(type) - 1);
        schema.put("type", "integer");
        schema.put("minimum", limit.negate());
        schema.put("maximum", limit.subtract(BigInteger.ONE));
      }
      case FLOAT, DOUBLE -> schema.put("type", "number");
      case STRING -> schema.put("type", "string");
      case BINARY -> {
        schema.put("type", "string");
        schema.put("contentEncoding", "base64");
      }
      case DATE -> {
        schema.put("type", "string");
        schema.put("format", "date");
        schema.put("pattern", DATE);
      }
      case TIMESTAMP -> {
        schema.put("type", "string");
        schema.put("format", "date-time");
        schema.put("pattern", LOCAL_TIME + "(Z|[+-]\\d{2}:\\d{2})$");
      }
      case TIMESTAMP_NTZ -> {
        schema.put("type", "string");
        schema.put("pattern", LOCAL_TIME + "$");
      }
    }
  }
}
