package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.ProductName;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.Problem;
import io.meshwright.pipeline.Retention;
import io.meshwright.pipeline.StageFailedException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh retain}: deletes what is older than its contract lets it be kept. */
@Command(
    name = "retain",
    mixinStandardHelpOptions = true,
    description = {
      "Show what is older than retention_days, and with --apply delete it.",
      "",
      "The published table and its quarantine are looked at. How old a row is, a partition column"
          + " of type date tells, or write.effective_at, or the field of a freshness rule. Deleted"
          + " rows stay in the trash for 30 days, where time travel reads them; --apply also"
          + " empties the trash of what has been there for longer. The audit log is told of every"
          + " table that rows were deleted from."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or nothing is too old",
      "1:rows were deleted, and the audit log could not be written",
      "2:wrong usage",
      "3:a contract does not tell how old its rows are; the others were done",
      "5:rows were deleted, and the audit log is not as it was written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh retain                          what is too old in every product",
      "  mesh retain sales.orders --apply     delete it"
    })
final class RetainCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "PRODUCT",
      description = Products.HELP + " Default: every product.")
  private List<String> names = List.of();

  @Option(names = "--apply", description = "Delete. Without it, nothing is changed.")
  private boolean apply;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Environment environment = configuration.load();
    List<Pipeline> pipelines = Products.pipelines(environment, names, "apply retention");

    List<Retained> retained = new ArrayList<>();
    try (Progress progress = Progress.of(spec)) {
      SparkSession spark = progress.startSpark(environment);
      pipelines.forEach(pipeline -> retained.add(retain(spark, pipeline)));
    }
    print(retained);
    return retained.stream()
        .map(Retained::exitCode)
        .max(Comparator.comparing(ExitCode::number))
        .orElse(ExitCode.DONE)
        .number();
  }

  private Retained retain(SparkSession spark, Pipeline pipeline) {
    ProductName product = pipeline.contract().name();
    Optional<Integer> days = pipeline.contract().handling().retentionDays();
    Retention retention = Retention.of(spark, pipeline);
    try {
      return new Retained(
          product, days, apply ? retention.apply() : retention.find(), ExitCode.DONE, List.of());
    } catch (StageFailedException e) {
      return new Retained(product, days, List.of(), e.exitCode(), e.problems());
    }
  }

  private void print(List<Retained> retained) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      ObjectNode json = Json.object().put("applied", apply);
      json.set("products", Json.array(retained.stream().map(Retained::json)));
      out.println(Json.print(json));
      return;
    }

    for (Retained one : retained) {
      one.problems().forEach(problem -> out.println(HumanText.printable(problem.toString())));
      if (one.problems().isEmpty()) {
        out.printf("%s: %s%n", one.product(), summary(one));
      }
      one.tables().stream().filter(table -> table.rows() > 0).forEach(table -> print(table, out));
    }
    long rows = retained.stream().mapToLong(Retained::rows).sum();
    if (!apply && rows > 0) {
      out.println("Nothing was changed; --apply deletes what is too old.");
    }
  }

  private String summary(Retained one) {
    if (one.days().isEmpty()) {
      return "no retention_days: nothing is ever too old";
    }
    if (one.tables().isEmpty()) {
      return "not published yet";
    }
    if (one.rows() == 0) {
      return "nothing is older than " + count(one.days().get(), "day");
    }

    return "%s older than %s%s"
        .formatted(
            count(one.rows(), "row"), count(one.days().get(), "day"), apply ? ", deleted" : "");
  }

  private static void print(Retention.Expired table, PrintWriter out) {
    out.printf("  %s, by %s before %s%n", table.location(), table.column(), table.before());
    table
        .slices()
        .forEach(
            slice ->
                out.printf(
                    "    %s  %s, %s%n",
                    slice.day(), count(slice.rows(), "row"), HumanText.size(slice.bytes())));
  }

  /** One product and what is too old in it. */
  private record Retained(
      ProductName product,
      Optional<Integer> days,
      List<Retention.Expired> tables,
      ExitCode exitCode,
      List<Problem> problems) {

    long rows() {
      return tables.stream().mapToLong(Retention.Expired::rows).sum();
    }

    ObjectNode json() {
      ObjectNode json = Json.object().put("product", product.toString());
      days.ifPresent(period -> json.put("retention_days", period));
      json.set("tables", Json.array(tables.stream().map(Retained::json)));
      json.set("problems", Json.array(problems.stream().map(Failures::problemJson)));
      return json;
    }

    private static ObjectNode json(Retention.Expired table) {
      ObjectNode json =
          Json.object()
              .put("location", table.location())
              .put("column", table.column())
              .put("before", table.before().toString())
              .put("rows", table.rows());
      json.set(
          "slices",
          Json.array(
              table.slices().stream()
                  .map(
                      slice ->
                          Json.object()
                              .put("day", slice.day().toString())
                              .put("rows", slice.rows())
                              .put("bytes", slice.bytes()))));
      return json;
    }
  }
}
