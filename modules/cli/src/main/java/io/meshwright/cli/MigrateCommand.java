package io.meshwright.cli;

import io.meshwright.contract.ExitCode;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Migration;
import io.meshwright.pipeline.MigrationPlan;
import io.meshwright.pipeline.Pipeline;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh migrate}: makes a published table agree with its contract. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = {
      "Show, or with --apply do, what makes a published table agree with its contract.",
      "",
      "Columns are added, types made wider (byte, short), constraints exchanged and words brought"
          + " up to date, each in a commit of its own; no row is written. What the table is to"
          + " enforce from now on is first asked of the rows it has. A migration that was stopped"
          + " is started again, and goes on where it is.",
      "",
      "Exit code 5 says that it cannot be done in place, and why: then nothing was done."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh migrate sales.sales_orders_analytical",
      "  mesh migrate jobs/sales/orders --apply --json"
    })
final class MigrateCommand implements Callable<Integer> {

  @Mixin private ProductOptions product;

  @Option(names = "--apply", description = "Do it. Default: show what would be done.")
  private boolean apply;

  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Environment environment = product.environment();
    Pipeline pipeline = product.pipeline(environment, spec);
    MigrationPlan plan;
    try (Progress progress = Progress.of(spec)) {
      Migration migration = Migration.of(progress.startSpark(environment), pipeline);
      plan =
          progress.during(
              "migrate",
              () -> apply ? migration.apply(step -> {}) : migration.plan(),
              done -> HumanText.count(done.steps().size(), "step"));
    }
    boolean isDone = apply && !plan.isRefused();
    ExitCode exitCode = plan.isRefused() ? ExitCode.REJECTED : ExitCode.DONE;
    spec.commandLine()
        .getOut()
        .println(
            common.json()
                ? Json.print(MigrationText.json(plan, isDone, exitCode))
                : MigrationText.of(plan, isDone, Terminal.ansi()));
    return exitCode.number();
  }
}
