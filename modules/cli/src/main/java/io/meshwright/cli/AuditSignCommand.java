package io.meshwright.cli;

import io.meshwright.contract.ExitCode;
import io.meshwright.governance.audit.AuditHead;
import io.meshwright.governance.audit.HeadKeys;
import io.meshwright.governance.audit.SignedHead;
import io.meshwright.pipeline.Environment;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh audit sign}. */
@Command(
    name = "sign",
    mixinStandardHelpOptions = true,
    description = {
      "Check the audit log and sign how far it has come, to be kept elsewhere.",
      "",
      "Keep the head where the log's writers cannot reach it: under an object lock, in a git tag, in"
          + " a mail. Keys are Ed25519, in the PEM that OpenSSL writes."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  openssl genpkey -algorithm ed25519 -out audit.pem",
      "  openssl pkey -in audit.pem -pubout -out audit.pub",
      "  mesh audit sign --private-key audit.pem -o 2024-01.head"
    })
final class AuditSignCommand implements Callable<Integer> {

  @Option(
      names = "--private-key",
      paramLabel = "FILE",
      required = true,
      description = "The PEM file of the Ed25519 private key.")
  private Path privateKey;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the head goes. Default: standard output.")
  private Optional<Path> output;

  @Mixin private AuditOptions audit;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    Environment environment = audit.environment();
    AuditHead head = CheckedLog.of(audit, environment, clock).head();
    SignedHead signed =
        SignedHead.of(
            head,
            clock.instant(),
            AuditOptions.read(privateKey, "private key", HeadKeys::parsePrivate));
    output.ifPresent(file -> AuditOptions.write(file, signed.toJson() + System.lineSeparator()));
    if (common.json() || output.isEmpty()) {
      spec.commandLine().getOut().println(signed.toJson());
    } else {
      spec.commandLine()
          .getOut()
          .printf("head of entry %d signed: %s%n", head.seq(), output.orElseThrow());
    }
    return ExitCode.DONE.number();
  }
}
