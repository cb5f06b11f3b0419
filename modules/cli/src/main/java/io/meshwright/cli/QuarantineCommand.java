package io.meshwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ExitCode;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.Quarantine;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh quarantine}: the rows that runs set aside. */
@Command(
    name = "quarantine",
    mixinStandardHelpOptions = true,
    description = "Look at the rows that runs set aside because they break a rule.",
    subcommands = QuarantineCommand.Show.class)
final class QuarantineCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.number();
  }

  /** {@code mesh quarantine show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = {
        "Show a product's quarantined rows and the rules they break, the newest first.",
        "",
        "Rows of a rejected run are there to be looked at; rows of a published run are those that"
            + " its version goes without."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  mesh quarantine show sales.sales_orders_analytical",
        "  mesh quarantine show sales.sales_orders_analytical --limit 1000 --json"
      })
  static final class Show implements Callable<Integer> {

    @Mixin private ProductOptions product;
    @Mixin private CommonOptions common;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "20",
        description = "Show at most this many rows. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      if (limit < 1) {
        throw new UsageException(
            "Invalid limit %d: at least one row is shown".formatted(limit),
            "give --limit 1 or more");
      }

      Environment environment = product.environment();
      Pipeline pipeline = product.pipeline(environment, spec);
      String text;
      try (Progress progress = Progress.of(spec)) {
        Quarantine quarantine = pipeline.quarantine(progress.startSpark(environment));
        List<Quarantine.Entry> entries = quarantine.show(limit);
        long count = entries.size() < limit ? entries.size() : quarantine.count();
        String name = pipeline.contract().name().toString();
        text =
            common.json()
                ? Json.print(json(name, quarantine.location(), count, entries))
                : QuarantineText.of(name, quarantine.location(), count, entries, Terminal.ansi());
      }
      spec.commandLine().getOut().println(text);
      return ExitCode.DONE.number();
    }

    private static ObjectNode json(
        String product, String location, long count, List<Quarantine.Entry> entries) {
      ObjectNode json =
          Json.object().put("product", product).put("location", location).put("count", count);
      json.set("rows", Json.array(entries.stream().map(Show::json)));
      return json;
    }

    private static ObjectNode json(Quarantine.Entry entry) {
      ObjectNode json =
          Json.object()
              .put("run_id", entry.runId())
              .put("outcome", entry.outcome())
              .put("at", entry.at().toString());
      json.set("row", Json.read(entry.row()));
      json.set("violations", Json.array(entry.violations().stream().map(Show::json)));
      return json;
    }

    private static ObjectNode json(Quarantine.Violation violation) {
      return Json.object()
          .put("rule", violation.rule())
          .put("column", violation.column().orElse(null))
          .put("value", violation.value().orElse(null))
          .put("message", violation.message());
    }
  }
}
