package io.meshwright.contract.odcs;

import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.FieldType.Atomic;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The types of contracts as logical and physical types of ODCS, and back.
 *
 * <p>The logical type decides the family, the structure below it the parts, and the physical type
 * what the family leaves open. {@code modules/contract/ODCS.md} has the table.
 */
final class Types {

  private static final Pattern SIZED =
      Pattern.compile("([a-z0-9_ ]+?)\\s*(?:\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\))?");

  /** How databases call what a contract calls otherwise. */
  private static final Map<String, FieldType> ALIASES =
      Map.ofEntries(
          Map.entry("bool", Atomic.BOOLEAN),
          Map.entry("bit", Atomic.BOOLEAN),
          Map.entry("int1", Atomic.BYTE),
          Map.entry("int2", Atomic.SHORT),
          Map.entry("int4", Atomic.INTEGER),
          Map.entry("int8", Atomic.LONG),
          Map.entry("int16", Atomic.SHORT),
          Map.entry("int32", Atomic.INTEGER),
          Map.entry("int64", Atomic.LONG),
          Map.entry("serial", Atomic.INTEGER),
          Map.entry("bigserial", Atomic.LONG),
          Map.entry("float4", Atomic.FLOAT),
          Map.entry("float8", Atomic.DOUBLE),
          Map.entry("float32", Atomic.FLOAT),
          Map.entry("float64", Atomic.DOUBLE),
          Map.entry("double precision", Atomic.DOUBLE),
          Map.entry("text", Atomic.STRING),
          Map.entry("clob", Atomic.STRING),
          Map.entry("uuid", Atomic.STRING),
          Map.entry("varchar", Atomic.STRING),
          Map.entry("character varying", Atomic.STRING),
          Map.entry("nvarchar", Atomic.STRING),
          Map.entry("bytea", Atomic.BINARY),
          Map.entry("blob", Atomic.BINARY),
          Map.entry("bytes", Atomic.BINARY),
          Map.entry("varbinary", Atomic.BINARY),
          Map.entry("timestamptz", Atomic.TIMESTAMP),
          Map.entry("timestamp_tz", Atomic.TIMESTAMP),
          Map.entry("timestamp with time zone", Atomic.TIMESTAMP),
          Map.entry("datetimeoffset", Atomic.TIMESTAMP),
          Map.entry("timestamp without time zone", Atomic.TIMESTAMP_NTZ),
          Map.entry("datetime", Atomic.TIMESTAMP_NTZ),
          Map.entry("datetime2", Atomic.TIMESTAMP_NTZ));

  private static final Map<String, FieldType> INTEGERS =
      Map.of(
          "i8", Atomic.BYTE,
          "i16", Atomic.SHORT,
          "i32", Atomic.INTEGER,
          "i64", Atomic.LONG,
          "i128", new FieldType.Decimal(38, 0),
          "u8", Atomic.SHORT,
          "u16", Atomic.INTEGER,
          "u32", Atomic.LONG,
          "u64", new FieldType.Decimal(20, 0),
          "u128", new FieldType.Decimal(38, 0));

  private static final Map<String, FieldType> NUMBERS =
      Map.of("f32", Atomic.FLOAT, "f64", Atomic.DOUBLE);

  private static final Predicate<String> UTC =
      Pattern.compile("(?i)(Etc/)?(UTC|GMT)|Z").asMatchPredicate();

  private final Reading reading;

  Types(Reading reading) {
    this.reading = reading;
  }

  // ODCS to contract

  /** The type of a property, of an array's items, or of a map's key or value. */
  FieldType read(Node property) {
    Optional<String> physical = property.value("physicalType");
    Optional<FieldType> stored = physical.flatMap(Types::findPhysical);
    Optional<Node> options = property.node("logicalTypeOptions");
    String logical =
        property.value("logicalType").map(text -> text.toLowerCase(Locale.ROOT)).orElse("");
    Place place = property.placeOf(logical.isEmpty() ? "physicalType" : "logicalType");
    FieldType type =
        switch (logical) {
          case "string" -> string(stored, options);
          case "boolean" -> Atomic.BOOLEAN;
          case "integer" ->
              sized(stored.filter(Types::isWhole), options, INTEGERS).orElse(Atomic.INTEGER);
          case "number" ->
              sized(stored.filter(FieldType::isNumeric), options, NUMBERS)
                  .orElseGet(() -> told(OdcsDiagnostics.numberWithoutSize(place), Atomic.DOUBLE));
          case "date" -> stored.filter(FieldType::isTemporal).orElse(Atomic.DATE);
          case "timestamp" -> timestamp(stored, options);
          case "time" -> told(OdcsDiagnostics.timeIsText(place), Atomic.STRING);
          case "array", "vector" -> array(property, logical, stored, options);
          case "map" -> map(property, stored);
          case "object" -> object(property, stored);
          case "" -> inferred(property, stored);
          default -> {
            FieldType guess = stored.orElse(Atomic.STRING);
            yield told(OdcsDiagnostics.unknownLogicalType(place, logical, guess), guess);
          }
        };
    boolean hasParts = !(type instanceof Atomic) && !(type instanceof FieldType.Decimal);
    if (stored.isPresent() && !stored.get().equals(type) && !hasParts && !logical.isEmpty()) {
      reading.tell(
          OdcsDiagnostics.physicalTypeDiffers(
              property.placeOf("physicalType"), physical.orElseThrow(), type));
    }
    return type;
  }

  private FieldType string(Optional<FieldType> stored, Optional<Node> options) {
    boolean isBinary =
        stored.filter(type -> type == Atomic.BINARY).isPresent()
            || format(options).filter("binary"::equals).isPresent();
    if (isBinary) {
      options.ifPresent(node -> node.value("format"));
      return Atomic.BINARY;
    }

    return stored.filter(FieldType::isText).orElse(Atomic.STRING);
  }

  /** The physical type, or what the format says. */
  private Optional<FieldType> sized(
      Optional<FieldType> stored, Optional<Node> options, Map<String, FieldType> formats) {
    Optional<String> format = options.flatMap(node -> node.value("format"));
    Optional<FieldType> byFormat = format.flatMap(text -> Optional.ofNullable(formats.get(text)));
    if (stored.isPresent() && byFormat.isPresent() && !stored.equals(byFormat)) {
      reading.tell(
          OdcsDiagnostics.formatDiffers(
              options.orElseThrow().placeOf("format"), format.orElseThrow(), stored.get()));
    }
    return stored.or(() -> byFormat);
  }

  private static FieldType timestamp(Optional<FieldType> stored, Optional<Node> options) {
    Optional<Boolean> zone = options.flatMap(node -> node.findFlag("timezone"));
    options
        .filter(node -> node.peek("defaultTimezone").flatMap(Tree::text).filter(UTC).isPresent())
        .ifPresent(node -> node.find("defaultTimezone"));
    return zone.<FieldType>map(given -> given ? Atomic.TIMESTAMP : Atomic.TIMESTAMP_NTZ)
        .or(() -> stored.filter(type -> type.isTemporal() && type != Atomic.DATE))
        .orElse(Atomic.TIMESTAMP);
  }

  private FieldType array(
      Node property, String logical, Optional<FieldType> stored, Optional<Node> options) {
    Optional<Node> items = property.node("items");
    if (items.isPresent()) {
      return new FieldType.Array(read(items.get()));
    }
    if (stored.isPresent() && stored.get() instanceof FieldType.Array) {
      return stored.get();
    }
    if (logical.equals("vector")) {
      boolean isDouble =
          options
              .flatMap(node -> node.value("elementType"))
              .filter(type -> type.matches("(?i)f64|float64|double"))
              .isPresent();
      return new FieldType.Array(isDouble ? Atomic.DOUBLE : Atomic.FLOAT);
    }

    FieldType guess = new FieldType.Array(Atomic.STRING);
    return told(OdcsDiagnostics.partsMissing(property.place(), "items", guess), guess);
  }

  private FieldType map(Node property, Optional<FieldType> stored) {
    Optional<Node> map = property.node("map");
    Optional<FieldType> key = map.flatMap(node -> node.node("key")).map(this::read);
    Optional<FieldType> value = map.flatMap(node -> node.node("value")).map(this::read);
    if (key.isPresent() && value.isPresent()) {
      return new FieldType.Map(key.get(), value.get());
    }
    if (stored.isPresent() && stored.get() instanceof FieldType.Map) {
      return stored.get();
    }

    FieldType guess = new FieldType.Map(Atomic.STRING, Atomic.STRING);
    return told(OdcsDiagnostics.partsMissing(property.place(), "map", guess), guess);
  }

  private FieldType object(Node property, Optional<FieldType> stored) {
    List<FieldType.Struct.Member> members = new ArrayList<>();
    for (Node member : property.nodes("properties")) {
      FieldType type = read(member);
      member
          .requireText("name")
          .ifPresent(name -> members.add(new FieldType.Struct.Member(name.value(), type)));
    }
    if (!members.isEmpty()) {
      return new FieldType.Struct(members);
    }

    return stored
        .filter(type -> type instanceof FieldType.Struct || type instanceof FieldType.Map)
        .orElseGet(
            () ->
                told(
                    OdcsDiagnostics.partsMissing(property.place(), "properties", Atomic.STRING),
                    Atomic.STRING));
  }

  /** Options without a logical type are fine; a property may have no more than a name. */
  private FieldType inferred(Node property, Optional<FieldType> stored) {
    if (property.has("properties")) {
      return object(property, stored);
    }
    if (property.has("items")) {
      return new FieldType.Array(read(property.node("items").orElseThrow()));
    }
    if (property.has("map")) {
      return map(property, stored);
    }

    return stored.orElseGet(
        () -> told(OdcsDiagnostics.noType(property.place(), Atomic.STRING), Atomic.STRING));
  }

  private static Optional<String> format(Optional<Node> options) {
    return options.flatMap(node -> node.peek("format")).flatMap(Tree::text);
  }

  private static boolean isWhole(FieldType type) {
    return type.isNumeric()
        && type != Atomic.FLOAT
        && type != Atomic.DOUBLE
        && !(type instanceof FieldType.Decimal decimal && decimal.scale() > 0);
  }

  private FieldType told(Diagnostic diagnostic, FieldType type) {
    reading.tell(diagnostic);
    return type;
  }

  /** The type that a database's name for one means; empty if it is not known. */
  static Optional<FieldType> findPhysical(String text) {
    try {
      return Optional.of(FieldType.parse(text));
    } catch (IllegalArgumentException e) {
      String words = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
      Matcher sized = SIZED.matcher(words);
      return sized.matches() ? sized(sized) : Optional.empty();
    }
  }

  private static Optional<FieldType> sized(Matcher sized) {
    String word = sized.group(1);
    Optional<Integer> size = Optional.ofNullable(sized.group(2)).map(Integer::valueOf);
    Predicate<Integer> fits = length -> length > 0;
    if (word.matches("nvarchar|varchar2|nvarchar2|character varying") && size.isPresent()) {
      return size.filter(fits).map(length -> new FieldType.Text(false, length));
    }
    if (word.matches("nchar|bpchar") && size.isPresent()) {
      return size.filter(fits).map(length -> new FieldType.Text(true, length));
    }
    if (word.matches("number|bignumeric") && size.isPresent()) {
      int scale = Optional.ofNullable(sized.group(3)).map(Integer::valueOf).orElse(0);
      return size.filter(precision -> precision <= FieldType.Decimal.MAX_PRECISION)
          .filter(precision -> precision >= Math.max(scale, 1))
          .map(precision -> new FieldType.Decimal(precision, scale));
    }

    return Optional.ofNullable(ALIASES.get(word));
  }

  // Contract to ODCS

  /** Adds what a property says about its type. */
  static void write(Keys property, FieldType type, OdcsVersion version, Place place) {
    Keys options = new Keys(place);
    property.text("logicalType", logical(type, version)).text("physicalType", type.toString());
    if (type instanceof Atomic atomic) {
      options.text("format", format(atomic));
      if (version != OdcsVersion.V3_0 && atomic == Atomic.TIMESTAMP) {
        options.raw("timezone", "true");
      }
      if (version != OdcsVersion.V3_0 && atomic == Atomic.TIMESTAMP_NTZ) {
        options.raw("timezone", "false");
      }
    }
    property.put("logicalTypeOptions", options);
    if (type instanceof FieldType.Array array) {
      property.put("items", part(array.element(), version, place));
    } else if (type instanceof FieldType.Map map && version == OdcsVersion.V3_2) {
      property.put(
          "map",
          new Keys(place)
              .put("key", part(map.key(), version, place))
              .put("value", part(map.value(), version, place)));
    } else if (type instanceof FieldType.Struct struct) {
      property.list(
          "properties",
          struct.members().stream().map(member -> member(member, version, place)).toList());
    }
  }

  private static Keys part(FieldType type, OdcsVersion version, Place place) {
    Keys keys = new Keys(place);
    write(keys, type, version, place);
    return keys;
  }

  private static YamlNode member(FieldType.Struct.Member member, OdcsVersion version, Place place) {
    Keys keys = new Keys(place).text("name", member.name());
    write(keys, member.type(), version, place);
    return keys.mapping();
  }

  private static String logical(FieldType type, OdcsVersion version) {
    if (type instanceof Atomic atomic) {
      return switch (atomic) {
        case BOOLEAN -> "boolean";
        case BYTE, SHORT, INTEGER, LONG -> "integer";
        case FLOAT, DOUBLE -> "number";
        case STRING, BINARY -> "string";
        case DATE -> "date";
        case TIMESTAMP, TIMESTAMP_NTZ -> version == OdcsVersion.V3_0 ? "date" : "timestamp";
      };
    }
    if (type instanceof FieldType.Decimal) {
      return "number";
    }
    if (type instanceof FieldType.Array) {
      return "array";
    }
    if (type instanceof FieldType.Map && version == OdcsVersion.V3_2) {
      return "map";
    }

    return type instanceof FieldType.Text ? "string" : "object";
  }

  private static Optional<String> format(Atomic type) {
    return switch (type) {
      case BYTE -> Optional.of("i8");
      case SHORT -> Optional.of("i16");
      case INTEGER -> Optional.of("i32");
      case LONG -> Optional.of("i64");
      case FLOAT -> Optional.of("f32");
      case DOUBLE -> Optional.of("f64");
      case BINARY -> Optional.of("binary");
      case BOOLEAN, STRING, DATE, TIMESTAMP, TIMESTAMP_NTZ -> Optional.empty();
    };
  }
}
