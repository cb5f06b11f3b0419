package io.meshwright.cli;

import io.meshwright.contract.ExitCode;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.SlaCheck;
import io.meshwright.pipeline.SlaReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh sla}: what contracts promise over time. */
@Command(
    name = "sla",
    mixinStandardHelpOptions = true,
    description = "Look at what contracts promise over time.",
    subcommands = SlaCommand.Check.class)
final class SlaCommand {

  /** {@code mesh sla check}. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Check how fresh products are and how many scheduled updates were served.",
        "",
        "To be run on a schedule of its own: it finds what is wrong when no run happens. A"
            + " scheduled update is served by a run that begins when it is due and before the next"
            + " one is, and that publishes. Times before a product's first run do not count."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  mesh sla check                       every product of this environment",
        "  mesh sla check sales.sales_orders_analytical --on 2024-01-15T06:00:00Z",
        "  mesh sla check --window 7 --json"
      })
  static final class Check implements Callable<Integer> {

    private static final int MOST_DAYS = 366;

    @Parameters(
        arity = "0..*",
        paramLabel = "PRODUCT",
        description = Products.HELP + " Default: every product.")
    private List<String> products = List.of();

    @Option(
        names = "--on",
        paramLabel = "INSTANT",
        description = "Look at this instant, such as 2024-01-15T06:00:00Z. Default: now.")
    private Optional<String> on;

    @Option(
        names = "--window",
        paramLabel = "DAYS",
        defaultValue = "30",
        description = "Count scheduled updates so many days back. Default: ${DEFAULT-VALUE}.")
    private int window;

    @Mixin private ConfigurationOptions configuration;
    @Mixin private CommonOptions common;

    @Spec private CommandSpec spec;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
      Instant instant = on.map(Check::instant).orElseGet(clock::instant);
      requireWindow();
      Environment environment = configuration.load();
      List<Pipeline> pipelines = Products.pipelines(environment, products, "check");

      List<SlaReport> reports = new ArrayList<>();
      try (Progress progress = Progress.of(spec)) {
        SparkSession spark = progress.startSpark(environment);
        for (Pipeline pipeline : pipelines) {
          reports.add(SlaCheck.check(spark, pipeline, instant, Duration.ofDays(window)));
        }
      }
      spec.commandLine()
          .getOut()
          .println(
              common.json()
                  ? Json.print(SlaText.json(reports))
                  : reports.stream()
                      .map(report -> SlaText.of(report, Terminal.ansi()))
                      .collect(
                          Collectors.joining(System.lineSeparator() + System.lineSeparator())));
      return exitCode(reports).number();
    }

    private void requireWindow() {
      if (window < 1 || window > MOST_DAYS) {
        throw new UsageException(
            "Invalid window %d: days count from 1 to %d".formatted(window, MOST_DAYS),
            "give --window 30, or leave it out");
      }
    }

    /** A broken promise weighs more than one that nobody could check. */
    private static ExitCode exitCode(List<SlaReport> reports) {
      List<ExitCode> codes = reports.stream().map(SlaReport::exitCode).toList();
      if (codes.contains(ExitCode.REJECTED)) {
        return ExitCode.REJECTED;
      }

      return codes.contains(ExitCode.UNMEASURED) ? ExitCode.UNMEASURED : ExitCode.DONE;
    }

    private static Instant instant(String text) {
      try {
        return Instant.parse(text);
      } catch (java.time.format.DateTimeParseException e) {
        throw new UsageException(
            "Invalid instant '%s'".formatted(text), "write it in UTC, as 2024-01-15T06:00:00Z");
      }
    }
  }
}
