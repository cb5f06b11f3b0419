package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Input;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.SecretReference;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.ImportedSource;
import io.meshwright.pipeline.SourceImporter;
import io.meshwright.pipeline.SourceProfile;
import io.meshwright.pipeline.SparkSqlSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The part of {@code mesh import} that makes a product of a source that knows its columns. */
final class SourceImport {

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      description = "The table of a database, such as sales.orders.")
  private Optional<String> table;

  @Option(names = "--user", paramLabel = "NAME", description = "Who reads the database.")
  private Optional<String> user;

  @Option(
      names = "--password",
      paramLabel = "REFERENCE",
      description = "Where the database's password is: env:NAME or file:PATH, never the password.")
  private Optional<String> password;

  @Option(
      names = "--option",
      paramLabel = "KEY=VALUE",
      description = "An option for Spark's reader; may be given more than once.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Mixin private NewProductOptions made;
  @Mixin private ConfigurationOptions configuration;

  /**
   * Writes a contract and its transform to a folder, by default one called after the product.
   *
   * @throws UsageException if the options do not fit, or one of the files is there
   */
  ExitCode run(
      CommandSpec spec,
      boolean asJson,
      ImportCommand.Language language,
      String text,
      Optional<Path> folder)
      throws IOException {
    Input.Source from = source(language, text);
    ProductName product = product(table.orElse(text));
    Path target = folder.orElseGet(() -> Path.of(product.product()));
    ProfileCommand.requireFree(target);
    requireNoSecret(product, from);

    Environment environment = configuration.load();
    ImportedSource imported;
    try (Progress progress = Progress.of(spec)) {
      imported =
          SourceImporter.of(environment).read(progress.startSpark(environment), product, from);
    }
    Contract contract = imported.contract(product, made.owner(), made.location(product));
    String yaml = ContractWriter.write(contract);
    read(yaml);
    Files.createDirectories(target);
    Files.writeString(target.resolve(SourceProfile.TRANSFORM_FILE), imported.transform(), UTF_8);
    Files.writeString(target.resolve(Products.CONTRACT_FILE), yaml, UTF_8);

    List<String> warnings = warnings(imported);
    if (asJson) {
      spec.commandLine().getOut().println(Json.print(json(contract, target, warnings)));
    } else {
      warnings.forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
      spec.commandLine()
          .getOut()
          .printf(
              "%s %s: %s, %s; next: mesh run %s%n",
              contract.name(),
              contract.version(),
              target.resolve(Products.CONTRACT_FILE),
              count(contract.schema().fields().size(), "field"),
              target);
    }
    return ExitCode.DONE;
  }

  private Input.Source source(ImportCommand.Language language, String text) {
    boolean isDatabase = language == ImportCommand.Language.JDBC;
    if (isDatabase && table.isEmpty()) {
      throw new UsageException(
          "Cannot import from a database without a table", "add --table, such as sales.orders");
    }
    if (!isDatabase && (table.isPresent() || user.isPresent() || password.isPresent())) {
      throw new UsageException(
          "--table, --user and --password are for databases, not for " + language,
          "leave them out, or add --from jdbc");
    }

    return isDatabase
        ? new Input.Jdbc(
            text,
            table.orElseThrow(),
            user,
            password.map(given -> parse(given, SecretReference::parse)),
            options)
        : new Input.Files(Input.FileFormat.valueOf(language.name()), text, options);
  }

  /** The last part of a table's or a file's name, unless the user has a better one. */
  private ProductName product(String source) {
    String last = table.isPresent() ? source.substring(source.lastIndexOf('.') + 1) : source;
    return parse(
        made.domain().orElse(NewProductOptions.DOMAIN)
            + "."
            + made.name().orElseGet(() -> ProfileCommand.nameOf(last)),
        ProductName::parse);
  }

  /** What a contract may not say of its input is told before the source is opened. */
  private void requireNoSecret(ProductName product, Input.Source from) {
    Field any =
        new Field(
            "any",
            FieldType.Atomic.STRING,
            Optional.empty(),
            Field.Traits.NONE,
            List.of(),
            Optional.empty());
    ImportedSource draft =
        new ImportedSource(
            new Input(product.product(), from, List.of(), Map.of()),
            List.of(any),
            List.of(),
            Map.of(),
            Map.of(),
            List.of());
    try {
      read(ContractWriter.write(draft.contract(product, made.owner(), made.location(product))));
    } catch (InvalidContractException e) {
      throw new UsageException(
          "Cannot import as %s: %s".formatted(product, e.diagnostics().get(0).problem()),
          e.diagnostics().get(0).fix());
    }
  }

  private static void read(String yaml) {
    new ContractReader(new SparkSqlSyntax()).parse(Path.of(Products.CONTRACT_FILE), yaml);
  }

  private static List<String> warnings(ImportedSource imported) {
    List<String> warnings = new ArrayList<>();
    imported
        .leftOut()
        .forEach(
            (column, type) ->
                warnings.add(
                    "column '%s' is left out: no table can hold %s".formatted(column, type)));
    warnings.addAll(imported.notes());
    return warnings;
  }

  private static ObjectNode json(Contract contract, Path target, List<String> warnings) {
    ObjectNode json =
        Json.object()
            .put("exit_code", ExitCode.DONE.number())
            .put("product", contract.name().toString())
            .put("version", contract.version().toString())
            .put("file", target.resolve(Products.CONTRACT_FILE).toString())
            .put("transform", target.resolve(SourceProfile.TRANSFORM_FILE).toString());
    json.set("warnings", Json.strings(warnings.stream()));
    return json;
  }

  private static <R> R parse(String given, Function<String, R> parse) {
    try {
      return parse.apply(given);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "see mesh import --help");
    }
  }
}
