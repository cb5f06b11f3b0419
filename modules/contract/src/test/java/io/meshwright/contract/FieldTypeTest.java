package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parsing and printing are also held against each other in {@link RoundTripTest}. */
class FieldTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INT | integer",
        "bigint | long",
        "tinyint | byte",
        "real | float",
        "decimal | decimal(10,0)",
        "DECIMAL( 12 , 2 ) | decimal(12,2)",
        "numeric(5) | decimal(5,0)",
        "timestamp_ltz | timestamp",
        "timestamp_ntz | timestamp_ntz",
        "varchar(9) | varchar(9)",
        "character(2) | char(2)",
        "array<map<string,struct<a int, `b c`: array<date>>>> | array<map<string,struct<a:integer,`b c`:array<date>>>>",
      })
  void readsSparksNotationAndItsAliases(String text, String printed) {
    assertThat(FieldType.parse(text)).hasToString(printed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "money | instead of 'money' use one of boolean",
        "strng | did you mean 'string'",
        "decimal(39,2) | precision is 1 to 38",
        "decimal(2,3) | scale is 0 to precision",
        "decimal(a) | 'a' is not a whole number",
        "varchar | varchar needs one length",
        "array<int | '>' is expected at position 10",
        "int int | nothing is expected after 'int'",
        "struct<> | a name or type is expected",
        "interval | a Delta table cannot hold intervals",
        "void | a Delta table cannot hold a type without values",
      })
  void saysWhatIsWrongWithAType(String text, String message) {
    assertThatThrownBy(() -> FieldType.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
