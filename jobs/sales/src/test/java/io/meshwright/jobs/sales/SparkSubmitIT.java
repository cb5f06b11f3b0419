package io.meshwright.jobs.sales;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Outcome;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.ProductFiles;
import io.meshwright.pipeline.RunReport;
import io.meshwright.pipeline.RunRequest;
import io.meshwright.sparktesting.SparkExtension;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code spark-submit} with the jar for it, in a process of its own that has nothing else than what
 * a cluster brings: Spark, Delta, spark-avro and what these need.
 */
@ExtendWith(SparkExtension.class)
class SparkSubmitIT {

  private static final LocalDate DAY = LocalDate.of(2024, 1, 14);
  private static final long MOST_MINUTES = 10;

  @TempDir Path folder;

  @Test
  void publishesWhatTheLibraryPublishes(SparkSession spark) throws Exception {
    Environment here = environment(folder.resolve("library"));
    new TpchSource().write(spark, here::resolve, 0.001, 3);
    Pipeline pipeline =
        Pipeline.of(ProductFiles.onClassPath("sales_orders_analytical/data_product.yaml"), here);
    RunReport report = pipeline.run(spark, RunRequest.of(DAY)).orElseThrow();

    Path submitted = folder.resolve("submitted");
    int exitCode = submit(submitted);

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(exitCode).as(log()).isZero();
    Dataset<Row> published =
        read(spark, environment(submitted).resolve("s3://data-products/sales/orders/v2"));
    assertThat(published.count()).isEqualTo(report.rows().published()).isPositive();
    assertThat(published.schema()).isEqualTo(read(spark, pipeline.location()).schema());
    assertThat(rows(published)).isEqualTo(rows(read(spark, pipeline.location())));
  }

  /** Runs the job on the inputs of the library's run, in a folder without configuration. */
  private int submit(Path root) throws IOException, InterruptedException {
    String jars = Files.readString(Path.of(System.getProperty("mesh.cluster.classpath"))).strip();
    assertThat(jars).doesNotContain("meshwright").doesNotContain("deequ").contains("delta-spark");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx1g", "-Duser.timezone=UTC", "-cp", jars));
    command.add("org.apache.spark.deploy.SparkSubmit");
    command.addAll(List.of("--master", "local[2]", "--conf", "spark.ui.enabled=false"));
    command.addAll(List.of("--class", SalesJob.class.getName()));
    command.add(System.getProperty("mesh.spark.jar"));
    command.addAll(List.of("--env", "local", "--date", DAY.toString(), "--json"));
    command.addAll(List.of("--set", "mesh.root=" + root));
    command.addAll(
        List.of(
            "--set", "mesh.storage.\"s3://operational\"=" + folder.resolve("library/operational")));
    Process process =
        new ProcessBuilder(command)
            .directory(Files.createDirectories(folder.resolve("empty")).toFile())
            .redirectErrorStream(true)
            .redirectOutput(logFile())
            .start();
    if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("spark-submit hangs: " + log());
    }
    return process.exitValue();
  }

  private static Environment environment(Path root) {
    return Environment.load(Optional.empty(), "local", Map.of("mesh.root", root.toString()));
  }

  private static Dataset<Row> read(SparkSession spark, String path) {
    return spark.read().format("delta").load(path);
  }

  private static List<String> rows(Dataset<Row> rows) {
    return rows.toJSON().collectAsList().stream().sorted().toList();
  }

  private String log() throws IOException {
    return Files.readString(logFile().toPath(), UTF_8);
  }

  private File logFile() {
    return folder.resolve("submit.log").toFile();
  }
}
