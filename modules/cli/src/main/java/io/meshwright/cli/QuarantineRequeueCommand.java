package io.meshwright.cli;

import io.meshwright.pipeline.Correction;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.QuarantineSelection;
import io.meshwright.pipeline.RequeueRequest;
import io.meshwright.pipeline.RunReport;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh quarantine requeue}. */
@Command(
    name = "requeue",
    mixinStandardHelpOptions = true,
    description = {
      "Publish quarantined rows after they were corrected, or the contract was.",
      "",
      "Each row is held to every rule of the contract again, keys also against what is published."
          + " Rows that keep them join the published version, in one commit, and leave quarantine;"
          + " the others stay, with what is wrong with them now. The same requeue again does"
          + " nothing, also when it was killed.",
      "",
      "Where mesh.policies is set, policies judge the contract, and what was measured of the rows,"
          + " as they judge a run; what they deny changes nothing. The audit log is told.",
      "",
      "Where a run replaces the table or a slice (write mode full or slice), the next run replaces"
          + " requeued rows too: correct the source as well."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh quarantine requeue sales.orders --correct \"status = 'completed'\"",
      "  mesh quarantine requeue sales.orders --correct \"note = trim(note)\" --where \"amount >"
          + " 0\"",
      "  mesh quarantine requeue sales.orders --from rows.jsonl",
      "                                       rows that show --export wrote, corrected",
      "  mesh quarantine requeue sales.orders",
      "                                       rows that a loosened contract accepts"
    })
final class QuarantineRequeueCommand implements Callable<Integer> {

  @Mixin private ProductOptions product;
  @Mixin private QuarantineOptions options;
  @Mixin private CommonOptions common;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Take corrections from FILE: JSON lines with the mesh_id of a row and its fields. A field"
              + " that is left out stays as it is.")
  private Optional<Path> from;

  @Option(
      names = "--correct",
      paramLabel = "FIELD=SQL",
      description =
          "Correct a field with an SQL expression over the row as it is; may be given more than"
              + " once.")
  private List<String> corrections = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "SQL",
      description = "Only rows that meet this SQL condition on their fields.")
  private Optional<String> where;

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description = "The day that the report names, in UTC. Default: today.")
  private Optional<LocalDate> date;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Correction correction = correction();
    QuarantineSelection selection = options.ofPublishedRuns();
    Environment environment = product.environment();
    Pipeline pipeline = product.pipeline(environment, spec);
    RunReport report;
    try (Progress progress = Progress.of(spec)) {
      report =
          pipeline
              .listening(progress)
              .requeue(
                  progress.startSpark(environment),
                  new RequeueRequest(
                      date.orElseGet(() -> LocalDate.now(ZoneOffset.UTC)), selection, correction));
    }
    RunCommand.print(report, spec, common);
    return report.exitCode().number();
  }

  private Correction correction() {
    if (from.isPresent()) {
      if (!corrections.isEmpty() || where.isPresent()) {
        throw new UsageException(
            "Cannot correct rows both by a file and by SQL",
            "give --from alone, or --correct and --where");
      }
      return new Correction.Edits(from.get());
    }
    try {
      return new Correction.Sql(
          where, corrections.stream().map(Correction.Assignment::parse).toList());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "write --correct \"status = 'completed'\"");
    }
  }
}
