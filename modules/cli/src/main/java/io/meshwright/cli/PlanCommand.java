package io.meshwright.cli;

import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.Plan;
import io.meshwright.pipeline.RunReportJson;
import io.meshwright.pipeline.RunRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mesh plan}: says what a run would do. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Show what a run would do, without doing it.",
      "",
      "Resolves the inputs and the transform, and prints what would be read, which rules would be"
          + " measured and how, the table's definition and the kind of write. Nothing is written."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh plan sales.sales_orders_analytical",
      "  mesh plan jobs/sales/orders --date 2024-01-14 --json"
    })
final class PlanCommand implements Callable<Integer> {

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
    Plan plan;
    try (Progress progress = Progress.of(spec)) {
      plan = pipeline.plan(progress.startSpark(environment), selected);
    }
    spec.commandLine()
        .getOut()
        .println(common.json() ? RunReportJson.write(plan) : PlanText.of(plan, Terminal.ansi()));
    return 0;
  }
}
