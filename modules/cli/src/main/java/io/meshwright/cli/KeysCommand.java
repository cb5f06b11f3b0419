package io.meshwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ExitCode;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.KeyRotation;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.protection.RevealSql;
import io.meshwright.protection.WrappedKeyset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh keys}: the keys that protect columns. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "Look after the keys that protect columns.",
      "",
      "A product has a key for each class of its encrypted columns, and one for the rows that were"
          + " set aside. Where they are kept is said under mesh.keys."
    },
    subcommands = {KeysCommand.Rotate.class, KeysRekeyCommand.class, KeysCommand.Sql.class})
final class KeysCommand {

  /** {@code mesh keys rotate}. */
  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = {
        "Encrypt what is published from now on with new keys.",
        "",
        "What the keys before encrypted stays readable, and stays under them until 'mesh keys"
            + " rekey'. Tokens have one key for good: with another"
            + " one, equal values would no longer be equal."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  mesh keys rotate sales.customers", "  mesh keys rekey sales.customers --apply"})
  static final class Rotate implements Callable<Integer> {

    @Mixin private ProductOptions product;
    @Mixin private CommonOptions common;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      Environment environment = product.environment();
      Pipeline pipeline = product.pipeline(environment, spec);
      List<WrappedKeyset> rotated =
          KeyRotation.rotate(pipeline, () -> SparkSessions.create(environment));
      PrintWriter out = spec.commandLine().getOut();
      if (common.json()) {
        ObjectNode json = Json.object().put("product", pipeline.contract().name().toString());
        json.set("keys", Json.array(rotated.stream().map(Rotate::json)));
        out.println(Json.print(json));
      } else if (rotated.isEmpty()) {
        out.printf("nothing to do: no run of %s has made a key yet%n", pipeline.contract().name());
      } else {
        rotated.forEach(
            keyset ->
                out.printf(
                    "%s encrypts with key id %s now; %s before it can still be read%n",
                    keyset.name(),
                    keyset.primary(),
                    HumanText.count(keyset.keys().size() - 1, "key")));
      }
      return ExitCode.DONE.number();
    }

    private static ObjectNode json(WrappedKeyset keyset) {
      ObjectNode json =
          Json.object()
              .put("key", keyset.name().toString())
              .put("primary", keyset.primary().toString());
      json.set("ids", Json.strings(keyset.keys().stream().map(Object::toString)));
      return json;
    }
  }

  /** {@code mesh keys sql}. */
  @Command(
      name = "sql",
      mixinStandardHelpOptions = true,
      description = {
        "Print how plain Spark SQL reads the encrypted columns.",
        "",
        "The keys themselves are not printed: the SQL looks for them in a secret scope. --export"
            + " writes them to files that only you can read; put each into the scope under the"
            + " file's name, then delete the files."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  mesh keys sql sales.customers",
        "  mesh keys sql sales.customers --scope sales-readers --export /dev/shm/keys"
      })
  static final class Sql implements Callable<Integer> {

    @Mixin private ProductOptions product;

    @Option(
        names = "--scope",
        paramLabel = "NAME",
        defaultValue = "mesh",
        description = "The secret scope that has the keys. Default: ${DEFAULT-VALUE}.")
    private String scope;

    @Option(
        names = "--export",
        paramLabel = "DIR",
        description = "Write the keys to files in this folder.")
    private Optional<Path> export;

    @Mixin private CommonOptions common;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      Environment environment = product.environment();
      Pipeline pipeline = product.pipeline(environment, spec);
      RevealSql sql = new RevealSql(pipeline.contract(), environment.keys());
      Map<String, String> expressions = sql.expressions(scope);
      List<String> files = export.map(sql::export).orElse(List.of());
      PrintWriter out = spec.commandLine().getOut();
      if (common.json()) {
        ObjectNode json = Json.object().put("product", pipeline.contract().name().toString());
        ObjectNode columns = Json.object();
        expressions.forEach(columns::put);
        json.set("columns", columns);
        json.set("without_key", Json.strings(sql.withoutKey().stream()));
        json.set("need_library", Json.strings(sql.needLibrary().stream()));
        json.set("exported", Json.strings(files.stream()));
        out.println(Json.print(json));
        return ExitCode.DONE.number();
      }

      expressions.forEach(
          (column, text) -> out.printf("-- %s%n%s%n%n", HumanText.printable(column), text));
      sql.withoutKey()
          .forEach(
              column ->
                  out.printf("-- %s: no run has made its key yet%n", HumanText.printable(column)));
      sql.needLibrary()
          .forEach(
              column ->
                  out.printf(
                      "-- %s: each person's values have a key of their own; SQL cannot read it, use"
                          + " Protection.reveal%n",
                      HumanText.printable(column)));
      if (expressions.isEmpty() && sql.withoutKey().isEmpty() && sql.needLibrary().isEmpty()) {
        out.printf("%s has no encrypted column%n", pipeline.contract().name());
      }
      files.forEach(file -> out.printf("-- exported %s%n", file));
      return ExitCode.DONE.number();
    }
  }
}
