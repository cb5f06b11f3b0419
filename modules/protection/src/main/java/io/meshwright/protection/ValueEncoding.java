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
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

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
 * </pre>
 *
 * <p>Everything but binary is text in UTF-8 that SQL casts back to its type.
 *
 * @param type the type in the contract, as Spark's
 */
record ValueEncoding(DataType type) implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * Returns the encoding of a type.
   *
   * @throws ProtectionException if values of the type have none; {@code column} is for the message
   */
  static ValueEncoding of(String column, FieldType type) {
    if (type instanceof FieldType.Array
        || type instanceof FieldType.Map
        || type instanceof FieldType.Struct) {
      throw ProtectionException.invalid(
          "Cannot protect %s: values of type %s cannot be encrypted".formatted(column, type),
          "give each part a field of its own, or drop it");
    }

    return new ValueEncoding(SparkType.of(type));
  }

  /** What is given to {@link #encode} of a column's values: nothing that depends on the session. */
  Column toEncode(Column value) {
    if (type.equals(DataTypes.StringType)) {
      return value.cast(DataTypes.BinaryType);
    }
    if (type.equals(DataTypes.DateType)) {
      return functions.unix_date(value);
    }

    return type.equals(DataTypes.TimestampType) ? functions.unix_micros(value) : value;
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
      return parse(new String(bytes, UTF_8));
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      // Their messages hold the value.
      throw ProtectionException.invalid(
          "Cannot reveal %s: a value in it is no %s".formatted(column, type.sql()),
          "read it with the contract it was published with");
    }
  }

  private String text(Object value) {
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

  private Object parse(String text) {
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
