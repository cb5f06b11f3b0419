package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.ProductName;
import io.meshwright.pipeline.Cleanup;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh clean}: removes what aborted runs left behind. */
@Command(
    name = "clean",
    mixinStandardHelpOptions = true,
    description = {
      "Remove the files that aborted runs left behind.",
      "",
      "Only files that no version of a table knows, and old staging, are removed: nothing that was"
          + " ever published."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh clean                           every product of this environment",
      "  mesh clean sales.sales_orders_analytical"
    })
final class CleanCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "PRODUCT",
      description = Products.HELP + " Default: every product.")
  private Optional<String> product;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Environment environment = configuration.load();
    List<Pipeline> pipelines = Products.pipelines(environment, product.stream().toList(), "clean");

    List<Cleaned> cleaned = new ArrayList<>();
    try (Progress progress = Progress.of(spec)) {
      SparkSession spark = progress.startSpark(environment);
      for (Pipeline pipeline : pipelines) {
        cleaned.add(new Cleaned(pipeline.contract().name(), Cleanup.clean(spark, pipeline)));
      }
    }
    print(cleaned);
    return ExitCode.DONE.number();
  }

  private void print(List<Cleaned> cleaned) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      ObjectNode json = Json.object();
      json.set("products", Json.array(cleaned.stream().map(Cleaned::json)));
      out.println(Json.print(json));
      return;
    }

    for (Cleaned one : cleaned) {
      one.removed().paths().forEach(path -> out.println("removed " + path));
      out.printf(
          "%s: %s%n",
          one.product(),
          one.removed().paths().isEmpty()
              ? "nothing to clean"
              : "%s removed, %s"
                  .formatted(
                      count(one.removed().paths().size(), "file"),
                      HumanText.size(one.removed().bytes())));
    }
  }

  /** One product and what was removed of it. */
  private record Cleaned(ProductName product, Cleanup.Removed removed) {
    ObjectNode json() {
      ObjectNode json =
          Json.object().put("product", product.toString()).put("bytes", removed.bytes());
      json.set("removed", Json.strings(removed.paths().stream()));
      return json;
    }
  }
}
