package io.meshwright.cli;

import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.RunReport;
import io.meshwright.pipeline.RunReportJson;
import io.meshwright.pipeline.RunRequest;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mesh run}: runs one product and reports. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Extract, transform, validate and publish one product.",
      "",
      "Readers see the new version only if the contract's rules hold; otherwise the table stays as"
          + " it was. The same run again does nothing and says so."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh run sales.sales_orders_analytical --date 2024-01-14",
      "  mesh run my/product/data_product.yaml --set mesh.root=/tmp/mesh",
      "  mesh run sales.sales_orders_analytical --env emr --json > run.json",
      "  mesh run sales.sales_orders_analytical --severity error,critical"
    })
final class RunCommand implements Callable<Integer> {

  @Mixin private ProductOptions product;
  @Mixin private RunOptions options;
  @Mixin private SelectionOptions rules;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    RunRequest request = options.request();
    Environment environment = product.environment();
    Pipeline pipeline = product.pipeline(environment, spec);
    RunRequest selected = request.selecting(rules.selection(pipeline.contract()));
    RunReport report;
    try (Progress progress = Progress.of(spec)) {
      SparkSession spark = progress.startSpark(environment);
      report = pipeline.listening(progress).run(spark, selected);
    }
    print(report, spec, common);
    return report.exitCode().number();
  }

  static void print(RunReport report, CommandSpec spec, CommonOptions common) {
    if (common.json()) {
      spec.commandLine().getOut().println(RunReportJson.write(report));
      return;
    }

    spec.commandLine().getErr().println();
    spec.commandLine().getErr().flush();
    spec.commandLine().getOut().println(ReportText.of(report, Terminal.ansi()));
  }
}
