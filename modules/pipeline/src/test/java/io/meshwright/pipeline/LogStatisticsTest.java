package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogStatisticsTest {

  @Test
  void takesTheSmallestAndLargestValuesOutAndLeavesTheRest() {
    String commit =
        """
        {"commitInfo":{"operation":"WRITE","userMetadata":"{\\"stats\\":1}"}}
        {"add":{"path":"a.parquet","size":7,"stats":"{\\"maxValues\\":{\\"id\\":\\"planted\\"}}"}}
        {"remove":{"path":"b.parquet","stats":"{\\"numRecords\\":1}"}}
        {"metaData":{"id":"7"}}
        """;

    assertThat(LogStatistics.strip(commit))
        .isEqualTo(
            """
            {"commitInfo":{"operation":"WRITE","userMetadata":"{\\"stats\\":1}"}}
            {"add":{"path":"a.parquet","size":7}}
            {"remove":{"path":"b.parquet"}}
            {"metaData":{"id":"7"}}
            """);
  }
}
