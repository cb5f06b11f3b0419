package io.meshwright.cli;

import picocli.CommandLine.Command;

/** {@code mesh audit}: the log of who did what. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Look at the log of who published, denied, waived, read and erased what, and check it.",
      "",
      "Each entry carries a hash over itself and the one before, so that a change shows: the log is"
          + " tamper-evident. It is not tamper-proof, for whoever may write the file can cut its end"
          + " off or write all of it anew. A signed head, kept where they cannot reach it, shows that"
          + " too: 'mesh audit sign', then 'mesh audit verify --head FILE'."
    },
    subcommands = {
      AuditListCommand.class,
      AuditVerifyCommand.class,
      AuditSignCommand.class,
      AuditExportCommand.class,
      AuditIngestCommand.class
    })
final class AuditCommand {}
