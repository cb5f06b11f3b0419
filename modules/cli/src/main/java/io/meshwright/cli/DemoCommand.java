package io.meshwright.cli;

import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.InvalidConfigurationException;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.Problem;
import io.meshwright.pipeline.ProductFiles;
import io.meshwright.pipeline.RunReport;
import io.meshwright.pipeline.RunRequest;
import io.meshwright.pipeline.SampleInputs;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh demo}: publishes a product from sample data. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Publish a data product from sample data, on this machine.",
      "",
      "Writes TPC-H data as the inputs of the sales orders product, runs the product, and shows"
          + " where the table is and what to try next. Running it again does nothing and says so."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh demo                            15,000 orders over 60 days",
      "  mesh demo --scale 1 --set mesh.root=/tmp/large"
    })
final class DemoCommand implements Callable<Integer> {

  /** Fixed, so that a second demo is the same run as the first. */
  private static final LocalDate LOGICAL_DATE = LocalDate.of(2024, 1, 14);

  @Option(
      names = "--scale",
      defaultValue = "0.01",
      description = "TPC-H scale factor; 1 is 1.5 million orders. Default: ${DEFAULT-VALUE}.")
  private double scale;

  @Option(
      names = "--days",
      defaultValue = "60",
      description = "Days the orders are spread over. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Mixin private ConfigurationOptions configuration;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!(scale > 0) || days < 1) {
      throw new UsageException(
          "Invalid sample of scale %s over %d days".formatted(scale, days),
          "give a --scale above 0 and at least 1 of --days");
    }

    SampleInputs sample = loadSample();
    Environment environment = configuration.load(policies());
    ProductFiles files = Products.of(environment).load(sample.product().toString());
    Pipeline pipeline = Pipeline.of(files, environment);
    RunReport report;
    try (Progress progress = Progress.of(spec)) {
      SparkSession spark = progress.startSpark(environment);
      progress.during(
          "sample data",
          () -> {
            write(sample, spark, environment);
            return sample;
          },
          written -> "TPC-H at scale %s over %d days".formatted(HumanText.number(scale), days));
      report = pipeline.listening(progress).run(spark, RunRequest.of(LOGICAL_DATE));
    }
    RunCommand.print(report, spec, common);
    if (!common.json()) {
      spec.commandLine().getOut().println();
      spec.commandLine().getOut().println(whatNext(report, files));
    }
    return report.exitCode().number();
  }

  /** The demo is held to the policies that come with it. */
  private Map<String, String> policies() {
    return configuration
        .findFolder()
        .map(conf -> conf.resolve("policies").toAbsolutePath())
        .filter(Files::isDirectory)
        .map(folder -> Map.of("mesh.policies", folder.toString()))
        .orElse(Map.of());
  }

  private void write(SampleInputs sample, SparkSession spark, Environment environment) {
    try {
      sample.write(spark, environment::resolve, scale, days);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "correct --scale or --days");
    }
  }

  private static SampleInputs loadSample() {
    return ServiceLoader.load(SampleInputs.class)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidConfigurationException(
                    List.of(
                        new Problem(
                            "No sample data is on the class path",
                            "build the jobs: mvn -DskipTests package, then bin/mesh demo"))));
  }

  private static String whatNext(RunReport report, ProductFiles files) {
    return """
        Look at the table with Spark 3.5:
          spark-sql --packages io.delta:delta-spark_2.12:3.3.3 \\
            --conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension \\
            --conf spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog \\
            -e 'SELECT * FROM delta.`%1$s` LIMIT 10'

        Try next:
          mesh plan %2$s
              what a run would do, and how each rule is measured
          mesh quarantine show %2$s
              the rows a run set aside
          mesh run %2$s --date %3$s
              after you changed a rule in %4$s"""
        .formatted(
            report.table().location(), report.identity().product(), LOGICAL_DATE, files.name());
  }
}
