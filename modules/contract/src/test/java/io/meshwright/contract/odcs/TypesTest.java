package io.meshwright.contract.odcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.ContractArbitraries;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.FieldType.Atomic;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlEmitter;
import io.meshwright.contract.YamlNode;
import io.meshwright.contract.YamlParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The type map is total in both directions. */
class TypesTest {

  private static final Path FILE = Path.of("types.odcs.yaml");

  private static final List<FieldType> ONE_OF_EACH =
      Stream.concat(
              Arrays.stream(Atomic.values()),
              Stream.of(
                  new FieldType.Decimal(38, 18),
                  new FieldType.Text(false, 40),
                  new FieldType.Text(true, 2),
                  new FieldType.Array(Atomic.TIMESTAMP_NTZ),
                  new FieldType.Map(Atomic.LONG, new FieldType.Decimal(10, 2)),
                  new FieldType.Struct(List.of(new FieldType.Struct.Member("a b", Atomic.BINARY)))))
          .toList();

  static Stream<FieldType> types() {
    return ONE_OF_EACH.stream();
  }

  @Test
  void enumeratesEveryTypeOfContracts() {
    Stream<Class<?>> kinds = ONE_OF_EACH.stream().<Class<?>>map(FieldType::getClass).distinct();

    assertThat(kinds).containsExactlyInAnyOrder(FieldType.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeReadsBackAsItself(FieldType type) {
    for (OdcsVersion version : OdcsVersion.values()) {
      assertThat(readBack(type, version)).as("in %s", version).isEqualTo(type);
    }
  }

  @Property(tries = 200)
  void nestedTypesReadBackAsThemselves(
      @ForAll("nested") FieldType type, @ForAll OdcsVersion version) {
    assertThat(readBack(type, version)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logicalType: string | string",
        "logicalType: string, physicalType: VARCHAR(36) | varchar(36)",
        "logicalType: string, physicalType: nchar(2) | char(2)",
        "logicalType: string, physicalType: text | string",
        "logicalType: string, physicalType: bytea | binary",
        "logicalType: string, logicalTypeOptions: {format: binary} | binary",
        "logicalType: boolean, physicalType: bit | boolean",
        "logicalType: integer | integer",
        "logicalType: integer, logicalTypeOptions: {format: i8} | byte",
        "logicalType: integer, logicalTypeOptions: {format: i16} | short",
        "logicalType: integer, logicalTypeOptions: {format: i64} | long",
        "logicalType: integer, logicalTypeOptions: {format: i128} | decimal(38,0)",
        "logicalType: integer, logicalTypeOptions: {format: u8} | short",
        "logicalType: integer, logicalTypeOptions: {format: u16} | integer",
        "logicalType: integer, logicalTypeOptions: {format: u32} | long",
        "logicalType: integer, logicalTypeOptions: {format: u64} | decimal(20,0)",
        "logicalType: integer, logicalTypeOptions: {format: u128} | decimal(38,0)",
        "logicalType: integer, physicalType: int8 | long",
        "logicalType: number | double",
        "logicalType: number, logicalTypeOptions: {format: f32} | float",
        "logicalType: number, logicalTypeOptions: {format: f64} | double",
        "logicalType: number, physicalType: 'NUMBER(18,2)' | decimal(18,2)",
        "logicalType: number, physicalType: double precision | double",
        "logicalType: date | date",
        "logicalType: date, physicalType: timestamp | timestamp",
        "logicalType: timestamp | timestamp",
        "logicalType: timestamp, logicalTypeOptions: {timezone: true} | timestamp",
        "logicalType: timestamp, logicalTypeOptions: {timezone: false} | timestamp_ntz",
        "logicalType: timestamp, physicalType: timestamp without time zone | timestamp_ntz",
        "logicalType: timestamp, physicalType: timestamptz | timestamp",
        "logicalType: time | string",
        "logicalType: array | array<string>",
        "logicalType: array, items: {logicalType: date} | array<date>",
        "logicalType: array, physicalType: 'array<int>' | array<integer>",
        "logicalType: object | string",
        "logicalType: object, physicalType: 'map<string,int>' | map<string,integer>",
        "logicalType: object, properties: [{name: a, logicalType: date}] | struct<a:date>",
        "logicalType: map | map<string,string>",
        "logicalType: map, map: {key: {logicalType: string}, value: {logicalType: date}} | map<string,date>",
        "logicalType: vector, logicalTypeOptions: {dimensions: 3} | array<float>",
        "logicalType: vector, logicalTypeOptions: {elementType: f64} | array<double>",
        "logicalType: geography, physicalType: binary | binary",
        "logicalType: geography | string",
        "physicalType: bigint | long",
        "description: only that | string",
      })
  void everyLogicalTypeHasACounterpart(String property, String type) {
    assertThat(read("{name: a, " + property + "}")).hasToString(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"interval", "geography", "number(99,2)", ""})
  void knowsNoPhysicalTypeThatATableCannotHold(String text) {
    assertThat(Types.findPhysical(text)).isEmpty();
  }

  @Provide
  Arbitrary<FieldType> nested() {
    return ContractArbitraries.types();
  }

  private static FieldType readBack(FieldType type, OdcsVersion version) {
    Keys property = new Keys(Place.startOf(FILE)).text("name", "a");
    Types.write(property, type, version, Place.startOf(FILE));
    return read(YamlEmitter.print(property.mapping()));
  }

  private static FieldType read(String property) {
    YamlNode node = YamlParser.parse(FILE, property, 100, new ArrayList<>()).orElseThrow();
    Reading reading = new Reading(OdcsVersion.V3_2, new ArrayList<>());
    return new Types(reading).read(Node.of(node, "a property", reading).orElseThrow());
  }
}
