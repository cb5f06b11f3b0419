package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.odcs.OdcsDocument;
import io.meshwright.contract.odcs.OdcsReader;
import io.meshwright.pipeline.SparkSqlSyntax;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh import}: contracts from a document of another standard, or from a source. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Make contracts from a document of the Open Data Contract Standard, 3.0 to 3.2, or one from a"
          + " Delta table, Parquet or Avro files, or the table of a database.",
      "",
      "Each object of its schema becomes DIR/<product>/data_product.yaml, a contract that validate"
          + " accepts. The document itself is kept beside them as "
          + ImportCommand.ORIGIN
          + ", so that an export can write changed contracts back into it without losing a key.",
      "",
      "A source becomes DIR/data_product.yaml, a contract with its columns, comments and partitions,"
          + " and the primary key where a database tells it, and beside it a transform that copies the"
          + " source: mesh run publishes it as it is. No row is read, and passwords are only referred"
          + " to.",
      "",
      "Warnings say what the team must decide, notices what has no counterpart in a contract."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh import orders.odcs.yaml             into the folder orders",
      "  mesh import orders.odcs.yaml -o jobs/sales",
      "  mesh validate jobs/sales                 every contract of it is valid",
      "  mesh import raw/orders --from parquet --domain sales -o jobs/orders && mesh run jobs/orders",
      "  mesh import jdbc:postgresql://db/shop --from jdbc --table sales.orders \\",
      "      --user reader --password env:SHOP_PASSWORD"
    })
final class ImportCommand implements Callable<Integer> {

  /** The file that keeps the document beside the contracts made from it. */
  static final String ORIGIN = "origin.odcs.yaml";

  /** What is read. */
  enum Language {
    ODCS,
    DELTA,
    PARQUET,
    AVRO,
    JDBC;

    @Override
    public String toString() {
      return HumanText.word(this);
    }
  }

  @Parameters(
      paramLabel = "SOURCE",
      description =
          "The document, in YAML; a Delta table; a file or folder of files; or a database's JDBC URL.")
  private String source;

  @Option(
      names = "--from",
      paramLabel = "KIND",
      defaultValue = "odcs",
      description = "What the source is: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Language language;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "The folder to write to. Default: the document's name without its endings, or the product's.")
  private Optional<Path> folder;

  @Mixin private SourceImport sources;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (language != Language.ODCS) {
      return sources.run(spec, common.json(), language, source, folder).number();
    }

    Path file = Path.of(source);
    OdcsDocument document = new OdcsReader(new SparkSqlSyntax()).read(file);
    Path target = folder.orElseGet(() -> Path.of(stem(file)));
    Map<Path, String> files = new LinkedHashMap<>();
    for (Contract contract : document.contracts()) {
      files.put(
          target.resolve(contract.name().product()).resolve(Products.CONTRACT_FILE),
          ContractWriter.write(contract));
    }
    if (!files.isEmpty()) {
      files.put(target.resolve(ORIGIN), ContractReader.text(file));
    }
    write(files);
    if (common.json()) {
      spec.commandLine().getOut().println(Json.print(json(document, target)));
    } else {
      print(document, target);
    }
    return ExitCode.DONE.number();
  }

  private void write(Map<Path, String> files) throws IOException {
    List<Path> existing = files.keySet().stream().filter(Files::exists).toList();
    if (!existing.isEmpty()) {
      throw new UsageException(
          "Cannot import %s: %s exists".formatted(source, existing.get(0)),
          "name another folder with -o, or move that file away");
    }

    for (Map.Entry<Path, String> entry : files.entrySet()) {
      Files.createDirectories(entry.getKey().toAbsolutePath().getParent());
      Files.writeString(entry.getKey(), entry.getValue(), UTF_8, StandardOpenOption.CREATE_NEW);
    }
  }

  private void print(OdcsDocument document, Path target) {
    DiagnosticText.print(document.diagnostics(), spec.commandLine().getErr());
    PrintWriter out = spec.commandLine().getOut();
    for (Contract contract : document.contracts()) {
      out.printf(
          "%s %s: %s%n",
          contract.name(),
          contract.version(),
          target.resolve(contract.name().product()).resolve(Products.CONTRACT_FILE));
    }
    out.printf(
        "%s, %s, %s%n",
        count(document.contracts().size(), "contract"),
        count(DiagnosticText.count(document.diagnostics(), Diagnostic.Level.WARNING), "warning"),
        count(DiagnosticText.count(document.diagnostics(), Diagnostic.Level.NOTICE), "notice"));
    if (document.contracts().isEmpty()) {
      out.println("Nothing was imported: the document has no object in its schema");
    }
  }

  private static ObjectNode json(OdcsDocument document, Path target) {
    ObjectNode json = Json.object().put("exit_code", ExitCode.DONE.number());
    if (!document.contracts().isEmpty()) {
      json.put("origin", target.resolve(ORIGIN).toString());
    }
    json.set(
        "contracts",
        Json.array(
            document.contracts().stream()
                .map(
                    contract ->
                        Json.object()
                            .put("product", contract.name().toString())
                            .put("version", contract.version().toString())
                            .put(
                                "file",
                                target
                                    .resolve(contract.name().product())
                                    .resolve(Products.CONTRACT_FILE)
                                    .toString()))));
    json.set(
        "diagnostics", Json.array(document.diagnostics().stream().map(Failures::diagnosticJson)));
    return json;
  }

  private static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("(?i)(\\.odcs)?\\.ya?ml$", "");
  }
}
