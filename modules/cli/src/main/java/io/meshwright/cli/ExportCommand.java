package io.meshwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.LoadedContract;
import io.meshwright.contract.export.AvroExport;
import io.meshwright.contract.export.ContractSource;
import io.meshwright.contract.export.DdlExport;
import io.meshwright.contract.export.Export;
import io.meshwright.contract.export.JsonSchemaExport;
import io.meshwright.contract.odcs.OdcsReader;
import io.meshwright.contract.odcs.OdcsVersion;
import io.meshwright.contract.odcs.OdcsWriter;
import io.meshwright.pipeline.ProductFiles;
import io.meshwright.pipeline.SparkSqlSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh export}: contracts in another language. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write contracts in another language.",
      "",
      "  odcs         the Open Data Contract Standard; several contracts become one document",
      "  json-schema  JSON Schema 2020-12 of one published row",
      "  avro         Avro schema of one published row",
      "  ddl          CREATE TABLE of Spark SQL",
      "",
      "Contracts that were imported are written back into the document they came from, which stands"
          + " beside them as "
          + ImportCommand.ORIGIN
          + "; all that it says beside them stays.",
      "",
      "Notices say what the other language cannot. Spark is not started."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh export sales.orders --to odcs -o orders.odcs.yaml",
      "  mesh export jobs/sales/orders jobs/sales/customers --to odcs",
      "  mesh export sales.orders --to json-schema"
    })
final class ExportCommand implements Callable<Integer> {

  /** The languages that are written. */
  enum Language {
    ODCS,
    JSON_SCHEMA,
    AVRO,
    DDL;

    @Override
    public String toString() {
      return HumanText.word(this).replace(' ', '-');
    }
  }

  @Parameters(arity = "1..*", paramLabel = "PRODUCT", description = Products.HELP)
  private List<String> products;

  @Option(
      names = "--to",
      paramLabel = "LANGUAGE",
      required = true,
      description = "The language: ${COMPLETION-CANDIDATES}.")
  private Language language;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write. Default: standard output.")
  private Optional<Path> output;

  @Option(
      names = "--odcs-version",
      paramLabel = "VERSION",
      defaultValue = "3.1",
      description =
          "The version of a new ODCS document: ${COMPLETION-CANDIDATES}. Default:"
              + " ${DEFAULT-VALUE}. A document that is written into keeps its own.")
  private OdcsVersion version;

  @Option(
      names = "--new",
      description = "Write a new ODCS document, even of contracts that were imported from one.")
  private boolean isNew;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<ContractSource> sources = new ArrayList<>();
    List<Diagnostic> told = new ArrayList<>();
    for (String product : products) {
      sources.add(source(files(product), told));
    }
    Export export = export(sources);
    told.addAll(export.notices());
    if (output.isPresent()) {
      Files.createDirectories(output.get().toAbsolutePath().getParent());
      Files.writeString(output.get(), export.text(), UTF_8);
    }
    if (common.json()) {
      spec.commandLine().getOut().println(Json.print(json(sources, export, told)));
      return ExitCode.DONE.number();
    }

    DiagnosticText.print(told, spec.commandLine().getErr());
    if (output.isPresent()) {
      spec.commandLine().getOut().printf("%s: %s%n", language, output.get());
    } else {
      spec.commandLine().getOut().print(export.text());
    }
    return ExitCode.DONE.number();
  }

  /** Only a product that is named by its name needs the configuration. */
  private ProductFiles files(String product) {
    return Products.findAtPath(product)
        .orElseGet(() -> Products.of(configuration.load()).load(product));
  }

  private static ContractSource source(ProductFiles files, List<Diagnostic> told) {
    LoadedContract loaded = files.readContract(new ContractReader(new SparkSqlSyntax()));
    told.addAll(loaded.warnings());
    Contract contract = loaded.contract();
    return ContractSource.of(
        contract, files.name(), files.read(String.valueOf(files.name().getFileName())));
  }

  private Export export(List<ContractSource> sources) {
    return switch (language) {
      case ODCS -> odcs(sources);
      case JSON_SCHEMA -> JsonSchemaExport.of(onlyOne(sources));
      case AVRO -> AvroExport.of(onlyOne(sources));
      case DDL -> ddl(sources);
    };
  }

  private Export odcs(List<ContractSource> sources) {
    List<Path> origins =
        isNew
            ? List.of()
            : sources.stream().flatMap(source -> origin(source).stream()).distinct().toList();
    if (origins.size() > 1) {
      throw new UsageException(
          "Cannot write contracts of %d documents into one: %s and %s"
              .formatted(origins.size(), origins.get(0), origins.get(1)),
          "export those of each document by themselves, or use --new");
    }
    try {
      return origins.isEmpty()
          ? OdcsWriter.write(sources, version)
          : OdcsWriter.update(new OdcsReader(new SparkSqlSyntax()).read(origins.get(0)), sources);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), "export it by itself, or use --new");
    }
  }

  /** The document that an import left in the contract's folder or the one above. */
  private static Optional<Path> origin(ContractSource source) {
    Path folder = source.file().toAbsolutePath().normalize().getParent();
    return Stream.iterate(Optional.ofNullable(folder), above -> above.map(Path::getParent))
        .limit(2)
        .flatMap(Optional::stream)
        .map(parent -> parent.resolve(ImportCommand.ORIGIN))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private ContractSource onlyOne(List<ContractSource> sources) {
    if (sources.size() > 1) {
      throw new UsageException(
          "Cannot write %d contracts as one %s".formatted(sources.size(), language),
          "export them one by one");
    }

    return sources.get(0);
  }

  private static Export ddl(List<ContractSource> sources) {
    List<Export> exports = sources.stream().map(DdlExport::of).toList();
    return new Export(
        String.join("\n", exports.stream().map(Export::text).toList()),
        exports.stream().flatMap(export -> export.notices().stream()).toList());
  }

  private ObjectNode json(
      List<ContractSource> sources, Export export, List<Diagnostic> diagnostics) {
    ObjectNode json =
        Json.object().put("exit_code", ExitCode.DONE.number()).put("to", language.toString());
    json.set(
        "products",
        Json.strings(sources.stream().map(source -> source.contract().name().toString())));
    output.ifPresentOrElse(
        file -> json.put("file", file.toString()), () -> json.put("text", export.text()));
    json.set("diagnostics", Json.array(diagnostics.stream().map(Failures::diagnosticJson)));
    return json;
  }
}
