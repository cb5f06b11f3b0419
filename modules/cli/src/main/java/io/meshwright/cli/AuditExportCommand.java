package io.meshwright.cli;

import io.meshwright.contract.ExitCode;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEntry;
import io.meshwright.governance.audit.AuditEvent;
import io.meshwright.governance.audit.AuditSelection;
import io.meshwright.pipeline.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh audit export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Check the audit log and write all of it to a file, entry by entry, as JSON lines.",
      "",
      "The file can be verified like the log: 'mesh audit verify --log FILE'. That it was made becomes"
          + " an entry of the log, after those that are in the file."
    },
    footerHeading = "%nExamples:%n",
    footer = "  mesh audit export -o audit-2024-01.jsonl")
final class AuditExportCommand implements Callable<Integer> {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "Where the entries go; a file that is there is replaced.")
  private Path output;

  @Mixin private AuditOptions audit;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Environment environment = audit.environment();
    requireOtherFile(audit.file(environment));
    CheckedLog checked = CheckedLog.of(audit, environment, Clock.systemUTC());
    long count = write(checked);
    checked
        .log()
        .append(
            AuditEvent.of(
                environment.user(),
                AuditAction.EXPORTED,
                "audit",
                Map.of("entries", Long.toString(count), "head", checked.head().hash())));
    if (common.json()) {
      spec.commandLine()
          .getOut()
          .println(
              Json.print(
                  Json.object()
                      .put("file", output.toString())
                      .put("entries", count)
                      .put("head", checked.head().hash())));
    } else {
      spec.commandLine().getOut().printf("%s written to %s%n", HumanText.entries(count), output);
    }
    return ExitCode.DONE.number();
  }

  private void requireOtherFile(Path log) {
    if (output.toAbsolutePath().normalize().equals(log.toAbsolutePath().normalize())) {
      throw new UsageException(
          "Cannot export %s to itself".formatted(log), "name another file after -o");
    }
  }

  /** Entries that came after the check are left for the next export. */
  private long write(CheckedLog checked) {
    try (Writer writer = Files.newBufferedWriter(output)) {
      checked
          .log()
          .read(
              AuditSelection.ALL,
              entry -> {
                if (entry.seq() <= checked.head().seq()) {
                  write(writer, entry);
                }
              });
      return checked.head().seq();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s".formatted(output), e);
    }
  }

  private static void write(Writer writer, AuditEntry entry) {
    try {
      writer.write(entry.toJson());
      writer.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write an entry", e);
    }
  }
}
