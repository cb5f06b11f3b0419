package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The logical type of a {@link Field}: every type a Delta table can hold.
 *
 * <p>{@code toString()} prints Spark's own DDL notation ({@code decimal(12,2)}, {@code
 * array<string>}, {@code struct<a:integer,b:string>}), which {@link FieldTypeParser} reads back.
 */
public sealed interface FieldType {

  /** A type without parts. */
  enum Atomic implements FieldType {
    BOOLEAN,
    BYTE,
    SHORT,
    INTEGER,
    LONG,
    FLOAT,
    DOUBLE,
    STRING,
    BINARY,
    DATE,
    /** An instant, shown in UTC. */
    TIMESTAMP,
    /** A wall-clock date and time without a zone. */
    TIMESTAMP_NTZ;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An exact number of {@code precision} digits, {@code scale} of them after the point. */
  record Decimal(int precision, int scale) implements FieldType {
    public static final int MAX_PRECISION = 38;

    public Decimal {
      if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            "Invalid decimal(%d,%d): precision is 1 to 38, scale is 0 to precision"
                .formatted(precision, scale));
      }
    }

    @Override
    public String toString() {
      return "decimal(" + precision + "," + scale + ")";
    }
  }

  /** Text of at most (varchar) or exactly (char) {@code length} characters. */
  record Text(boolean fixed, int length) implements FieldType {
    public Text {
      if (length < 1) {
        throw new IllegalArgumentException(
            "Invalid length %d: text has 1 or more".formatted(length));
      }
    }

    @Override
    public String toString() {
      return (fixed ? "char(" : "varchar(") + length + ")";
    }
  }

  record Array(FieldType element) implements FieldType {
    public Array {
      requireNonNull(element, "element");
    }

    @Override
    public String toString() {
      return "array<" + element + ">";
    }
  }

  record Map(FieldType key, FieldType value) implements FieldType {
    public Map {
      requireNonNull(key, "key");
      requireNonNull(value, "value");
    }

    @Override
    public String toString() {
      return "map<" + key + "," + value + ">";
    }
  }

  record Struct(List<Member> members) implements FieldType {

    /** One named part of a struct; always nullable. */
    public record Member(String name, FieldType type) {
      public Member {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
      }

      @Override
      public String toString() {
        return quoteIfNeeded(name) + ":" + type;
      }
    }

    public Struct {
      members = List.copyOf(members);
      if (members.isEmpty()) {
        throw new IllegalArgumentException("Invalid struct: it has no members");
      }
    }

    @Override
    public String toString() {
      return members.stream()
          .map(Member::toString)
          .collect(Collectors.joining(",", "struct<", ">"));
    }
  }

  /**
   * Reads a type in Spark's DDL notation, any letter case, with Spark's aliases (int, bigint, ...).
   *
   * @throws IllegalArgumentException if the text is not a type a Delta table can hold; the message
   *     names the part that is wrong and what would be right
   */
  static FieldType parse(String text) {
    return new FieldTypeParser(text).parse();
  }

  default boolean isNumeric() {
    return this instanceof Decimal
        || this == Atomic.BYTE
        || this == Atomic.SHORT
        || this == Atomic.INTEGER
        || this == Atomic.LONG
        || this == Atomic.FLOAT
        || this == Atomic.DOUBLE;
  }

  default boolean isText() {
    return this == Atomic.STRING || this instanceof Text;
  }

  /** Says whether values have an order and can be compared with a literal. */
  default boolean isComparable() {
    return isNumeric() || isText() || isTemporal() || this == Atomic.BOOLEAN;
  }

  /** Says whether each value has a next one: whole numbers and dates. */
  default boolean isCountable() {
    return this == Atomic.BYTE
        || this == Atomic.SHORT
        || this == Atomic.INTEGER
        || this == Atomic.LONG
        || this == Atomic.DATE
        || (this instanceof Decimal decimal && decimal.scale() == 0 && decimal.precision() <= 18);
  }

  /** Says whether values of both types can be compared with each other. */
  default boolean isAlike(FieldType other) {
    return (isNumeric() && other.isNumeric())
        || (isText() && other.isText())
        || (isTemporal() && other.isTemporal())
        || (this == Atomic.BOOLEAN && other == Atomic.BOOLEAN);
  }

  default boolean isTemporal() {
    return this == Atomic.DATE || this == Atomic.TIMESTAMP || this == Atomic.TIMESTAMP_NTZ;
  }

  private static String quoteIfNeeded(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : "`" + name.replace("`", "``") + "`";
  }
}
