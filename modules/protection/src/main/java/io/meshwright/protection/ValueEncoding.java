package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshwright.contract.FieldType;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * The bytes of a value before they are encrypted, and the value that bytes stand for.
 *
 * <pre>
 * string, char, varchar   UTF-8
 * binary                  as they are
 * boolean                 true, false
 * byte ... long           decimal digits: -42
 * float, double           as Java and Spark print them: 1.5, 1.0E10, NaN, -Infinity
 * decimal(p,s)            plain, with all s digits: 10.00
 * date                    ISO 8601: 2024-01-14
 * timestamp               ISO 8601 in UTC, to the microsecond: 2024-01-14T02:00:00.123456Z
 * timestamp_ntz           ISO 8601: 2024-01-14T02:00:00
 * array, map, struct      JSON, as NestedJson says
 * </pre>
 *
 * <p>Everything but binary is text in UTF-8 that SQL casts back to its type, or reads with {@code
 * from_json}.
 *
 * @param type the type in the contract, as Spark's
 */
record ValueEncoding(DataType type) implements Serializable {

  private static final long serialVersionUID = 1L;

  static ValueEncoding of(FieldType type) {
    return new ValueEncoding(SparkType.of(type));
  }

  /** What is given to {@link #encode} of a column's values: nothing that depends on the session. */
  Column toEncode(Column value) {
    return type.equals(DataTypes.StringType)
        ? value.cast(DataTypes.BinaryType)
        : withoutTime(type, value);
  }

  /** Dates as days and timestamps as microseconds since 1970, also within other values. */
  private static Column withoutTime(DataType type, Column value) {
    if (!holdsTime(type)) {
      return value;
    }
    if (type instanceof ArrayType array) {
      return functions.transform(value, element -> withoutTime(array.elementType(), element));
    }
    if (type instanceof MapType map) {
      return functions.transform_values(
          functions.transform_keys(value, (key, content) -> withoutTime(map.keyType(), key)),
          (key, content) -> withoutTime(map.valueType(), content));
    }
    if (type instanceof StructType struct) {
      return functions.when(
          value.isNotNull(),
          functions.struct(
              Arrays.stream(struct.fields())
                  .map(
                      member ->
                          withoutTime(member.dataType(), value.getField(member.name()))
                              .as(member.name()))
                  .toArray(Column[]::new)));
    }

    return type.equals(DataTypes.DateType)
        ? functions.unix_date(value)
        : functions.unix_micros(value);
  }

  private static boolean holdsTime(DataType type) {
    if (type instanceof ArrayType array) {
      return holdsTime(array.elementType());
    }
    if (type instanceof MapType map) {
      return holdsTime(map.keyType()) || holdsTime(map.valueType());
    }
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).anyMatch(member -> holdsTime(member.dataType()));
    }

    return type.equals(DataTypes.DateType) || type.equals(DataTypes.TimestampType);
  }

  /** What {@link #decode} returns, as a Spark type. */
  DataType decodedType() {
    return type.equals(DataTypes.StringType) ? DataTypes.BinaryType : type;
  }

  /** The column's values, of what {@link #decode} returned of them. */
  Column toValue(Column decoded) {
    return decoded.cast(type);
  }

  byte[] encode(Object value) {
    if (NestedJson.isNested(type)) {
      return NestedJson.write(type, value).getBytes(UTF_8);
    }

    return value instanceof byte[] bytes ? bytes : text(value).getBytes(UTF_8);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws ProtectionException if it is no value of the type; {@code column} is for the message
   */
  Object decode(String column, byte[] bytes) {
    if (decodedType().equals(DataTypes.BinaryType)) {
      return bytes;
    }
    try {
      String text = new String(bytes, UTF_8);
      return NestedJson.isNested(type) ? NestedJson.read(type, text) : parse(text);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      // Their messages hold the value.
      throw ProtectionException.invalid(
          "Cannot reveal %s: a value in it is no %s".formatted(column, type.sql()),
          "read it with the contract it was published with");
    }
  }

  /** The text of a value that has no parts and is not binary. */
  String text(Object value) {
    if (type.equals(DataTypes.DateType)) {
      return LocalDate.ofEpochDay((Integer) value).toString();
    }
    if (type.equals(DataTypes.TimestampType)) {
      return Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString();
    }
    if (value instanceof LocalDateTime dateTime) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(dateTime);
    }

    return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
  }

  /**
   * Reads what {@link #text} printed.
   *
   * @throws IllegalArgumentException if it is no value of the type; or, where its text is read by
   *     others, ArithmeticException or DateTimeException
   */
  Object parse(String text) {
    if (type.equals(DataTypes.StringType)) {
      return text;
    }
    if (type instanceof DecimalType decimal) {
      return exact(new BigDecimal(text).setScale(decimal.scale()), decimal);
    }
    if (type.equals(DataTypes.BooleanType)) {
      return parseBoolean(text);
    }
    if (type.equals(DataTypes.ByteType)) {
      return Byte.valueOf(text);
    }
    if (type.equals(DataTypes.ShortType)) {
      return Short.valueOf(text);
    }
    if (type.equals(DataTypes.IntegerType)) {
      return Integer.valueOf(text);
    }
    if (type.equals(DataTypes.LongType)) {
      return Long.valueOf(text);
    }
    if (type.equals(DataTypes.FloatType)) {
      return Float.valueOf(text);
    }
    if (type.equals(DataTypes.DoubleType)) {
      return Double.valueOf(text);
    }
    if (type.equals(DataTypes.DateType)) {
      return LocalDate.parse(text);
    }

    return type.equals(DataTypes.TimestampType) ? Instant.parse(text) : LocalDateTime.parse(text);
  }

  /**
   * The text that {@link #encode} makes of the value that a text stands for.
   *
   * @throws IllegalArgumentException and others, as {@link #parse} does
   */
  String canonical(String text) {
    Object value = parse(text);
    if (value instanceof Instant instant) {
      return instant.truncatedTo(ChronoUnit.MICROS).toString();
    }

    return value instanceof LocalDate date ? date.toString() : text(value);
  }

  private static BigDecimal exact(BigDecimal number, DecimalType type) {
    if (number.precision() > type.precision()) {
      throw new ArithmeticException("too many digits");
    }

    return number;
  }

  private static Boolean parseBoolean(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("neither true nor false");
    }

    return Boolean.valueOf(text);
  }
}
