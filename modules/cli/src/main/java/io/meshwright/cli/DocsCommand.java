package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.documents.MeasuredRun;
import io.meshwright.contract.documents.OwnersPart;
import io.meshwright.contract.documents.ProductDocuments;
import io.meshwright.pipeline.InvalidConfigurationException;
import io.meshwright.pipeline.Problem;
import io.meshwright.pipeline.ProductFiles;
import io.meshwright.pipeline.SparkSqlSyntax;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh docs}: writes the pages that tell people about a product. */
@Command(
    name = "docs",
    mixinStandardHelpOptions = true,
    description = {
      "Write README.md, SCHEMA.md, SLA.md and CHANGELOG.md of a product from its contract.",
      "",
      "The same contract and runs give the same pages, on any day. Each page ends with a part between"
          + " two marker lines that is the owner's to write, and stays as it is when the page is made"
          + " again; the rest is written anew. A page without markers is never replaced."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh docs sales.orders                           beside the contract",
      "  mesh docs sales.orders -o site/orders --runs .mesh/_mesh/runs",
      "  mesh docs sales.orders --check                   in CI: exit code 5 if out of date"
    })
final class DocsCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PRODUCT", description = Products.HELP)
  private String product;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Where the pages go. Default: the folder of the contract.")
  private Optional<Path> output;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description =
          "A folder with run.json files: what was measured goes into SLA.md. Files of other products"
              + " are passed over.")
  private Optional<Path> runs;

  @Option(names = "--check", description = "Write nothing; end with 5 if a page is out of date.")
  private boolean check;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ProductFiles files =
        Products.findAtPath(product)
            .orElseGet(() -> Products.of(configuration.load()).load(product));
    Path folder = output.orElseGet(() -> folderOf(files));
    Contract contract = files.readContract(new ContractReader(new SparkSqlSyntax())).contract();
    List<MeasuredRun> measured =
        runs.map(from -> RunFiles.of(contract.name(), from)).orElse(List.of());
    Map<Path, String> pages = new LinkedHashMap<>();
    ProductDocuments.of(contract, measured)
        .forEach((name, generated) -> pages.put(folder.resolve(name), generated));
    Map<Path, String> outOfDate = outOfDate(pages);
    if (!check) {
      write(folder, outOfDate);
    }
    ExitCode exitCode = check && !outOfDate.isEmpty() ? ExitCode.REJECTED : ExitCode.DONE;
    print(pages.keySet(), outOfDate.keySet(), exitCode);
    return exitCode.number();
  }

  private static Path folderOf(ProductFiles files) {
    if (files instanceof ProductFiles.Folder folder) {
      return folder.name().toAbsolutePath().getParent();
    }

    throw new UsageException(
        "Cannot write beside %s: it is on the class path".formatted(files.name()),
        "say where the pages go: -o DIR");
  }

  /** Every page whose file is not as it should be, with what it should be. */
  private static Map<Path, String> outOfDate(Map<Path, String> pages) throws IOException {
    Map<Path, String> outOfDate = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (Map.Entry<Path, String> page : pages.entrySet()) {
      Path file = page.getKey();
      try {
        Optional<String> present =
            Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        String whole = OwnersPart.addTo(page.getValue(), file.toString(), present);
        if (!present.equals(Optional.of(whole))) {
          outOfDate.put(file, whole);
        }
      } catch (OwnersPart.BrokenMarkersException e) {
        problems.add(new Problem(e.getMessage(), e.fix()));
      } catch (CharacterCodingException e) {
        problems.add(new Problem(file + ": the page is not UTF-8 text", "save it in UTF-8"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
    return outOfDate;
  }

  private static void write(Path folder, Map<Path, String> pages) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<Path, String> page : pages.entrySet()) {
      Files.writeString(page.getKey(), page.getValue());
    }
  }

  private void print(Set<Path> pages, Set<Path> outOfDate, ExitCode exitCode) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      ObjectNode json = Json.object().put("exit_code", exitCode.number()).put("written", !check);
      json.set("files", Json.files(pages, outOfDate));
      out.println(Json.print(json));
      return;
    }

    outOfDate.forEach(out::println);
    out.printf(
        "%s %s, %s up to date%n",
        count(outOfDate.size(), "page"),
        check ? "out of date" : "written",
        count(pages.size() - outOfDate.size()));
    if (exitCode != ExitCode.DONE) {
      spec.commandLine()
          .getErr()
          .println("    fix: run 'mesh docs' without --check, and commit the pages");
    }
  }
}
