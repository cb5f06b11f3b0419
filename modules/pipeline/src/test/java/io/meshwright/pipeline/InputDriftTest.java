package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.quality.Distribution;
import io.meshwright.quality.MetricValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a run reads of the one before, and what it sees of its inputs beside it. */
class InputDriftTest {

  @Test
  void namesEveryColumnThatChanged() {
    InputDrift drift =
        between(
            input("orders", "id bigint", "amount decimal(12,2)", "note string"),
            input("orders", "amount decimal(10,2)", "ID bigint", "status string"));

    assertThat(drift.changes())
        .containsExactly(
            "orders.amount became decimal(10,2), was decimal(12,2)",
            "orders.status (string) was added",
            "orders.note (string) was removed");
    assertThat(drift.notes())
        .startsWith(
            "Since run 9b1f0c44, input column orders.amount became decimal(10,2), was decimal(12,2)");
  }

  @Test
  void takesNeitherOrderNorLetterCaseNorANewInputForAChange() {
    InputDrift drift =
        InputDrift.between(
            Optional.of(run(input("orders", "id bigint", "note string"))),
            List.of(input("orders", "Note string", "id bigint"), input("lines", "id bigint")));

    assertThat(drift.known()).hasValue(List.of());
    assertThat(drift.notes()).isEmpty();
  }

  @Test
  void knowsNothingWithoutColumnsToCompareWith() {
    assertThat(InputDrift.between(Optional.empty(), List.of(input("orders", "id bigint"))).known())
        .isEmpty();
    assertThat(between(input("orders"), input("orders", "id bigint")).known()).isEmpty();
  }

  @Test
  void readsARecordOfAnEarlierVersion() {
    assertThat(
            PreviousRun.read(
                """
                {"schema_version": 1, "run_id": "9b1f0c44",
                 "inputs": [{"name": "orders", "kind": "csv", "location": "/x", "version": "1"}],
                 "metrics": [{"name": "row_count", "column": null, "value": 2.0}]}
                """))
        .hasValue(
            new PreviousRun(
                "9b1f0c44",
                List.of(new RunReport.InputVersion("orders", "csv", "/x", "1")),
                List.of(MetricValue.of("row_count", Optional.empty(), 2))));
  }

  @Test
  void readsDistributions() {
    assertThat(
            PreviousRun.read(
                    """
                    {"run_id": "a", "metrics": [{"name": "value_distribution", "column": "status",
                     "value": 3, "distribution": {"values": {"open": 3}, "other": 0}}]}
                    """)
                .orElseThrow()
                .metrics()
                .get(0)
                .distribution())
        .hasValue(new Distribution.Values(Map.of("open", 3L), 0));
  }

  @Test
  void passesOverARecordThatIsNone() {
    assertThat(PreviousRun.read("{")).isEmpty();
  }

  private static InputDrift between(RunReport.InputVersion before, RunReport.InputVersion now) {
    return InputDrift.between(Optional.of(run(before)), List.of(now));
  }

  private static PreviousRun run(RunReport.InputVersion... inputs) {
    return new PreviousRun("9b1f0c44", List.of(inputs), List.of());
  }

  /** An input with columns written as {@code name type}. */
  private static RunReport.InputVersion input(String name, String... columns) {
    return new RunReport.InputVersion(
        name,
        "parquet",
        "/raw/" + name,
        "1",
        Stream.of(columns)
            .map(column -> column.split(" "))
            .map(parts -> new RunReport.InputColumn(parts[0], parts[1]))
            .toList());
  }
}
