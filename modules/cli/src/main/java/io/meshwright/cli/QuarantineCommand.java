package io.meshwright.cli;

import io.meshwright.contract.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mesh quarantine}: the rows that runs set aside. */
@Command(
    name = "quarantine",
    mixinStandardHelpOptions = true,
    description = {
      "Look at the rows that runs set aside because they break a rule, correct them, throw them"
          + " away.",
      "",
      "The usual way: show, correct (in the source, or in a file that show --export writes),"
          + " requeue."
    },
    subcommands = {
      QuarantineShowCommand.class,
      QuarantineRequeueCommand.class,
      QuarantinePurgeCommand.class
    })
final class QuarantineCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.number();
  }
}
