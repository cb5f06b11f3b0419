package io.meshwright.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Severity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MatrixReportTest {

  private static final SampleTable ORDERS = SampleTables.parse("orders");

  private static final Workload WORKLOAD =
      new Workload(
          ORDERS,
          new SampleFiles(Path.of("rows"), Path.of("targets"), 1_000),
          Extent.UNIQUE_KEY,
          List.of(
              Rule.of("a", new Assertion.NotNull("o_clerk"), Severity.ERROR),
              RuleGenerator.unique(ORDERS)));

  @Test
  void printsWhatEachWayAddsAsAShareOfDeequ() {
    Cell cell = cell(Way.BARE, 2.0, Way.GATE, 3.0, Way.DEEQU, 6.0);

    assertThat(MatrixReport.markdown("scale 1", List.of(cell)))
        .isEqualTo(
            """
            scale 1

            ### TPC-H orders: 1,000 rows, 7 columns

            | rules | keys         | way               | wall s | CPU s | wall / bare | CPU / bare | adds CPU s | of Deequ's | jobs | scans | read MB | written MB | peak MB | fallbacks |
            | ----- | ------------ | ----------------- | ------ | ----- | ----------- | ---------- | ---------- | ---------- | ---- | ----- | ------- | ---------- | ------- | --------- |
            | 1     | + unique key | bare Delta write  | 4.00   | 2.00  | 1.00        | 1.00       | -          | -          | 3    | 2.0   | 4.0     | 0.0        | 0.0     | 0         |
            | 1     | + unique key | Meshwright, gate  | 6.00   | 3.00  | 1.50        | 1.50       | 1.00       | 25%        | 3    | 2.0   | 4.0     | 0.0        | 0.0     | 0         |
            | 1     | + unique key | Deequ, then write | 12.00  | 6.00  | 3.00        | 3.00       | 4.00       | 100%       | 3    | 2.0   | 4.0     | 0.0        | 0.0     | 0         |
            """);
  }

  @Test
  void hasNoShareWhereDeequWasNotMeasuredOrAddedNothing() {
    assertThat(cell(Way.BARE, 2.0, Way.GATE, 3.0).shareOfDeequ(Way.GATE)).isNaN();
    assertThat(cell(Way.BARE, 2.0, Way.GATE, 3.0, Way.DEEQU, 2.0).shareOfDeequ(Way.GATE)).isNaN();
  }

  @Test
  void namesThePlansThatWereInterpreted() {
    Usage fell = new Usage(1, 1, 1, new Usage.Traffic(0, 0, 0), 0, List.of("too long", "too long"));
    Samples samples = new Samples(List.of(fell), List.of(fell));

    assertThat(
            MatrixReport.markdown(
                "scale 1", List.of(new Cell(WORKLOAD, Map.of(Way.GATE, samples)))))
        .endsWith("\nCode generation fell back in gate, orders, 1 rules + unique key: too long");
  }

  @Test
  void keepsEveryRoundInJson() throws Exception {
    String json =
        ReportJson.of("matrix", "scale 1")
            .with("cells", MatrixReport.json(List.of(cell(Way.BARE, 2.0, Way.DEEQU, 6.0))))
            .with("notices", MatrixReport.json(Optional.of("no Python")))
            .print();

    assertThat(ReportJson.parse(json).at("/cells/0/ways/1/rounds/0/cpu_seconds").asDouble())
        .isEqualTo(6);
    assertThat(ReportJson.parse(json).at("/cells/0/ways/1/share_of_deequ").asDouble()).isEqualTo(1);
    assertThat(ReportJson.parse(json).at("/cells/0/ways/0/share_of_deequ").asDouble()).isZero();
    assertThat(ReportJson.parse(json).at("/notices/0").asText()).isEqualTo("no Python");
  }

  private static Cell cell(Object... waysAndCpu) {
    List<Usage> bare = Usages.ofCpu((double) waysAndCpu[1]);
    Map<Way, Samples> ways = new LinkedHashMap<>();
    for (int i = 0; i < waysAndCpu.length; i += 2) {
      ways.put((Way) waysAndCpu[i], new Samples(bare, Usages.ofCpu((double) waysAndCpu[i + 1])));
    }
    return new Cell(WORKLOAD, ways);
  }
}
