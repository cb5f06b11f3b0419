package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.ProductName;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.KeyDestruction;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.Problem;
import io.meshwright.pipeline.Rekey;
import io.meshwright.pipeline.StageFailedException;
import io.meshwright.protection.KeyUse.State;
import io.meshwright.protection.Reencryption.OldKey;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh keys rekey}: takes what older keys encrypted to the ones that encrypt now. */
@Command(
    name = "rekey",
    mixinStandardHelpOptions = true,
    description = {
      "Show which values are under older keys, and with --apply encrypt them anew.",
      "",
      "After 'mesh keys rotate', what was published before is still under the key before. --apply"
          + " writes those slices anew, in the table of every major and in quarantine. No row"
          + " changes: readers of streams and change feeds see nothing, and a run that was published"
          + " stays so. When it was killed, the same again goes on where it stopped.",
      "",
      "--destroy-old then deletes the older keys for good. It looks into every file of the tables"
          + " first, also those that only time travel reads: these stay in the trash for 30 days,"
          + " and what has been there for longer it deletes. Not while a run is going on that began"
          + " before the rotation."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, shown, or nothing to do",
      "2:wrong usage",
      "4:a key cannot be had",
      "5:values that no key opens are left, or an older key is still needed",
      "7:other writers came first; the same again goes on"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh keys rekey sales.customers",
      "  mesh keys rekey sales.customers --apply",
      "  mesh keys rekey sales.customers --apply --destroy-old"
    })
final class KeysRekeyCommand implements Callable<Integer> {

  @Mixin private ProductOptions product;

  @Option(names = "--apply", description = "Encrypt anew. Without it, nothing is changed.")
  private boolean apply;

  @Option(
      names = "--destroy-old",
      description = "Delete the older keys for good, if nothing needs them. Needs --apply.")
  private boolean destroyOld;

  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (destroyOld && !apply) {
      throw new UsageException(
          "Cannot destroy older keys without --apply: what they encrypted would be lost",
          "say --apply --destroy-old; without both, nothing is changed");
    }

    Environment environment = product.environment();
    Pipeline pipeline = product.pipeline(environment, spec);
    ProductName name = pipeline.contract().name();
    try (Progress progress = Progress.of(spec)) {
      SparkSession spark = progress.startSpark(environment);
      Rekey rekey = Rekey.of(spark, pipeline);
      if (!apply) {
        List<Rekey.Table> tables = rekey.find();
        return print(new Done(name, tables, 0, tables, rekey.problems(tables), List.of()));
      }

      Rekey.Rekeyed rekeyed = rekey.apply();
      List<Problem> problems = new ArrayList<>(rekey.problems(rekeyed.after()));
      List<OldKey> destroyed = new ArrayList<>();
      if (destroyOld && problems.isEmpty()) {
        try {
          destroyed.addAll(KeyDestruction.destroyOldKeys(spark, pipeline));
        } catch (StageFailedException e) { // What was rekeyed is worth telling all the same.
          problems.addAll(e.problems());
        }
      }
      return print(
          new Done(
              name, rekeyed.before(), rekeyed.commits(), rekeyed.after(), problems, destroyed));
    }
  }

  private int print(Done done) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      out.println(Json.print(json(done)));
    } else {
      printText(done, out);
    }
    return done.problems().isEmpty() ? ExitCode.DONE.number() : ExitCode.REJECTED.number();
  }

  private void printText(Done done, PrintWriter out) {
    out.printf("%s: %s%n", done.product(), summary(done));
    for (Rekey.Table table : apply ? done.after() : done.before()) {
      print(table, out);
    }
    done.destroyed()
        .forEach(old -> out.printf("destroyed key id %s of %s%n", old.key(), old.name()));
    if (destroyOld && done.destroyed().isEmpty() && done.problems().isEmpty()) {
      out.println("no older key is left to destroy");
    }
    done.problems().forEach(problem -> out.println(HumanText.printable(problem.toString())));
    if (!apply && Rekey.count(done.before(), State.OLD) > 0) {
      out.println("Nothing was changed; --apply encrypts these values anew.");
    }
  }

  private String summary(Done done) {
    long old = Rekey.count(done.before(), State.OLD);
    if (old == 0) {
      return "nothing to do: no value is under an older key that opens it";
    }

    return apply
        ? "%s taken to the newest keys, in %s"
            .formatted(
                count(old - Rekey.count(done.after(), State.OLD), "value"),
                count(done.commits(), "commit"))
        : "%s under older keys, in %s"
            .formatted(count(old, "value"), count(slices(done.before()), "slice"));
  }

  private static long slices(List<Rekey.Table> tables) {
    return tables.stream().mapToLong(table -> table.slices().size()).sum();
  }

  private static void print(Rekey.Table table, PrintWriter out) {
    if (table.values().isEmpty()) {
      return;
    }

    out.println(table.location());
    TextTable lines = new TextTable("column", "key id", "values", "");
    table
        .values()
        .forEach(
            values ->
                lines.row(
                    values.column(),
                    values.use().key().toString(),
                    Long.toString(values.count()),
                    HumanText.word(values.use().state())));
    out.println(lines);
  }

  private ObjectNode json(Done done) {
    ObjectNode json =
        Json.object()
            .put("product", done.product().toString())
            .put("applied", apply)
            .put("commits", done.commits());
    json.set("before", Json.array(done.before().stream().map(KeysRekeyCommand::json)));
    json.set("after", Json.array(done.after().stream().map(KeysRekeyCommand::json)));
    json.set(
        "destroyed",
        Json.array(
            done.destroyed().stream()
                .map(
                    old ->
                        Json.object()
                            .put("key", old.name().toString())
                            .put("key_id", old.key().toString()))));
    json.set("problems", Json.array(done.problems().stream().map(Failures::problemJson)));
    return json;
  }

  private static ObjectNode json(Rekey.Table table) {
    ObjectNode json = Json.object().put("location", table.location());
    json.set(
        "values",
        Json.array(
            table.values().stream()
                .map(
                    values ->
                        Json.object()
                            .put("column", values.column())
                            .put("key_id", values.use().key().toString())
                            .put("state", HumanText.word(values.use().state()))
                            .put("values", values.count()))));
    json.set(
        "slices",
        Json.array(
            table.slices().stream()
                .map(
                    slice ->
                        Json.object().put("slice", slice.name()).put("values", slice.values()))));
    return json;
  }

  private record Done(
      ProductName product,
      List<Rekey.Table> before,
      int commits,
      List<Rekey.Table> after,
      List<Problem> problems,
      List<OldKey> destroyed) {}
}
