package io.meshwright.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.benchmark.Usage.Traffic;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Rule;
import io.meshwright.pipeline.Problem;
import io.meshwright.pipeline.StageFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/**
 * Great Expectations, in a Python process with a Spark of its own: the same files, the same rules,
 * the same master and memory, and a bare write beside it to compare with.
 */
record GreatExpectations(Path python) {

  private static final String SCRIPT = "measure_expectations.py";

  /** Prints both versions; whatever else an import prints does not get in between. */
  private static final String PROBE =
      "import great_expectations, pyspark; print('\\n' + pyspark.__version__)";

  private static final String SPARK = "3.5.";

  /** Settings of the session that have to be the same on both sides. */
  private static final List<String> SHARED_SETTINGS =
      List.of(
          "spark.master",
          "spark.driver.host",
          "spark.driver.bindAddress",
          "spark.sql.ansi.enabled",
          "spark.sql.catalog.spark_catalog",
          "spark.sql.extensions",
          "spark.sql.session.timeZone",
          "spark.sql.shuffle.partitions",
          "spark.sql.sources.parallelPartitionDiscovery.parallelism",
          "spark.databricks.delta.snapshotPartitions",
          "spark.ui.enabled",
          "spark.ui.showConsoleProgress");

  /** What looking for a Python gave: one, or why there is none. */
  record Search(Optional<GreatExpectations> found, Optional<String> missing) {}

  /**
   * Looks for a Python that can import both packages.
   *
   * @param given the one to use; empty for {@code python3}, which may be missing
   * @throws StageFailedException with exit code 3 if the given one cannot
   */
  static Search search(Optional<Path> given) throws IOException {
    Path python = given.orElse(Path.of("python3"));
    Optional<String> problem = problem(python);
    if (given.isPresent() && problem.isPresent()) {
      throw new StageFailedException(
          ExitCode.INVALID,
          List.of(
              new Problem(
                  "Cannot use --python %s: %s".formatted(python, problem.get()),
                  "%s -m pip install great_expectations pyspark==%s"
                      .formatted(python, org.apache.spark.package$.MODULE$.SPARK_VERSION()))));
    }

    return new Search(
        problem.isPresent() ? Optional.empty() : Optional.of(new GreatExpectations(python)),
        problem);
  }

  /** Why this Python does not do; empty if it does. */
  static Optional<String> problem(Path python) throws IOException {
    String output;
    try {
      Process process =
          new ProcessBuilder(python.toString(), "-c", PROBE).redirectErrorStream(true).start();
      process.getOutputStream().close();
      output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (exitCode(process) != 0) {
        return Optional.of("%s says: %s".formatted(python, lastLine(output)));
      }
    } catch (IOException e) {
      return Optional.of("there is no %s that can be run".formatted(python));
    }

    String version = lastLine(output);
    return version.startsWith(SPARK)
        ? Optional.empty()
        : Optional.of("it has pyspark %s, and not %sx".formatted(version, SPARK));
  }

  /**
   * Measures the workloads that it has expectations for, and adds what it took to their cells.
   *
   * @throws StageFailedException with exit code 6 if the process fails or finds a rule broken
   */
  List<Cell> measure(List<Cell> cells, SparkConf settings, int rounds, Path folder)
      throws IOException {
    List<Workload> workloads =
        cells.stream()
            .map(Cell::workload)
            .filter(workload -> Way.GREAT_EXPECTATIONS.covers(workload.extent()))
            .toList();
    if (workloads.isEmpty()) {
      return cells;
    }

    List<Outcome> outcomes = run(workloads, settings, rounds, folder);
    Map<Workload, Samples> samples = new LinkedHashMap<>();
    for (int i = 0; i < workloads.size(); i++) {
      Matrix.requireKept(workloads.get(i), Way.GREAT_EXPECTATIONS, outcomes.get(i).findings());
      samples.put(workloads.get(i), outcomes.get(i).samples());
    }
    return cells.stream()
        .map(
            cell ->
                samples.containsKey(cell.workload())
                    ? cell.with(Way.GREAT_EXPECTATIONS, samples.get(cell.workload()))
                    : cell)
        .toList();
  }

  /** What the process says about one workload. */
  record Outcome(Map<String, Finding> findings, Samples samples) {}

  /** Runs the process once for all workloads; it says how it gets on on standard error. */
  List<Outcome> run(List<Workload> workloads, SparkConf settings, int rounds, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    Path script = folder.resolve(SCRIPT);
    try (InputStream source = GreatExpectations.class.getResourceAsStream(SCRIPT)) {
      Files.write(script, source.readAllBytes());
    }
    Path task = folder.resolve("measure_expectations.json");
    Files.writeString(task, ReportJson.print(task(workloads, settings, rounds, folder)));
    ProcessBuilder builder =
        new ProcessBuilder(python.toString(), script.toString(), task.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (exitCode(process) != 0) {
      throw NotMeasured.because(
          "the process of Great Expectations ended with an error",
          "see what it said above, or leave great_expectations out of --ways");
    }

    List<Outcome> outcomes = new ArrayList<>();
    ReportJson.parse(output).get("cells").forEach(cell -> outcomes.add(outcome(cell)));
    return outcomes;
  }

  private static ObjectNode task(
      List<Workload> workloads, SparkConf settings, int rounds, Path folder) {
    ObjectNode task = ReportJson.object().put("rounds", rounds);
    ObjectNode shared = task.putObject("settings");
    Stream.of(settings.getAll())
        .filter(setting -> SHARED_SETTINGS.contains(setting._1()))
        .forEach(setting -> shared.put(setting._1(), setting._2()));
    shared.put("spark.driver.memory", (Runtime.getRuntime().maxMemory() >> 20) + "m");
    shared.put("spark.jars", String.join(",", deltaJars()));
    ArrayNode cells = task.putArray("cells");
    for (Workload workload : workloads) {
      ObjectNode cell =
          cells
              .addObject()
              .put("title", workload.toString())
              .put("rows", workload.files().rows().toString())
              .put("table", folder.resolve("great_expectations_table").toAbsolutePath().toString());
      ArrayNode expectations = cell.putArray("expectations");
      for (Rule rule : workload.rules()) {
        expectations.add(Expectation.of(rule, workload.table()));
      }
    }
    return task;
  }

  /** Delta, which pyspark does not bring, from our own class path. */
  private static List<String> deltaJars() {
    return Stream.of(io.delta.tables.DeltaTable.class, io.delta.storage.LogStore.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(
            location -> {
              try {
                return Path.of(location.toURI()).toString();
              } catch (URISyntaxException e) {
                throw new IllegalStateException("Cannot read the path of " + location, e);
              }
            })
        .toList();
  }

  private static Outcome outcome(JsonNode cell) {
    Map<String, Finding> findings = new LinkedHashMap<>();
    cell.get("findings")
        .forEach(
            found ->
                findings.put(
                    found.get("rule").asText(),
                    new Finding(found.get("kept").asBoolean(), found.get("violations").asLong())));
    return new Outcome(findings, new Samples(usages(cell.get("bare")), usages(cell.get("runs"))));
  }

  private static List<Usage> usages(JsonNode rounds) {
    List<Usage> usages = new ArrayList<>();
    for (JsonNode round : rounds) {
      usages.add(
          new Usage(
              round.get("wall_seconds").asDouble(),
              round.get("cpu_seconds").asDouble(),
              round.get("jobs").asLong(),
              new Traffic(
                  round.get("records_read").asLong(),
                  round.get("bytes_read").asLong(),
                  round.get("bytes_written").asLong()),
              round.get("peak_memory_bytes").asLong(),
              List.of()));
    }
    return usages;
  }

  private static int exitCode(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw NotMeasured.because("interrupted while Python ran", "run it again");
    }
  }

  private static String lastLine(String output) {
    return output.lines().reduce((first, second) -> second).orElse("nothing");
  }
}
