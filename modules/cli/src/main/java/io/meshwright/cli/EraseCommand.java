package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ExitCode;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Erasure;
import io.meshwright.pipeline.ErasureCertificate;
import io.meshwright.pipeline.ErasureCertificateJson;
import io.meshwright.pipeline.Pipeline;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh erase}: deletes every row about a person. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description = {
      "Show how many rows are about a person, and with --apply delete them.",
      "",
      "The contract's subject_key tells whose a row is. Every published major and quarantine are"
          + " looked at, and what killed runs had staged is deleted. Deleted rows stay in the trash"
          + " for 30 days, where time travel reads them; the same command after that, with --apply,"
          + " deletes their files. A certificate below _mesh/erasures in the root says what was"
          + " done and what remains; it names the person by a token. Killed anywhere, the same"
          + " command goes on.",
      "",
      "Where the contract says erasure: shred, the key of the person's encrypted values is"
          + " destroyed at once, in every version of the table; published rows stay without these"
          + " values, and rows in quarantine are deleted.",
      "",
      "Inputs are not touched: a run that still reads the person there publishes the rows again."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or no row is about the person",
      "2:wrong usage, or a value that the subject_key cannot have",
      "3:the product or one of its tables does not tell whose a row is",
      "6:done, but for rows whose subject_key nobody can decrypt"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh erase sales.customers --subject C-1042",
      "                                       what would be deleted",
      "  mesh erase sales.customers --subject - --apply < person.txt",
      "                                       delete it; the value stands in no history",
      "  mesh erase sales.customers --subject C-1042 --apply --empty-trash",
      "                                       delete its files too, while no run is writing"
    })
final class EraseCommand implements Callable<Integer> {

  @Mixin private ProductOptions product;
  @Mixin private SubjectOptions subjects;

  @Option(names = "--apply", description = "Delete. Without it, nothing is changed.")
  private boolean apply;

  @Option(
      names = "--empty-trash",
      description = {
        "For a request that cannot wait 30 days: delete the files of deleted rows at once. With"
            + " them goes whatever else time travel could reach, and a run of the product that is"
            + " writing meanwhile, or a query that reads an older version, fails."
      })
  private boolean emptyTrash;

  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (emptyTrash && !apply) {
      throw new UsageException(
          "Cannot empty the trash without deleting",
          "give --apply too, or leave --empty-trash out");
    }

    List<String> values = subjects.values();
    Environment environment = product.environment();
    Pipeline pipeline = product.pipeline(environment, spec);
    try (Progress progress = Progress.of(spec)) {
      SparkSession spark = progress.startSpark(environment);
      Erasure erasure = Erasure.of(spark, pipeline, values);
      if (apply) {
        List<ErasureCertificate> certificates =
            progress.during(
                "erase",
                () -> erasure.apply(emptyTrash ? Erasure.Files.DELETED : Erasure.Files.IN_TRASH),
                done -> count(done.stream().mapToLong(ErasureCertificate::rows).sum(), "row"));
        print(erasure, certificates);
        return exitCode(certificates.stream().mapToLong(ErasureCertificate::unreadable).max());
      }

      List<Erasure.Found> found = erasure.find();
      print(erasure, pipeline, found);
      return exitCode(found.stream().mapToLong(Erasure.Found::unreadable).max());
    }
  }

  private static int exitCode(OptionalLong unreadable) {
    return unreadable.orElse(0) == 0 ? ExitCode.DONE.number() : ExitCode.UNMEASURED.number();
  }

  private void print(Erasure erasure, Pipeline pipeline, List<Erasure.Found> found) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      ObjectNode json =
          Json.object().put("product", pipeline.contract().name().toString()).put("applied", false);
      json.set("subjects", Json.strings(erasure.subjects().stream()));
      json.set("tables", Json.array(found.stream().map(EraseCommand::json)));
      out.println(Json.print(json));
      return;
    }

    for (int i = 0; i < erasure.subjects().size(); i++) {
      int subject = i;
      long rows = found.stream().mapToLong(table -> table.rows().get(subject)).sum();
      out.printf(
          "%s, subject %s: %s%n",
          pipeline.contract().name(), shorten(erasure.subjects().get(i)), rowsOrNone(rows));
      found.stream()
          .filter(table -> table.rows().get(subject) > 0)
          .forEach(
              table ->
                  out.printf(
                      "  %s %s: %s%n",
                      table.kind(),
                      HumanText.printable(table.location()),
                      count(table.rows().get(subject), "row")));
    }
    found.forEach(table -> warn(table.kind(), table.location(), table.unreadable()));
    if (found.stream().anyMatch(table -> table.rows().stream().anyMatch(rows -> rows > 0))) {
      out.println(
          pipeline.contract().handling().shreds()
              ? "Nothing was changed; --apply destroys the key of what is encrypted in published"
                  + " rows, and deletes those in quarantine."
              : "Nothing was changed; --apply deletes them.");
    }
  }

  private void print(Erasure erasure, List<ErasureCertificate> certificates) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      ObjectNode json =
          Json.object()
              .put("product", certificates.get(0).product().toString())
              .put("applied", true);
      json.set(
          "certificates",
          Json.array(certificates.stream().map(ErasureCertificateJson::write).map(Json::read)));
      out.println(Json.print(json));
      return;
    }

    for (ErasureCertificate certificate : certificates) {
      out.printf(
          "%s, subject %s: %s%n",
          certificate.product(), shorten(certificate.subject()), summary(certificate));
      certificate
          .keyDestroyedAt()
          .ifPresent(
              at ->
                  out.printf(
                      "  key destroyed at %s: what it encrypted cannot be read in any version%n",
                      at));
      certificate.tables().stream()
          .filter(table -> table.deleted().rows() > 0)
          .forEach(
              table ->
                  out.printf(
                      "  %s %s: %s%n",
                      table.kind(), HumanText.printable(table.location()), summary(table)));
      if (certificate.staging().left() > 0) {
        out.printf(
            "  staging %s: %s younger than a day, which a run may be writing; the same again"
                + " tomorrow deletes what is left%n",
            HumanText.printable(certificate.staging().location()),
            count(certificate.staging().left(), "file"));
      }
      out.printf(
          "  certificate %s%n", HumanText.printable(erasure.certificateOf(certificate.subject())));
    }
    certificates
        .get(0)
        .tables()
        .forEach(table -> warn(table.kind(), table.location(), table.unreadable()));
  }

  private void warn(String kind, String location, long unreadable) {
    if (unreadable > 0) {
      spec.commandLine()
          .getOut()
          .printf(
              "%s %s: of %s nobody can tell whose they are, since their subject_key cannot be"
                  + " decrypted%n    fix: restore the keys they were encrypted with; if the keys"
                  + " are destroyed, so is the value%n",
              kind, HumanText.printable(location), count(unreadable, "row"));
    }
  }

  private static String rowsOrNone(long rows) {
    return rows == 0 ? "found nowhere" : count(rows, "row");
  }

  private static String summary(ErasureCertificate certificate) {
    return switch (certificate.state()) {
      case NOT_FOUND -> "found nowhere, nothing was deleted";
      case IN_TRASH ->
          count(certificate.rows(), "row")
              + " deleted; the same again after the trash period deletes the files too";
      case ERASED -> count(certificate.rows(), "row") + " deleted, and their files too";
      case STARTED -> "interrupted; the same again goes on";
    };
  }

  private static String summary(ErasureCertificate.Table table) {
    String deleted =
        count(table.deleted().rows(), "row")
            + table
                .deleted()
                .versionAfter()
                .map(" deleted in version %d"::formatted)
                .orElse(" deleted");
    return deleted
        + table
            .trash()
            .until()
            .map(until -> ", time travel reads older versions until " + until)
            .orElse(", no file is left of them");
  }

  private static ObjectNode json(Erasure.Found found) {
    ObjectNode json =
        Json.object()
            .put("kind", found.kind())
            .put("location", found.location())
            .put("rows_unreadable", found.unreadable());
    found.rows().forEach(json.putArray("rows")::add);
    return json;
  }

  private static String shorten(String subject) {
    return HumanText.shorten(subject, 16);
  }
}
