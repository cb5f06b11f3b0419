package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;

import io.meshwright.contract.ExitCode;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.Quarantine;
import io.meshwright.pipeline.QuarantineSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh quarantine purge}. */
@Command(
    name = "purge",
    mixinStandardHelpOptions = true,
    description = {
      "Throw quarantined rows away for good.",
      "",
      "Says how many rows that would be; with --yes it does it. Their files go when Delta vacuums"
          + " the table, after 7 days unless it is told otherwise. The audit log is told what was"
          + " purged."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh quarantine purge sales.orders --older-than 30 --yes",
      "  mesh quarantine purge sales.orders --outcome rejected --yes",
      "                                       samples of runs that published nothing",
      "  mesh quarantine purge sales.orders --older-than 0",
      "                                       how many rows there are in all"
    })
final class QuarantinePurgeCommand implements Callable<Integer> {

  @Mixin private ProductOptions product;
  @Mixin private QuarantineOptions options;
  @Mixin private CommonOptions common;

  @Option(
      names = "--older-than",
      paramLabel = "DAYS",
      description = "Only rows of runs that started so many days ago or earlier.")
  private Optional<Integer> olderThan;

  @Option(names = "--yes", description = "Do it.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    QuarantineSelection selection = selection();
    Environment environment = product.environment();
    Pipeline pipeline = product.pipeline(environment, spec);
    String name = pipeline.contract().name().toString();
    long rows;
    try (Progress progress = Progress.of(spec)) {
      Quarantine quarantine = pipeline.quarantine(progress.startSpark(environment));
      rows = yes ? quarantine.purge(selection) : quarantine.count(selection);
    }
    if (!yes && rows > 0) {
      throw new UsageException(
          "Nothing was purged: %s of %s would be thrown away".formatted(count(rows, "row"), name),
          "say --yes to do it");
    }

    spec.commandLine()
        .getOut()
        .println(
            common.json()
                ? Json.print(Json.object().put("product", name).put("purged", rows))
                : "%s: %s"
                    .formatted(
                        name, rows == 0 ? "nothing to purge" : count(rows, "row") + " purged"));
    return ExitCode.DONE.number();
  }

  private QuarantineSelection selection() {
    if (olderThan.filter(days -> days < 0).isPresent()) {
      throw new UsageException(
          "Invalid age of %d days".formatted(olderThan.get()), "give --older-than 0 or more");
    }

    QuarantineSelection selected =
        options.before(olderThan.map(days -> Instant.now().minus(Duration.ofDays(days))));
    if (selected.equals(QuarantineSelection.ALL)) {
      throw new UsageException(
          "Cannot tell what to purge",
          "give --run, --rule, --since, --outcome or --older-than; --older-than 0 means every row");
    }

    return selected;
  }
}
