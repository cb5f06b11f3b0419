package io.meshwright.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarkTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "--scale 0.1,        sales --scale 0.1",
    "matrix --rules 10,  matrix --rules 10",
    "sales --rounds 1,   sales --rounds 1",
    "--help,             --help"
  })
  void measuresSalesUnlessAnotherClaimIsNamed(String given, String meant) {
    assertThat(Benchmark.withClaim(given.split(" "))).isEqualTo(List.of(meant.split(" ")));
  }

  @Test
  void measuresSalesWithoutAnyArgument() {
    assertThat(Benchmark.withClaim()).containsExactly("sales");
  }

  @Test
  void tellsWhichClaimsThereAre() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("sales  ", "matrix  ");
  }

  @Test
  void refusesATableThatItDoesNotKnow() {
    assertThat(run("matrix", "--tables", "orders,lines")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "Invalid value for option '--tables' (<tables>): Invalid table 'lines': expected one of"
                + " orders, wide");
  }

  @Test
  void refusesAScaleAtWhichThereAreNoRows() {
    assertThat(run("matrix", "--scale", "0")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("Invalid value for option '--scale': '0.0' is less than 0.001");
  }

  @Test
  void refusesAPythonWithoutGreatExpectations(@TempDir Path folder) throws Exception {
    Path python =
        GreatExpectationsTest.python(
            folder, "echo \"ModuleNotFoundError: No module named 'pyspark'\" >&2; exit 1");

    assertThat(run("matrix", "--python", python.toString())).isEqualTo(3);
    assertThat(err.toString())
        .isEqualTo(
            """
            Cannot use --python %1$s: %1$s says: ModuleNotFoundError: No module named 'pyspark'
                fix: %1$s -m pip install great_expectations pyspark==3.5.7
            """
                .formatted(python));
  }

  @Test
  void measuresAForeignKeyOnlyByWhatHasACheckForIt() {
    assertThat(Stream.of(Way.values()).filter(way -> way.covers(Extent.FOREIGN_KEY)))
        .containsExactly(Way.BARE, Way.GATE, Way.CHECKPOINT, Way.QUERIES);
  }

  private int run(String... args) {
    return Benchmark.run(new PrintWriter(out), new PrintWriter(err), args);
  }
}
