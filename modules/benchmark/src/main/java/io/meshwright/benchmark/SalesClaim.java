package io.meshwright.benchmark;

import io.meshwright.cli.CommonOptions;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.jobs.sales.TpchSource;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Outcome;
import io.meshwright.pipeline.ProductFiles;
import io.meshwright.pipeline.RunReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a validated publish of the sales product costs over a bare write of the same rows. */
@Command(
    name = "sales",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes the sales product in turn by a bare Delta write and by Meshwright, in one JVM, and"
          + " prints medians and ratios of wall time and executor CPU."
    })
final class SalesClaim implements Callable<Integer> {

  private static final int DAYS = 60;

  @Option(
      names = "--scale",
      defaultValue = "1",
      description = "TPC-H scale (default: ${DEFAULT-VALUE}).")
  private double scale;

  @Option(
      names = "--variants",
      split = ",",
      description = "Which to run: ${COMPLETION-CANDIDATES} (default: all).")
  private List<SalesVariant> variants = List.of(SalesVariant.values());

  @Option(
      names = "--product",
      defaultValue = "jobs/sales/sales_orders_analytical",
      description = "The product's folder (default: ${DEFAULT-VALUE}).")
  private Path product;

  @Mixin private ClaimOptions options;
  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Lab lab = options.lab();
    Contract contract =
        new ContractReader(SqlSyntax.UNCHECKED)
            .read(product.resolve("data_product.yaml"))
            .contract();
    String sql = Files.readString(product.resolve("transform.sql"));
    new TpchSource().write(lab.spark(), lab.environment(Map.of())::resolve, scale, DAYS);
    try (Meter meter = Meter.on(lab.spark())) {
      Map<SalesVariant, List<Usage>> taken =
          Rounds.alternate(
              variants,
              options.rounds(),
              (variant, round) -> {
                Usage usage = run(lab, meter, variant, contract, sql);
                ClaimOptions.progress(spec, variant.title(), round, usage);
                return usage;
              });
      print(taken);
    }
    lab.spark().stop();
    return 0;
  }

  private static Usage run(Lab lab, Meter meter, SalesVariant variant, Contract full, String sql)
      throws IOException {
    Contract contract = variant.contract(full);
    if (variant == SalesVariant.BARE) {
      Environment environment = lab.environment(Map.of());
      return meter
          .measure(
              () ->
                  BareWrite.run(
                      lab.spark(),
                      environment,
                      contract,
                      sql,
                      environment.resolve(contract.schema().location())))
          .usage();
    }

    Environment environment = lab.environment(Map.of("mesh.publisher", variant.publisher()));
    ProductFiles files = lab.product("sales", contract, sql);
    Meter.Measured<RunReport> run = meter.measure(() -> lab.run(files, environment));
    if (run.result().outcome() != Outcome.PUBLISHED) {
      throw NotMeasured.because(
          "the run was %s, and not published".formatted(run.result().outcome()),
          "see its report below %s".formatted(lab.folder()));
    }
    return run.usage();
  }

  private void print(Map<SalesVariant, List<Usage>> taken) {
    List<Usage> bare = taken.getOrDefault(SalesVariant.BARE, List.of());
    Map<String, Samples> samples = new LinkedHashMap<>();
    taken.forEach((variant, runs) -> samples.put(variant.title(), new Samples(bare, runs)));
    String heading = options.heading("TPC-H scale " + scale);
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        common.json()
            ? ReportJson.of("sales", heading).with("ways", ReportJson.samples(samples)).print()
            : heading + "\n\n" + table(samples));
    out.flush();
  }

  private static MarkdownTable table(Map<String, Samples> samples) {
    MarkdownTable table =
        new MarkdownTable("", "wall s", "CPU s", "jobs", "wall / bare", "CPU / bare");
    samples.forEach(
        (title, runs) ->
            table.row(
                List.of(
                    title,
                    MarkdownTable.number(runs.median(Usage::wallSeconds), 2),
                    MarkdownTable.number(runs.median(Usage::cpuSeconds), 2),
                    MarkdownTable.number(runs.median(Usage::jobs), 0),
                    MarkdownTable.number(runs.ratio(Usage::wallSeconds), 2),
                    MarkdownTable.number(runs.ratio(Usage::cpuSeconds), 2))));
    return table;
  }
}
