package io.meshwright.benchmark;

import io.meshwright.cli.CommonOptions;
import io.meshwright.contract.ExitCode;
import io.meshwright.pipeline.StageFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What it costs to check the same rules on the same rows, in every way there is. */
@Command(
    name = "matrix",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the same rows with the same rules by each way in turn: a bare Delta write,"
          + " Meshwright's two publishers, Deequ and then a write, the same on persisted rows, one"
          + " query a rule and then a write, and Great Expectations where a Python has it.",
      "Every cell is measured with rules about rows and columns alone, with a unique key beside"
          + " them, and with a foreign key beside both. Deequ and Great Expectations have no check"
          + " for a foreign key and are not measured there."
    })
final class MatrixClaim implements Callable<Integer> {

  @Option(
      names = "--scale",
      defaultValue = "0.1",
      description =
          "Scale of TPC-H and TPC-DS, at least 0.001; 1 is 1.5 and 2.9 million rows"
              + " (default: ${DEFAULT-VALUE}).")
  private double scale;

  @Option(
      names = "--rules",
      split = ",",
      defaultValue = "10,50,200",
      description = "How many rules about rows and columns (default: ${DEFAULT-VALUE}).")
  private List<Integer> rules;

  @Option(
      names = "--tables",
      split = ",",
      converter = TableConverter.class,
      description = "Which tables: orders, wide (default: all).")
  private List<SampleTable> tables = SampleTables.ALL;

  @Option(
      names = "--ways",
      split = ",",
      description = "Which ways: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Way> ways = List.of(Way.values());

  @Option(
      names = "--python",
      paramLabel = "PATH",
      description =
          "A Python that has great_expectations and pyspark 3.5 (default: python3, if it has).")
  private Optional<Path> python = Optional.empty();

  @Mixin private ClaimOptions options;
  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    requireSize();
    Optional<GreatExpectations.Search> search =
        ways.contains(Way.GREAT_EXPECTATIONS)
            ? Optional.of(GreatExpectations.search(python))
            : Optional.empty();
    Optional<String> notice =
        search
            .flatMap(GreatExpectations.Search::missing)
            .map("Great Expectations was not measured: %s"::formatted);
    notice.ifPresent(text -> ClaimOptions.say(spec, text));
    Lab lab = options.lab();
    List<Cell> cells = new ArrayList<>();
    try (Meter meter = Meter.on(lab.spark())) {
      Matrix matrix =
          new Matrix(
              lab,
              meter,
              options.rounds(),
              (what, round, usage) -> ClaimOptions.progress(spec, what, round, usage));
      for (Workload workload : workloads(lab)) {
        cells.add(matrix.measure(workload, ways));
      }
    }
    SparkConf settings = lab.spark().sparkContext().getConf();
    lab.spark().stop();
    Optional<GreatExpectations> expectations = search.flatMap(GreatExpectations.Search::found);
    if (expectations.isEmpty()) {
      print(cells, notice);
      return ExitCode.DONE.number();
    }

    try {
      print(
          expectations.get().measure(cells, settings, options.rounds(), options.folder()), notice);
      return ExitCode.DONE.number();
    } catch (StageFailedException e) {
      // What the others took was measured all the same, in an hour perhaps.
      print(cells, Optional.of(e.getMessage()));
      ClaimOptions.say(spec, e.getMessage());
      return e.exitCode().number();
    }
  }

  private void requireSize() {
    if (!(scale >= 0.001)) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--scale': '%s' is less than 0.001".formatted(scale));
    }
    if (rules.stream().anyMatch(number -> number < 1)) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '--rules': there is at least 1 rule");
    }
  }

  private List<Workload> workloads(Lab lab) {
    List<Workload> workloads = new ArrayList<>();
    for (SampleTable table : tables) {
      Path folder = options.folder().resolve("samples").resolve(table.name() + "-" + plain(scale));
      SampleFiles files = SampleFiles.make(lab.spark(), table, scale, folder);
      List<ColumnProfile> profiles =
          Profiler.profile(lab.spark().read().parquet(files.rows().toString()), table.columns());
      for (int number : rules) {
        for (Extent extent : Extent.values()) {
          workloads.add(Workload.of(table, files, profiles, extent, number));
        }
      }
    }
    return workloads;
  }

  private void print(List<Cell> cells, Optional<String> notice) {
    String heading = options.heading("TPC-H and TPC-DS scale " + plain(scale));
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        common.json()
            ? ReportJson.of("matrix", heading)
                .with("cells", MatrixReport.json(cells))
                .with("notices", MatrixReport.json(notice))
                .print()
            : MatrixReport.markdown(heading, cells) + notice.map("\n%s"::formatted).orElse(""));
    out.flush();
  }

  private static String plain(double number) {
    return String.format(Locale.ROOT, "%s", number).replaceFirst("\\.0$", "");
  }

  /** Reads the name of a table. */
  static final class TableConverter implements ITypeConverter<SampleTable> {
    @Override
    public SampleTable convert(String name) {
      try {
        return SampleTables.parse(name);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
