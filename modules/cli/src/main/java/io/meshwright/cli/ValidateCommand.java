package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.LoadedContract;
import io.meshwright.pipeline.SparkSqlSyntax;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh validate}: reads contracts and says what is wrong with them. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Check contract files without touching data.",
      "",
      "Prints every problem of every file with its line and column and a way to put it right. Spark"
          + " is not started, so thousands of contracts take seconds."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh validate data_product.yaml      one contract",
      "  mesh validate jobs                   every data_product.yaml below a folder",
      "  mesh validate jobs --json            the same, for a script"
    })
final class ValidateCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = ContractFiles.HELP)
  private List<Path> paths;

  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ContractReader reader = new ContractReader(new SparkSqlSyntax());
    List<Checked> checked =
        ContractFiles.at(paths).parallelStream().map(file -> Checked.of(reader, file)).toList();
    long valid = checked.stream().filter(Checked::isValid).count();
    long warnings = checked.stream().mapToLong(Checked::warnings).sum();
    ExitCode exitCode = exitCode(checked.size(), valid);
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      out.println(Json.print(json(checked, valid, warnings, exitCode)));
      return exitCode.number();
    }

    printDiagnostics(checked);
    if (checked.isEmpty()) {
      spec.commandLine().getErr().println(ContractFiles.noneBelow(paths));
    }
    out.printf(
        "%s valid, %s invalid, %s%n",
        count(valid), count(checked.size() - valid), count(warnings, "warning"));
    return exitCode.number();
  }

  private void printDiagnostics(List<Checked> checked) {
    PrintWriter err = spec.commandLine().getErr();
    checked.stream()
        .flatMap(file -> file.diagnostics().stream())
        .map(diagnostic -> HumanText.printable(diagnostic.toString()))
        .forEach(err::println);
    err.flush();
  }

  private static ExitCode exitCode(long checked, long valid) {
    if (checked == 0) {
      return ExitCode.UNMEASURED;
    }

    return valid == checked ? ExitCode.DONE : ExitCode.INVALID;
  }

  private static ObjectNode json(
      List<Checked> checked, long valid, long warnings, ExitCode exitCode) {
    ObjectNode json =
        Json.object()
            .put("exit_code", exitCode.number())
            .put("valid", valid)
            .put("invalid", checked.size() - valid)
            .put("warnings", warnings);
    json.set("files", Json.array(checked.stream().map(Checked::json)));
    return json;
  }

  /** One file and what reading it gave; without a contract it is invalid. */
  private record Checked(Path file, Optional<Contract> contract, List<Diagnostic> diagnostics) {

    static Checked of(ContractReader reader, Path file) {
      try {
        LoadedContract loaded = reader.read(file);
        return new Checked(file, Optional.of(loaded.contract()), loaded.warnings());
      } catch (InvalidContractException e) {
        return new Checked(file, Optional.empty(), e.diagnostics());
      }
    }

    boolean isValid() {
      return contract.isPresent();
    }

    long warnings() {
      return diagnostics.stream()
          .filter(diagnostic -> diagnostic.level() == Diagnostic.Level.WARNING)
          .count();
    }

    ObjectNode json() {
      ObjectNode json = Json.object().put("file", file.toString()).put("valid", isValid());
      contract.ifPresent(
          read ->
              json.put("product", read.name().toString())
                  .put("version", read.version().toString()));
      json.set("diagnostics", Json.array(diagnostics.stream().map(Failures::diagnosticJson)));
      return json;
    }
  }
}
