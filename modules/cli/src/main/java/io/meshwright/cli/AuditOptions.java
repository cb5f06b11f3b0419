package io.meshwright.cli;

import io.meshwright.governance.audit.AuditLog;
import io.meshwright.governance.audit.Verification;
import io.meshwright.governance.audit.Verification.Broken;
import io.meshwright.governance.audit.Verification.Interrupted;
import io.meshwright.pipeline.AuditTrail;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.InvalidConfigurationException;
import io.meshwright.pipeline.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which audit log a command is about. */
final class AuditOptions {

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description =
          "The file of the log. Default: mesh.audit.file, or _mesh/audit.jsonl in the root.")
  private Optional<Path> file;

  @Mixin private ConfigurationOptions configuration;

  Environment environment() {
    return configuration.load();
  }

  /**
   * The file of the log, which need not be there.
   *
   * @throws InvalidConfigurationException if this environment has none
   */
  Path file(Environment environment) {
    return file.or(environment::findAuditFile)
        .orElseThrow(
            () ->
                new InvalidConfigurationException(
                    List.of(
                        new Problem(
                            "Cannot find the audit log: mesh.root is %s, and the log is a file of one machine"
                                .formatted(environment.root()),
                            "set mesh.audit.file, and take in what jobs left in %s/_mesh/outbox"
                                .formatted(environment.root())))));
  }

  AuditLog open(Environment environment, Clock clock) {
    return AuditTrail.open(file(environment), environment, clock);
  }

  /** Reads a file that a user names into what {@code parse} makes of its text. */
  static <T> T read(Path path, String what, Function<String, T> parse) {
    try {
      return parse.apply(Files.readString(path));
    } catch (IOException e) {
      throw new UsageException(
          "Cannot read %s %s".formatted(what, path), "name a file that is there and can be read");
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException(
          List.of(
              new Problem(
                  "Cannot use %s %s: %s".formatted(what, path, e.getMessage()),
                  "name another file")));
    }
  }

  static void write(Path path, String text) {
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s".formatted(path), e);
    }
  }

  /** What is wrong with a log, in a sentence; empty if nothing is. */
  static Optional<String> findProblem(Verification verification) {
    if (verification instanceof Broken broken) {
      return Optional.of(
          "broken at entry %d, %s: %s"
              .formatted(broken.seq(), HumanText.word(broken.fault()), broken.problem()));
    }
    if (verification instanceof Interrupted interrupted) {
      return Optional.of(
          "%s checked, then %s that no line end follows: an append was interrupted, or the end was cut off"
              .formatted(
                  HumanText.entries(interrupted.head().seq()),
                  HumanText.count(interrupted.bytes(), "byte")));
    }

    return Optional.empty();
  }
}
