package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ContractFormatter;
import io.meshwright.contract.ContractFormatter.Formatted;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.pipeline.SparkSqlSyntax;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh format}: rewrites contracts in the house's order and quoting. */
@Command(
    name = "format",
    mixinStandardHelpOptions = true,
    description = {
      "Rewrite contract files in one order of keys and one way of quoting.",
      "",
      "What the contract says stays the same; keys that only repeat a default go. A comment stays"
          + " above or beside its key, or above what follows where the key goes. Empty lines are not"
          + " kept. Nothing is written if one of the files is invalid."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh format data_product.yaml        one contract",
      "  mesh format jobs --check             in CI: exit code 5 if a file would change"
    })
final class FormatCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = ContractFiles.HELP)
  private List<Path> paths;

  @Option(names = "--check", description = "Write nothing; end with 5 if a file would change.")
  private boolean check;

  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Set<Path> files = ContractFiles.at(paths);
    Map<Path, Formatted> changes = changes(files);
    if (!check) {
      for (Map.Entry<Path, Formatted> change : changes.entrySet()) {
        Files.writeString(change.getKey(), change.getValue().after());
      }
    }
    ExitCode exitCode = exitCode(files, changes);
    if (common.json()) {
      spec.commandLine().getOut().println(Json.print(json(files, changes, exitCode)));
    } else {
      print(files, changes);
    }
    return exitCode.number();
  }

  private static Map<Path, Formatted> changes(Set<Path> files) {
    ContractFormatter formatter = new ContractFormatter(new ContractReader(new SparkSqlSyntax()));
    Map<Path, Formatted> changes = new LinkedHashMap<>();
    List<Diagnostic> problems = new ArrayList<>();
    for (Path file : files) {
      try {
        Formatted formatted = formatter.format(file);
        if (formatted.isChange()) {
          changes.put(file, formatted);
        }
      } catch (InvalidContractException e) {
        problems.addAll(e.diagnostics());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidContractException(problems);
    }
    return changes;
  }

  private ExitCode exitCode(Set<Path> files, Map<Path, Formatted> changes) {
    if (files.isEmpty()) {
      return ExitCode.UNMEASURED;
    }

    return check && !changes.isEmpty() ? ExitCode.REJECTED : ExitCode.DONE;
  }

  private void print(Set<Path> files, Map<Path, Formatted> changes) {
    PrintWriter out = spec.commandLine().getOut();
    if (files.isEmpty()) {
      spec.commandLine().getErr().println(ContractFiles.noneBelow(paths));
    }
    changes.keySet().forEach(out::println);
    out.printf(
        "%s %s, %s as it should be%n",
        count(changes.size()),
        check ? "would change" : "changed",
        count(files.size() - changes.size()));
    if (check && !changes.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("    fix: run 'mesh format' on the files above and look at the difference");
    }
  }

  private ObjectNode json(Set<Path> files, Map<Path, Formatted> changes, ExitCode exitCode) {
    ObjectNode json = Json.object().put("exit_code", exitCode.number()).put("written", !check);
    json.set("files", Json.files(files, changes.keySet()));
    return json;
  }
}
