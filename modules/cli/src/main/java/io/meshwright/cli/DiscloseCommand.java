package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.ProductName;
import io.meshwright.pipeline.Disclosure;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh disclose}: what a product knows about a person. */
@Command(
    name = "disclose",
    mixinStandardHelpOptions = true,
    description = {
      "Show every row about a person, with personal data in clear.",
      "",
      "The contract's subject_key tells whose a row is. Every published major and quarantine are"
          + " looked at. Encrypted values are decrypted; of tokens and masks the values are gone."
          + " The audit log records that they were read, and names the person by a token."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or no row is about the person",
      "2:wrong usage, or a value that the subject_key cannot have",
      "3:the product or one of its tables does not tell whose a row is"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh disclose sales.customers --subject C-1042",
      "  mesh disclose sales.customers --subject - --out person.json < person.txt",
      "                                       one JSON document; only its owner can read the file"
    })
final class DiscloseCommand implements Callable<Integer> {

  @Mixin private ProductOptions product;
  @Mixin private SubjectOptions subjects;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write one JSON document to FILE, with personal data in clear.")
  private Optional<Path> out;

  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<String> values = subjects.values();
    Environment environment = product.environment();
    Pipeline pipeline = product.pipeline(environment, spec);
    List<Disclosure.Disclosed> rows;
    try (Progress progress = Progress.of(spec)) {
      rows = Disclosure.of(progress.startSpark(environment), pipeline, values).read();
    }
    ProductName name = pipeline.contract().name();
    out.ifPresent(file -> write(file, Json.print(json(name, rows)) + "\n"));
    PrintWriter printer = spec.commandLine().getOut();
    if (out.isPresent() && !common.json()) {
      printer.printf("%s: %s written to %s%n", name, count(rows.size(), "row"), out.get());
    } else if (common.json()) {
      printer.println(Json.print(json(name, rows)));
    } else {
      print(name, rows, printer);
    }
    return ExitCode.DONE.number();
  }

  private static void print(
      ProductName product, List<Disclosure.Disclosed> rows, PrintWriter printer) {
    printer.printf(
        "%s: %s%n", product, rows.isEmpty() ? "found nowhere" : count(rows.size(), "row"));
    for (Disclosure.Disclosed row : rows) {
      printer.printf("%n%s %s%n", row.kind(), HumanText.printable(row.location()));
      TextTable table = new TextTable("field", "value");
      Json.read(row.row())
          .fields()
          .forEachRemaining(field -> table.row(field.getKey(), text(field.getValue())));
      printer.println(table);
    }
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static ObjectNode json(ProductName product, List<Disclosure.Disclosed> rows) {
    ObjectNode json = Json.object().put("product", product.toString());
    json.set("rows", Json.array(rows.stream().map(DiscloseCommand::json)));
    return json;
  }

  private static ObjectNode json(Disclosure.Disclosed disclosed) {
    ObjectNode json =
        Json.object()
            .put("subject", disclosed.subject())
            .put("kind", disclosed.kind())
            .put("location", disclosed.location());
    json.set("row", Json.read(disclosed.row()));
    return json;
  }

  /** Made for its owner alone before anything is in it. */
  private static void write(Path file, String text) {
    try {
      Files.deleteIfExists(file);
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(file, text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s".formatted(file), e);
    }
  }
}
