package io.meshwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.documents.MeasuredRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the run.json files of a folder, as a run leaves them below {@code _mesh/runs}. */
final class RunFiles {

  private static final List<String> NEEDED =
      List.of(
          "product",
          "run_id",
          "contract",
          "logical_date",
          "started_at",
          "outcome",
          "rows",
          "rules");

  private RunFiles() {}

  /**
   * The runs of one product; those of others are passed over.
   *
   * @throws UsageException if there is no such folder, or a {@code .json} file in it is no report
   */
  static List<MeasuredRun> of(ProductName product, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "Cannot find the folder %s".formatted(folder), "name a folder with run.json files");
    }

    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(RunFiles::report)
          .filter(report -> report.path("product").asText().equals(product.toString()))
          .map(RunFiles::run)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list %s".formatted(folder), e);
    }
  }

  private static JsonNode report(Path file) {
    try {
      JsonNode report = Json.read(Files.readString(file));
      if (NEEDED.stream().allMatch(report::has)) {
        Instant.parse(report.path("started_at").asText());
        LocalDate.parse(report.path("logical_date").asText());
        return report;
      }
    } catch (IOException | UncheckedIOException | DateTimeException e) {
      throw noReport(file, e.getMessage());
    }
    throw noReport(file, "it lacks one of " + String.join(", ", NEEDED));
  }

  private static UsageException noReport(Path file, String why) {
    return new UsageException(
        "Cannot read %s as a run report: %s".formatted(file, why),
        "move the file, or name another folder after --runs");
  }

  private static MeasuredRun run(JsonNode report) {
    JsonNode rows = report.path("rows");
    return new MeasuredRun(
        report.path("run_id").asText(),
        report.path("contract").path("version").asText(),
        LocalDate.parse(report.path("logical_date").asText()),
        Instant.parse(report.path("started_at").asText()),
        report.path("outcome").asText(),
        new MeasuredRun.Rows(rows.path("published").asLong(), rows.path("quarantined").asLong()),
        StreamSupport.stream(report.path("rules").spliterator(), false)
            .map(
                rule ->
                    new MeasuredRun.Result(
                        rule.path("name").asText(),
                        rule.path("actual").asText(),
                        rule.path("verdict").asText()))
            .toList());
  }
}
