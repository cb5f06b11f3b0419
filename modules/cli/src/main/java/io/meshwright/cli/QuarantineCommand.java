package io.meshwright.cli;

import picocli.CommandLine.Command;

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
final class QuarantineCommand {}
