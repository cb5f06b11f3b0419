package io.meshwright.cli;

import io.meshwright.contract.ExitCode;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.Retirement;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh retire}: removes a major version whose sunset has come. */
@Command(
    name = "retire",
    mixinStandardHelpOptions = true,
    description = {
      "Show a major version whose sunset has come, and with --apply remove its table.",
      "",
      "A major that consumers may still read is not removed: the day is the sunset_on of its last"
          + " contract. What is removed is gone, with its history."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or shown",
      "2:wrong usage",
      "3:no such major is published",
      "5:its sunset has not come"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh retire sales.orders --major 1",
      "  mesh retire sales.orders --major 1 --apply"
    })
final class RetireCommand implements Callable<Integer> {

  @Mixin private ProductOptions product;

  @Option(
      names = "--major",
      paramLabel = "N",
      required = true,
      description = "The major version to remove.")
  private int major;

  @Option(names = "--apply", description = "Remove it. Without it, nothing is changed.")
  private boolean apply;

  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Environment environment = product.environment();
    Pipeline pipeline = product.pipeline(environment, spec);
    Retirement.Retired retired;
    try (Progress progress = Progress.of(spec)) {
      retired = Retirement.retire(progress.startSpark(environment), pipeline, major, apply);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      out.println(
          Json.print(
              Json.object()
                  .put("product", pipeline.contract().name().toString())
                  .put("version", retired.version())
                  .put("path", retired.path())
                  .put("bytes", retired.bytes())
                  .put("removed", retired.removed())));
    } else {
      out.printf(
          "%s %s at %s, %s: %s%n",
          pipeline.contract().name(),
          retired.version(),
          HumanText.printable(retired.path()),
          HumanText.size(retired.bytes()),
          retired.removed() ? "removed" : "retired; --apply removes it");
    }
    return ExitCode.DONE.number();
  }
}
