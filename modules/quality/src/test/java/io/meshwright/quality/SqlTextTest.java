package io.meshwright.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.FieldType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "0                    | decimal(12,2) | CAST('0' AS decimal(12,2))",
        "0.005                | decimal(12,2) | 0.005BD",
        "9999999999           | decimal(12,2) | CAST('9999999999' AS decimal(12,2))",
        "100000000000         | decimal(12,2) | 100000000000BD",
        "7                    | integer       | 7BD",
        "0.5                  | double        | CAST('0.5' AS DOUBLE)",
        "2024-01-31           | date          | DATE'2024-01-31'",
        "2024-01-31           | timestamp     | TIMESTAMP'2024-01-31 00:00:00Z'",
        "2024-01-31 10:00:00  | timestamp     | TIMESTAMP'2024-01-31 10:00:00Z'",
        "2024-01-31T10:00:00+02:00 | timestamp | TIMESTAMP'2024-01-31T10:00:00+02:00'",
        "2024-01-31 10:00:00  | timestamp_ntz | TIMESTAMP_NTZ'2024-01-31 10:00:00'",
        "TRUE                 | boolean       | true",
        "it's \\d             | string        | 'it\\'s \\\\d'",
      })
  void printsLiteralsThatLoseNoDigit(String value, String type, String sql) {
    assertThat(SqlText.literal(value, FieldType.parse(type))).isEqualTo(sql);
  }

  @ParameterizedTest
  @CsvSource({"plain, `plain`", "with space, `with space`", "a.b, `a.b`", "tick`s, `tick``s`"})
  void quotesNamesWhateverTheyAreMadeOf(String name, String quoted) {
    assertThat(SqlText.name(name)).isEqualTo(quoted);
  }
}
