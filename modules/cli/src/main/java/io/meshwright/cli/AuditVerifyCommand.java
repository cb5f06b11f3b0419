package io.meshwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ExitCode;
import io.meshwright.governance.audit.AuditHead;
import io.meshwright.governance.audit.HeadKeys;
import io.meshwright.governance.audit.SignedHead;
import io.meshwright.governance.audit.Verification;
import io.meshwright.governance.audit.Verification.Broken;
import io.meshwright.governance.audit.Verification.Intact;
import io.meshwright.governance.audit.Verification.Interrupted;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.InvalidConfigurationException;
import io.meshwright.pipeline.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh audit verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Check every entry of the audit log, and name the first that is not as it was written.",
      "",
      "Finds entries that were changed, removed, inserted or put elsewhere. That the end was cut off,"
          + " or the whole log written anew, only a signed head can show. Ends with 5 if the log is"
          + " broken, and with 6 if there is nothing to check or the last line is not finished."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh audit verify",
      "  mesh audit verify --head 2024-01.head --public-key audit.pub",
      "  mesh audit verify --log exported.jsonl --json"
    })
final class AuditVerifyCommand implements Callable<Integer> {

  @Option(
      names = "--head",
      paramLabel = "FILE",
      description = "A head that 'mesh audit sign' wrote; may be given more than once.")
  private List<Path> headFiles = List.of();

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description = "The PEM file of the Ed25519 public key that checks the heads.")
  private Optional<Path> publicKey;

  @Mixin private AuditOptions audit;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<AuditHead> heads = heads();
    Environment environment = audit.environment();
    Verification verification = audit.open(environment, Clock.systemUTC()).verify(heads);
    ExitCode exitCode = exitCode(verification);
    String log = audit.file(environment).toString();
    if (common.json()) {
      spec.commandLine()
          .getOut()
          .println(Json.print(json(log, heads.size(), verification, exitCode)));
    } else {
      print(log, heads.size(), verification);
    }
    return exitCode.number();
  }

  private List<AuditHead> heads() {
    if (headFiles.isEmpty()) {
      return List.of();
    }

    PublicKey key =
        publicKey
            .map(path -> AuditOptions.read(path, "public key", HeadKeys::parsePublic))
            .orElseThrow(
                () ->
                    new UsageException(
                        "Cannot trust a head without the key that checks it",
                        "give --public-key FILE"));
    List<AuditHead> heads = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path file : headFiles) {
      SignedHead signed = AuditOptions.read(file, "head", SignedHead::parse);
      heads.add(signed.head());
      if (!signed.isSignedBy(key)) {
        problems.add(
            new Problem(
                "Cannot trust the head %s: its signature is not of the key %s"
                    .formatted(file, publicKey.orElseThrow()),
                "name the key that signed it; if that is the one, the head was changed"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
    return heads;
  }

  private static ExitCode exitCode(Verification verification) {
    if (verification instanceof Broken) {
      return ExitCode.REJECTED;
    }

    return verification instanceof Intact intact && intact.head().seq() > 0
        ? ExitCode.DONE
        : ExitCode.UNMEASURED;
  }

  private void print(String log, int heads, Verification verification) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (verification instanceof Intact intact && intact.head().seq() == 0) {
      err.printf(
          "Nothing was checked: there is no entry in %s%n"
              + "    fix: name the log with --log or mesh.audit.file%n",
          log);
    } else if (verification instanceof Intact intact) {
      out.printf("%s: intact%n", log);
      out.printf("  entries  %s%n", HumanText.count(intact.head().seq()));
      out.printf("  head     %s%n", intact.head().hash());
      out.printf(
          "  signed   %s%n",
          heads == 0
              ? "no head given: that entries are missing at the end would not show"
              : HumanText.count(heads, "head") + ", found in the chain");
    } else {
      err.printf(
          "%s: %s%n    fix: %s%n",
          log,
          AuditOptions.findProblem(verification).orElseThrow(),
          verification instanceof Interrupted
              ? "nothing, if a writer was killed: the next entry puts it right, and says so in the log"
              : "keep the file for whoever looks into it; compare it with an export, and start a new log");
    }
  }

  private static ObjectNode json(
      String log, int heads, Verification verification, ExitCode exitCode) {
    ObjectNode json =
        Json.object()
            .put("log", log)
            .put("exit_code", exitCode.number())
            .put("signed_heads", heads)
            .put("problem", AuditOptions.findProblem(verification).orElse(null));
    if (verification instanceof Broken broken) {
      return json.put("state", "broken")
          .put("fault", HumanText.word(broken.fault()))
          .put("entry", broken.seq());
    }

    AuditHead head =
        verification instanceof Intact intact ? intact.head() : ((Interrupted) verification).head();
    return json.put("state", verification instanceof Intact ? "intact" : "interrupted")
        .put("entries", head.seq())
        .put("head", head.hash());
  }
}
