package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.FieldType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ValueEncodingTest {

  private static final String COLUMN = "sales.orders/x";

  @Property
  void readsWholeNumbersBack(
      @ForAll byte one, @ForAll short two, @ForAll int four, @ForAll long eight) {
    assertThat(back("byte", one)).isEqualTo(one);
    assertThat(back("short", two)).isEqualTo(two);
    assertThat(back("integer", four)).isEqualTo(four);
    assertThat(back("long", eight)).isEqualTo(eight);
  }

  @Property
  void readsFloatingNumbersBackToTheBit(@ForAll int four, @ForAll long eight) {
    float single = Float.intBitsToFloat(four);
    double twice = Double.longBitsToDouble(eight);

    assertThat(back("float", single)).isEqualTo(single);
    assertThat(back("double", twice)).isEqualTo(twice);
  }

  @Property
  void readsDecimalsBackWithAllTheirDigits(
      @ForAll @IntRange(max = 38) int scale,
      @ForAll
          @BigRange(
              min = "-99999999999999999999999999999999999999",
              max = "99999999999999999999999999999999999999")
          BigInteger digits) {
    BigDecimal decimal = new BigDecimal(digits, scale);

    assertThat(back("decimal(38,%d)".formatted(scale), decimal)).isEqualTo(decimal);
  }

  @Property
  void readsDatesAndInstantsBackAsTheyAreGivenToUs(
      @ForAll @IntRange(min = -719_162, max = 2_932_896) int day, @ForAll int micros) {
    long instant = day * 86_400_000_000L + micros;
    LocalDateTime local =
        LocalDateTime.of(LocalDate.ofEpochDay(day), java.time.LocalTime.MIN)
            .plus(micros, ChronoUnit.MICROS);

    assertThat(back("date", day)).isEqualTo(LocalDate.ofEpochDay(day));
    assertThat(back("timestamp", instant))
        .isEqualTo(Instant.EPOCH.plus(instant, ChronoUnit.MICROS))
        .isEqualTo(local.toInstant(ZoneOffset.UTC));
    assertThat(back("timestamp_ntz", local)).isEqualTo(local);
  }

  @Test
  void writesTextThatSqlCastsBack() {
    Map.of(
            "boolean",
            true,
            "decimal(20,2)",
            new BigDecimal("10.00"),
            "decimal(38,18)",
            new BigDecimal("0E-18"),
            "double",
            1.0E10,
            "date",
            19_736,
            "timestamp",
            1_705_197_600_123_456L,
            "timestamp_ntz",
            LocalDateTime.of(2024, 1, 14, 2, 0))
        .forEach(
            (type, value) ->
                assertThat(new String(encoding(type).encode(value), UTF_8))
                    .as(type)
                    .isEqualTo(
                        Map.of(
                                "boolean", "true",
                                "decimal(20,2)", "10.00",
                                "decimal(38,18)", "0.000000000000000000",
                                "double", "1.0E10",
                                "date", "2024-01-14",
                                "timestamp", "2024-01-14T02:00:00.123456Z",
                                "timestamp_ntz", "2024-01-14T02:00:00")
                            .get(type)));
  }

  @Test
  void refusesWhatIsOfAnotherTypeWithoutShowingIt() {
    Map.of(
            "boolean", "secret",
            "integer", "4000000000",
            "decimal(4,2)", "1234.5",
            "date", "2024-13-01",
            "timestamp", "2024-01-14")
        .forEach(
            (type, text) ->
                assertThatThrownBy(() -> encoding(type).decode(COLUMN, text.getBytes(UTF_8)))
                    .as(type)
                    .isInstanceOf(ProtectionException.class)
                    .hasNoCause()
                    .hasMessage(
                        """
                        Cannot reveal sales.orders/x: a value in it is no %s
                            fix: read it with the contract it was published with"""
                            .formatted(encoding(type).type().sql())));
  }

  private static Object back(String type, Object value) {
    ValueEncoding encoding = encoding(type);
    return encoding.decode(COLUMN, encoding.encode(value));
  }

  private static ValueEncoding encoding(String type) {
    return ValueEncoding.of(FieldType.parse(type));
  }
}
