package io.meshwright.cli;

import io.meshwright.pipeline.RunRequest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which run of a product is meant. */
final class RunOptions {

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description = "The day the run is for, in UTC. Default: today.")
  private Optional<LocalDate> date;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description =
          "The run's name. By default a hash of product, contract, date and inputs, so that the"
              + " same run again does nothing.")
  private Optional<String> runId;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      defaultValue = "1",
      description = "More than 1 runs again what was published and then rolled back.")
  private int attempt;

  RunRequest request() {
    if (attempt < 1) {
      throw new UsageException(
          "Invalid attempt %d: attempts count from 1".formatted(attempt),
          "give --attempt 1 or more, or leave it out");
    }

    return new RunRequest(date.orElseGet(() -> LocalDate.now(ZoneOffset.UTC)), runId, attempt);
  }
}
