package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Counts the Spark jobs of a clean run by the place of ours that starts them. Each costs a run half
 * a second on a cluster, so whoever needs another one writes it down here, with its reason.
 */
class CleanRunJobsTest {

  private static final Map<String, Integer> EXPECTED =
      new TreeMap<>(
          Map.of(
              // The columns of the Parquet input, which its contract does not repeat.
              "SourceReader.typed", 1,
              // Whether the run was published before, and which version it became.
              "TargetTable.commits", 2,
              // The table as it is: Delta's log (3), columns, partitions and properties (1).
              "TableState.of", 4,
              // Rows go together by partition (1) and are written (1); Delta looks for the files
              // that they replace (1). Row rules and single-pass metrics ride along.
              "TableWriter.save", 3,
              // The primary key: hashes are spread (1) and neighbours compared (1).
              "KeyPass.unique", 2,
              // The query rule: the input is broadcast (1), rows are joined (1), counted (1).
              "QueryPass.measure", 3,
              // Three small tables: an append (1) for each, side by side, and the log of the one
              // that
              // could have the run already (3).
              "SystemTables.append", 6));

  @TempDir Path folder;

  @Test
  void runsNoJobThatIsNotListedHere() throws Exception {
    Workspace workspace =
        Orders.workspace(folder, "gate", "full")
            .input("orders", Orders.rows(1, 10, "2024-01-14", 5));
    workspace.run(Orders.NAME);
    workspace.later(60).input("orders", Orders.rows(1, 10, "2024-01-14", 7));
    StartedJobs jobs = StartedJobs.listen(workspace);

    RunReport report = workspace.run(Orders.NAME);

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(jobs.stop(workspace)).isEqualTo(EXPECTED);
  }

  @Test
  void measuresAndWatchesWithoutAJobMore() throws Exception {
    Workspace workspace = watched("row_count_change > 50%");
    StartedJobs jobs = StartedJobs.listen(workspace);

    RunReport report = workspace.run(Orders.NAME);

    assertThat(report.alerts()).hasSize(1);
    assertThat(jobs.stop(workspace)).isEqualTo(withAlerts(Map.of()));
  }

  @Test
  void readsTheHistoryOnlyForAnomalies() throws Exception {
    Workspace workspace = watched("row_count_anomaly");
    StartedJobs jobs = StartedJobs.listen(workspace);

    RunReport report = workspace.run(Orders.NAME);

    assertThat(report.alerts()).hasSize(1);
    // Its rows are read (1). Before Spark tells whose query it is, Delta reads the table's log (1)
    // and looks for its files (1).
    assertThat(jobs.stop(workspace)).isEqualTo(withAlerts(Map.of("MetricHistory.read", 1, "?", 2)));
  }

  /** A fourth small table, and what else an alert needs. */
  private static Map<String, Integer> withAlerts(Map<String, Integer> more) {
    Map<String, Integer> expected = new TreeMap<>(EXPECTED);
    expected.merge("SystemTables.append", 1, Integer::sum);
    expected.putAll(more);
    return expected;
  }

  private Workspace watched(String condition) {
    Workspace workspace = Orders.workspace(folder, "gate", "full");
    workspace
        .write(
            "products/orders/data_product.yaml",
            Orders.contract("1.0.0", "full")
                + """
                observability:
                  metrics: [null_rate, distinct_count, mean, value_distribution.amount]
                  alerts: [{type: volume, condition: %s}]
                """
                    .formatted(condition))
        .input("orders", Orders.rows(1, 10, "2024-01-14", 5));
    workspace.run(Orders.NAME);
    return workspace.later(60).input("orders", Orders.rows(1, 10, "2024-01-14", 7));
  }
}
