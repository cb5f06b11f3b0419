package io.meshwright.benchmark;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.jobs.sales.TpchSource;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Outcome;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.ProductFiles;
import io.meshwright.pipeline.RunReport;
import io.meshwright.pipeline.RunRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a validated publish of the sales product costs over a bare write of the same rows. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes the sales product in turn by a bare Delta write and by Meshwright, in one JVM, and"
          + " prints medians and ratios of wall time and executor CPU.",
      "Give the heap by MESH_JAVA_OPTS=-Xmx4g."
    })
public final class Benchmark implements Callable<Integer> {

  @Option(
      names = "--scale",
      defaultValue = "1",
      description = "TPC-H scale (default: ${DEFAULT-VALUE}).")
  private double scale;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Counted rounds, after one to warm up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--variants",
      split = ",",
      description = "Which to run: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Variant> variants = List.of(Variant.values());

  @Option(
      names = "--folder",
      defaultValue = ".mesh/benchmark",
      description = "Where inputs and tables go (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Option(
      names = "--product",
      defaultValue = "jobs/sales/sales_orders_analytical",
      description = "The product's folder (default: ${DEFAULT-VALUE}).")
  private Path product;

  @Spec private CommandLine.Model.CommandSpec spec;

  /** What one run took. */
  private record Taken(double wallSeconds, double cpuSeconds, long jobs) {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Benchmark()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Environment environment = environment("gate");
    SparkSession.Builder builder = SparkSession.builder().appName("benchmark");
    environment.sparkSettings().forEach(builder::config);
    SparkSession spark = builder.getOrCreate();
    Contract contract =
        new ContractReader(SqlSyntax.UNCHECKED)
            .read(product.resolve("data_product.yaml"))
            .contract();
    new TpchSource().write(spark, environment::resolve, scale, 60);
    Meter meter = new Meter();
    spark.sparkContext().addSparkListener(meter);

    Map<Variant, List<Taken>> taken = new EnumMap<>(Variant.class);
    for (int round = 0; round <= rounds; round++) {
      for (Variant variant : variants) {
        Taken one = run(spark, meter, contract, variant, round);
        progress(variant, round, one);
        if (round > 0) {
          taken.computeIfAbsent(variant, v -> new ArrayList<>()).add(one);
        }
      }
    }
    print(taken);
    spark.stop();
    return 0;
  }

  private Taken run(SparkSession spark, Meter meter, Contract full, Variant variant, int round)
      throws IOException {
    Environment environment = environment(variant.publisher());
    Contract contract = variant.contract(full);
    String sql = Files.readString(product.resolve("transform.sql"));
    meter.reset();
    long start = System.nanoTime();
    if (variant == Variant.BARE) {
      BareWrite.run(
          spark, environment, contract, sql, environment.resolve(contract.schema().location()));
    } else {
      publish(spark, environment, contract, sql, round);
    }
    return meter.since(start);
  }

  private void publish(
      SparkSession spark, Environment environment, Contract contract, String sql, int round)
      throws IOException {
    Path files = Files.createDirectories(folder.resolve("contract"));
    Files.writeString(files.resolve("data_product.yaml"), ContractWriter.write(contract));
    Files.writeString(files.resolve("transform.sql"), sql);
    RunRequest request =
        new RunRequest(
            LocalDate.of(2024, 1, 14),
            Optional.of("benchmark-" + System.nanoTime() + "-" + round),
            1);
    RunReport report =
        Pipeline.of(ProductFiles.inFolder(files.resolve("data_product.yaml")), environment)
            .run(spark, request);
    if (report.outcome() != Outcome.PUBLISHED) {
      throw new IllegalStateException("Cannot measure: the run was " + report);
    }
  }

  private Environment environment(String publisher) {
    Map<String, String> sets = new java.util.HashMap<>();
    sets.put("mesh.root", folder.toAbsolutePath().toString());
    if (!publisher.isEmpty()) {
      sets.put("mesh.publisher", publisher);
    }
    return Environment.load(Optional.of(Path.of("conf")), "local", sets);
  }

  private void progress(Variant variant, int round, Taken one) {
    spec.commandLine()
        .getErr()
        .printf(
            "round %d %-26s %7.2f s wall %7.2f s cpu %4d jobs%n",
            round, variant.title(), one.wallSeconds(), one.cpuSeconds(), one.jobs());
  }

  /** Ratios are taken round by round, so that a machine that slows down slows both. */
  private void print(Map<Variant, List<Taken>> taken) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "TPC-H scale %s, %d rounds, %d cores, %d MB heap; medians%n%n",
        scale,
        rounds,
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20);
    out.println("| | wall s | CPU s | jobs | wall / bare | CPU / bare |");
    out.println("| --- | --- | --- | --- | --- | --- |");
    List<Taken> bare = taken.getOrDefault(Variant.BARE, List.of());
    taken.forEach(
        (variant, runs) -> {
          List<Double> wall = new ArrayList<>();
          List<Double> cpu = new ArrayList<>();
          for (int i = 0; i < Math.min(bare.size(), runs.size()); i++) {
            wall.add(runs.get(i).wallSeconds() / bare.get(i).wallSeconds());
            cpu.add(runs.get(i).cpuSeconds() / bare.get(i).cpuSeconds());
          }
          out.printf(
              "| %s | %.2f | %.2f | %d | %.2f | %.2f |%n",
              variant.title(),
              median(runs.stream().map(Taken::wallSeconds).toList()),
              median(runs.stream().map(Taken::cpuSeconds).toList()),
              runs.get(runs.size() - 1).jobs(),
              median(wall),
              median(cpu));
        });
    out.flush();
  }

  private static double median(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }

    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Adds up what the tasks of one run took. */
  private static final class Meter extends SparkListener {

    private final AtomicLong cpuNanos = new AtomicLong();
    private final AtomicLong jobs = new AtomicLong();

    void reset() {
      cpuNanos.set(0);
      jobs.set(0);
    }

    Taken since(long start) {
      double wall = (System.nanoTime() - start) / 1e9;
      return new Taken(wall, cpuNanos.get() / 1e9, jobs.get());
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd taskEnd) {
      cpuNanos.addAndGet(taskEnd.taskMetrics().executorCpuTime());
    }

    @Override
    public void onJobStart(SparkListenerJobStart jobStart) {
      jobs.incrementAndGet();
    }
  }
}
