package io.meshwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshwright.contract.ExitCode;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.RunRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh report}: what runs said about themselves, for machines. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Give the reports of runs again, as JSON or JUnit XML.",
      "",
      "In JUnit XML a product is a test suite and a rule a test case. A broken rule that keeps rows"
          + " out is a failure, one that could not be measured an error, a warning is skipped with"
          + " its message. The exit code says only whether the reports were found."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh report sales.orders --json      the latest run of a product",
      "  mesh report 9b1f0c445d2e7a60         a run by its id, in a few lines",
      "  mesh run sales.orders || code=$?; mesh report sales.orders --junit orders.xml",
      "  mesh report sales.orders sales.customers --junit nightly.xml"
    })
final class ReportCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN|PRODUCT",
      description = "The id of a run, or a product, which means its latest run. " + Products.HELP)
  private List<String> names;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit XML to FILE.")
  private Optional<Path> junit;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Environment environment = configuration.load();
    List<JsonNode> reports = new ArrayList<>();
    try (Progress progress = Progress.of(spec)) {
      RunRecords records = new RunRecords(progress.startSpark(environment), environment);
      names.forEach(name -> reports.add(find(records, environment, name)));
    }
    junit.ifPresent(file -> write(file, JunitReport.of(reports)));
    spec.commandLine()
        .getOut()
        .println(
            common.json()
                ? Json.print(reports.size() == 1 ? reports.get(0) : Json.array(reports.stream()))
                : RunSummaryText.of(reports, Terminal.ansi()));
    return ExitCode.DONE.number();
  }

  private static JsonNode find(RunRecords records, Environment environment, String name) {
    return records
        .find(name)
        .or(() -> records.findLatest(product(environment, name).contract().name()))
        .map(Json::read)
        .orElseThrow(
            () ->
                new UsageException(
                    "No run of %s is recorded below %s".formatted(name, environment.root()),
                    "run it first, or say which environment it ran in: --env, --set mesh.root=..."));
  }

  private static Pipeline product(Environment environment, String name) {
    return Pipeline.of(Products.of(environment).load(name), environment);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s".formatted(file), e);
    }
  }
}
