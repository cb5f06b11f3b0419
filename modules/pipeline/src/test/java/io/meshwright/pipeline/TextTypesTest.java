package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.sparktesting.SparkExtension;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class TextTypesTest {

  /** Values, and the type that holds and prints all of them as they are. */
  private static final Map<List<String>, String> TYPES =
      Map.ofEntries(
          Map.entry(List.of("1", "-20", "0"), "long"),
          Map.entry(List.of("1", "007"), "string"),
          Map.entry(List.of("+4930123"), "string"),
          Map.entry(List.of("999999999999999999"), "long"),
          Map.entry(List.of("9223372036854775808"), "decimal(38,0)"),
          Map.entry(List.of("1.50", "20"), "decimal(18,2)"),
          Map.entry(List.of("-12345678901234567.25"), "decimal(38,2)"),
          Map.entry(List.of("12345678901234567890123456789012345678"), "decimal(38,0)"),
          Map.entry(List.of("123456789012345678901234567890123456789"), "string"),
          Map.entry(List.of("1e5", "2"), "double"),
          Map.entry(List.of("1.5", "NaN", "-Inf"), "double"),
          Map.entry(List.of("1,000"), "string"),
          Map.entry(List.of(" 1"), "string"),
          Map.entry(List.of("1\n"), "string"),
          Map.entry(List.of("true", "FALSE"), "boolean"),
          Map.entry(List.of("true", "1"), "string"),
          Map.entry(List.of("2024-02-29", "1500-01-01"), "date"),
          Map.entry(List.of("2024-02-30"), "string"),
          Map.entry(List.of("2024-01-14", "2024-01-14T02:00:00Z"), "timestamp"),
          Map.entry(List.of("2024-01-14 02:00", "2024-01-14 02:00:00.123456"), "timestamp"),
          Map.entry(List.of("2024-01-14 02:00:00.1234567"), "string"),
          Map.entry(List.of("2024-01-14 25:00:00"), "string"),
          Map.entry(List.of("2024"), "long"),
          Map.entry(List.of("14.01.2024"), "string"));

  @Test
  void findsTheNarrowestTypeThatLosesNothing(SparkSession spark) {
    Map<String, List<String>> columns = new TreeMap<>();
    TYPES.keySet().forEach(values -> columns.put(String.join("|", values), values));
    Dataset<Row> rows =
        spark.sql(
            Stream.of(0, 1, 2)
                .map(
                    row ->
                        columns.entrySet().stream()
                            .map(
                                column ->
                                    "%s AS `%s`"
                                        .formatted(
                                            literal(column.getValue(), row), column.getKey()))
                            .collect(joining(", ", "SELECT ", "")))
                .collect(joining(" UNION ALL ")));

    Map<String, TextTypes.Typed> found = TextTypes.find(rows, List.copyOf(columns.keySet()));

    assertThat(
            columns.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        Map.Entry::getValue,
                        column -> found.get(column.getKey()).type().toString())))
        .isEqualTo(TYPES);
    assertThat(found.get("1|007").reason()).isEqualTo("string, for its leading zeros");
  }

  @Test
  void takesNumbersInQuotesForTexts(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT '1' AS a, '2024-01-14' AS b, CAST(NULL AS string) AS c");

    Map<String, TextTypes.Typed> found = TextTypes.findTimes(rows, List.of("a", "b", "c"));

    assertThat(found.values())
        .extracting(typed -> typed.type().toString())
        .containsExactly("string", "date", "string");
  }

  private static String literal(List<String> values, int row) {
    return row < values.size()
        ? "'" + values.get(row).replace("\n", "\\n") + "'"
        : "CAST(NULL AS string)";
  }
}
