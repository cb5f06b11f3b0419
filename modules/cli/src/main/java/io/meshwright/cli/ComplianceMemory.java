package io.meshwright.cli;

import io.meshwright.governance.compliance.FirstSeen;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.InvalidConfigurationException;
import io.meshwright.pipeline.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The file in which it is remembered from report to report since when violations are there. */
final class ComplianceMemory {

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description =
          "Where it is remembered since when violations are there. Default: _mesh/compliance.json in"
              + " the root.")
  private Optional<Path> file;

  /**
   * Reads what was remembered; nothing if there is no file yet.
   *
   * @throws InvalidConfigurationException if the root is not on this machine and no file is named
   */
  FirstSeen read(Environment environment) {
    Path path = path(environment);
    return Files.exists(path)
        ? AuditOptions.read(path, "memory of violations", FirstSeen::parse)
        : FirstSeen.NOTHING;
  }

  /** Replaces the file as a whole: it is never half written. */
  void write(Environment environment, FirstSeen memory) {
    Path path = path(environment).toAbsolutePath();
    try {
      Files.createDirectories(path.getParent());
      Path beside = Files.createTempFile(path.getParent(), "compliance", ".tmp");
      Files.writeString(beside, memory.toJson());
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s".formatted(path), e);
    }
  }

  private Path path(Environment environment) {
    return file.or(environment::findComplianceFile)
        .orElseThrow(
            () ->
                new InvalidConfigurationException(
                    List.of(
                        new Problem(
                            "Cannot remember since when violations are there: mesh.root is %s"
                                .formatted(environment.root()),
                            "name a file of this machine with --state FILE"))));
  }
}
