package io.meshwright.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Severity;
import io.meshwright.pipeline.StageFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GreatExpectationsTest {

  private static final Cell CELL =
      new Cell(
          new Workload(
              SampleTables.parse("orders"),
              new SampleFiles(Path.of("rows"), Path.of("targets"), 1_500),
              Extent.ROWS,
              List.of(Rule.of("a", new Assertion.NotNull("o_clerk"), Severity.ERROR))),
          Map.of());

  @TempDir private Path folder;

  @Test
  void addsWhatItsProcessMeasured() throws Exception {
    List<Cell> cells = measure(kept(true));

    Usage usage = new Usage(2, 1.5, 7, new Usage.Traffic(1_500, 10, 20), 30, List.of());
    assertThat(cells)
        .containsExactly(
            CELL.with(Way.GREAT_EXPECTATIONS, new Samples(List.of(usage), List.of(usage))));
    JsonNode task = ReportJson.parse(Files.readString(folder.resolve("measure_expectations.json")));
    assertThat(task.at("/settings/spark.master").asText()).isEqualTo("local[2]");
    assertThat(task.at("/settings/spark.jars").asText()).contains("delta-spark", "delta-storage");
    assertThat(task.at("/cells/0/expectations/0/type").asText())
        .isEqualTo("ExpectColumnValuesToNotBeNull");
  }

  @Test
  void givesNoFigureWhereItFindsARuleBroken() {
    assertThatThrownBy(() -> measure(kept(false)))
        .isInstanceOf(StageFailedException.class)
        .hasMessageStartingWith(
            "Cannot measure: orders, 1 rules, great_expectations found rules broken: a by 0 rows");
  }

  @Test
  void givesNoFigureWhereItsProcessFails() {
    assertThatThrownBy(() -> measure("exit 1"))
        .isInstanceOf(StageFailedException.class)
        .hasMessage(
            """
            Cannot measure: the process of Great Expectations ended with an error
                fix: see what it said above, or leave great_expectations out of --ways\
            """);
  }

  @Test
  void refusesAPythonWithAnotherSpark() throws Exception {
    Path python = python(folder, "echo; echo 4.0.1");

    assertThat(GreatExpectations.problem(python)).contains("it has pyspark 4.0.1, and not 3.5.x");
  }

  @Test
  void goesOnWithoutAPython() throws Exception {
    assertThat(GreatExpectations.problem(Path.of("no-such-python3")))
        .contains("there is no no-such-python3 that can be run");
  }

  private List<Cell> measure(String commands) throws Exception {
    return new GreatExpectations(python(folder, commands))
        .measure(List.of(CELL), new SparkConf(false).set("spark.master", "local[2]"), 1, folder);
  }

  /** Prints what the real script would. */
  private static String kept(boolean kept) {
    String usage =
        """
        {"wall_seconds": 2, "cpu_seconds": 1.5, "jobs": 7, "records_read": 1500,
         "bytes_read": 10, "bytes_written": 20, "peak_memory_bytes": 30}\
        """;
    return """
        cat <<'END'
        {"cells": [{"findings": [{"rule": "a", "kept": %s, "violations": 0}],
                    "bare": [%s], "runs": [%s]}]}
        END\
        """
        .formatted(kept, usage, usage);
  }

  /** Something that is started like Python. */
  static Path python(Path folder, String commands) throws Exception {
    Path script = folder.resolve("python3");
    Files.writeString(script, "#!/bin/sh\n" + commands + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }
}
