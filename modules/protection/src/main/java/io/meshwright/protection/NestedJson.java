package io.meshwright.protection;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * Arrays, maps and structs as JSON that Spark's {@code from_json} reads.
 *
 * <p>A map whose keys are not text is an array of {@code {"key": ..., "value": ...}}. Numbers and
 * truth values are JSON's own, except those it does not have: NaN, infinities and the negative zero
 * are text. Bytes are base64, every other value is text as {@link ValueEncoding} says.
 */
final class NestedJson {

  private static final JsonNodeFactory NODES = new JsonNodeFactory(true);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .nodeFactory(NODES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private static final String KEY = "key";
  private static final String VALUE = "value";

  private NestedJson() {}

  static boolean isNested(DataType type) {
    return type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
  }

  /** Prints a value as Spark gives it to a function: a Scala sequence or map, or a row. */
  static String write(DataType type, Object value) {
    try {
      return JSON.writeValueAsString(json(type, value));
    } catch (JsonProcessingException e) {
      throw new AssertionError("Every tree of nodes can be printed", e);
    }
  }

  /**
   * Reads what {@link #write} printed: lists, maps and rows, as Spark takes them from a function.
   *
   * @throws IllegalArgumentException if the text is no value of the type; so may the exceptions of
   *     {@link ValueEncoding#parse}
   */
  static Object read(DataType type, String text) {
    try {
      return value(type, JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON", e);
    }
  }

  private static JsonNode json(DataType type, Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    if (type instanceof ArrayType array) {
      ArrayNode elements = NODES.arrayNode();
      JavaConverters.seqAsJavaList((scala.collection.Seq<?>) value)
          .forEach(element -> elements.add(json(array.elementType(), element)));
      return elements;
    }
    if (type instanceof MapType map) {
      return mapJson(map, JavaConverters.mapAsJavaMap((scala.collection.Map<?, ?>) value));
    }
    if (type instanceof StructType struct) {
      ObjectNode members = NODES.objectNode();
      for (int i = 0; i < struct.fields().length; i++) {
        StructField member = struct.fields()[i];
        members.set(member.name(), json(member.dataType(), ((Row) value).get(i)));
      }
      return members;
    }

    return leaf(type, value);
  }

  private static JsonNode mapJson(MapType type, Map<?, ?> map) {
    if (type.keyType().equals(DataTypes.StringType)) {
      ObjectNode entries = NODES.objectNode();
      map.forEach((key, value) -> entries.set((String) key, json(type.valueType(), value)));
      return entries;
    }

    ArrayNode entries = NODES.arrayNode();
    map.forEach(
        (key, value) -> {
          ObjectNode entry = entries.addObject();
          entry.set(KEY, json(type.keyType(), key));
          entry.set(VALUE, json(type.valueType(), value));
        });
    return entries;
  }

  private static JsonNode leaf(DataType type, Object value) {
    if (value instanceof Boolean truth) {
      return NODES.booleanNode(truth);
    }
    if (value instanceof byte[] bytes) {
      return NODES.textNode(Base64.getEncoder().encodeToString(bytes));
    }
    String text = new ValueEncoding(type).text(value);
    boolean isTime = type.equals(DataTypes.DateType) || type.equals(DataTypes.TimestampType);
    return value instanceof Number number && !isTime && isJson(number)
        ? NODES.numberNode(new BigDecimal(text))
        : NODES.textNode(text);
  }

  private static boolean isJson(Number number) {
    double approximately = number.doubleValue();
    boolean isNegativeZero = approximately == 0 && Math.copySign(1, approximately) < 0;
    return number instanceof BigDecimal || (Double.isFinite(approximately) && !isNegativeZero);
  }

  private static Object value(DataType type, JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    if (type instanceof ArrayType array) {
      require(json.isArray());
      List<Object> elements = new ArrayList<>();
      json.forEach(element -> elements.add(value(array.elementType(), element)));
      return elements;
    }
    if (type instanceof MapType map) {
      return mapValue(map, json);
    }
    if (type instanceof StructType struct) {
      require(json.isObject() && json.size() == struct.size());
      Object[] members = new Object[struct.size()];
      for (int i = 0; i < members.length; i++) {
        StructField member = struct.fields()[i];
        require(json.has(member.name()));
        members[i] = value(member.dataType(), json.get(member.name()));
      }
      return RowFactory.create(members);
    }

    require(json.isValueNode());
    return type.equals(DataTypes.BinaryType)
        ? Base64.getDecoder().decode(json.asText())
        : new ValueEncoding(type).parse(json.asText());
  }

  private static Map<Object, Object> mapValue(MapType type, JsonNode json) {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (type.keyType().equals(DataTypes.StringType)) {
      require(json.isObject());
      json.fields()
          .forEachRemaining(
              entry -> map.put(entry.getKey(), value(type.valueType(), entry.getValue())));
      return map;
    }

    require(json.isArray());
    for (JsonNode entry : json) {
      require(entry.has(KEY) && entry.has(VALUE));
      map.put(value(type.keyType(), entry.get(KEY)), value(type.valueType(), entry.get(VALUE)));
    }
    return map;
  }

  private static void require(boolean isOfTheType) {
    if (!isOfTheType) {
      throw new IllegalArgumentException("not of the type");
    }
  }
}
