package io.meshwright.cli;

import io.meshwright.contract.ExitCode;
import io.meshwright.governance.audit.AuditOutbox;
import io.meshwright.pipeline.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh audit ingest}. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = {
      "Take into the audit log what jobs that could not reach it have left in a folder.",
      "",
      "The files stay where they are. What the log has already is not taken in again, so this may run"
          + " as often as one likes, one at a time."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh audit ingest",
      "  aws s3 sync s3://my-bucket/mesh/_mesh/outbox outbox && mesh audit ingest outbox"
    })
final class AuditIngestCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The folder with the files. Default: _mesh/outbox in the root.")
  private Optional<Path> folder;

  @Mixin private AuditOptions audit;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Environment environment = audit.environment();
    List<AuditOutbox> outboxes = outboxes(environment);
    int taken = AuditOutbox.take(outboxes, audit.open(environment, Clock.systemUTC())).size();
    if (common.json()) {
      spec.commandLine()
          .getOut()
          .println(Json.print(Json.object().put("files", outboxes.size()).put("entries", taken)));
    } else {
      spec.commandLine()
          .getOut()
          .printf(
              "%s read, %s new%n",
              HumanText.count(outboxes.size(), "file"), HumanText.entries(taken));
    }
    return ExitCode.DONE.number();
  }

  private List<AuditOutbox> outboxes(Environment environment) {
    Optional<Path> found = folder.or(environment::findOutbox).filter(Files::isDirectory);
    if (folder.isEmpty() && found.isEmpty() && environment.findOutbox().isPresent()) {
      return List.of();
    }

    Path from =
        found.orElseThrow(
            () ->
                new UsageException(
                    "Cannot find the folder %s"
                        .formatted(
                            folder
                                .map(Path::toString)
                                .orElse(environment.root() + "/_mesh/outbox")),
                    "copy it to this machine, and name it"));
    try (Stream<Path> files = Files.list(from)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(file -> AuditOptions.read(file, "outbox file", AuditOutbox::parse))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list %s".formatted(from), e);
    }
  }
}
