package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ContractOutline;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.LoadedContract;
import io.meshwright.contract.Production;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.contract.lint.ContractLint;
import io.meshwright.contract.lint.Remark;
import io.meshwright.pipeline.SparkSqlSyntax;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh lint}: says what valid contracts lack, and what of them nothing enforces. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = {
      "Say what a reviewer would say about contracts: what they lack, and what is not enforced.",
      "",
      "Checks all that 'mesh validate' checks. Then it remarks on missing descriptions, keys, owners,"
          + " service levels and rules, unused inputs, partitions of very many values, and more; and"
          + " it lists every key that is accepted but that nothing holds anybody to yet. Each remark"
          + " has a place, a rule in brackets and a fix."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh lint data_product.yaml",
      "  mesh lint jobs --strict              in CI: exit code 5 if there is a warning"
    })
final class LintCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = ContractFiles.HELP)
  private List<Path> paths;

  @Option(names = "--strict", description = "End with 5 if there is a warning.")
  private boolean strict;

  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    SqlSyntax sql = new SparkSqlSyntax();
    Set<Path> files = ContractFiles.at(paths);
    List<Diagnostic> problems = new ArrayList<>();
    List<Remark> remarks = new ArrayList<>();
    for (Path file : files) {
      try {
        remarks.addAll(lint(file, sql));
      } catch (InvalidContractException e) {
        problems.addAll(e.diagnostics());
      }
    }
    ExitCode exitCode = exitCode(files, problems, remarks);
    if (common.json()) {
      spec.commandLine().getOut().println(Json.print(json(files, problems, remarks, exitCode)));
    } else {
      print(files, problems, remarks);
    }
    return exitCode.number();
  }

  private static List<Remark> lint(Path file, SqlSyntax sql) throws IOException {
    LoadedContract loaded = new ContractReader(sql).read(file);
    return ContractLint.of(
        loaded,
        ContractOutline.read(file),
        sql,
        findTransform(file, loaded.contract().production()));
  }

  /** A transform that is not there is for 'mesh plan' to tell of. */
  private static Optional<String> findTransform(Path file, Production production)
      throws IOException {
    if (production.transform().isPresent()
        && production.transform().get() instanceof Production.SqlFile transform) {
      Path beside = file.resolveSibling(transform.file());
      return Files.isReadable(beside) ? Optional.of(Files.readString(beside)) : Optional.empty();
    }

    return Optional.empty();
  }

  private ExitCode exitCode(Set<Path> files, List<Diagnostic> problems, List<Remark> remarks) {
    if (files.isEmpty()) {
      return ExitCode.UNMEASURED;
    }
    if (!problems.isEmpty()) {
      return ExitCode.INVALID;
    }

    return strict && remarks.stream().anyMatch(Remark::isWarning)
        ? ExitCode.REJECTED
        : ExitCode.DONE;
  }

  private void print(Set<Path> files, List<Diagnostic> problems, List<Remark> remarks) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (files.isEmpty()) {
      err.println(ContractFiles.noneBelow(paths));
    }
    problems.forEach(problem -> err.println(HumanText.printable(problem.toString())));
    err.flush();
    remarks.forEach(remark -> out.println(HumanText.printable(remark.toString())));
    long warnings = remarks.stream().filter(Remark::isWarning).count();
    out.printf(
        "%s, %s, %s to know%n",
        count(problems.size(), "problem"),
        count(warnings, "warning"),
        count(remarks.size() - warnings, "thing"));
  }

  private static ObjectNode json(
      Set<Path> files, List<Diagnostic> problems, List<Remark> remarks, ExitCode exitCode) {
    ObjectNode json = Json.object().put("exit_code", exitCode.number()).put("files", files.size());
    json.set("problems", Json.array(problems.stream().map(Failures::diagnosticJson)));
    json.set(
        "remarks",
        Json.array(
            remarks.stream()
                .map(
                    remark ->
                        Json.object()
                            .put("rule", remark.rule().name())
                            .put("level", HumanText.word(remark.rule().level()))
                            .put("file", remark.file().toString())
                            .put("line", remark.line())
                            .put("column", remark.column())
                            .put("problem", remark.problem())
                            .put("fix", remark.fix()))));
    return json;
  }
}
