package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.pipeline.StageName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final StringWriter err = new StringWriter();
  private long now;

  @Test
  void printsOneLineForEachFinishedStage() {
    try (Progress progress = Progress.plain(new PrintWriter(err), () -> now)) {
      progress.stageStarted(StageName.EXTRACT);
      progress.stageFinished(StageName.EXTRACT, Duration.ofMillis(1240), "3 inputs");
      progress.stageStarted(StageName.TRANSFORM);
      progress.stageFinished(StageName.TRANSFORM, Duration.ofSeconds(125), "7 columns");
    }

    assertThat(err)
        .hasToString(
            """
            ✓ extract           1.2 s   3 inputs
            ✓ transform     2 min 5 s   7 columns
            """);
  }

  @Test
  void marksTheStageThatEndedARun() {
    try (Progress progress = Progress.plain(new PrintWriter(err), () -> now)) {
      progress.stageStarted(StageName.VALIDATE);
      progress.stageFinished(StageName.VALIDATE, Duration.ofSeconds(2), "rejected");
    }

    assertThat(err).hasToString("✗ validate          2.0 s   rejected\n");
  }

  @Test
  void showsWhereARunWasStopped() {
    try (Progress progress = Progress.plain(new PrintWriter(err), () -> now)) {
      progress.stageStarted(StageName.PUBLISH);
      now = Duration.ofMillis(340).toNanos();
    }

    assertThat(err).hasToString("✗ publish          340 ms   stopped\n");
  }

  @Test
  void timesWorkOfItsOwn() {
    try (Progress progress = Progress.plain(new PrintWriter(err), () -> now)) {
      String result =
          progress.during(
              "sample data",
              () -> {
                now = Duration.ofSeconds(2).toNanos();
                return "TPC-H";
              },
              written -> written + " at scale 0.01");

      assertThat(result).isEqualTo("TPC-H");
    }

    assertThat(err).hasToString("✓ sample data       2.0 s   TPC-H at scale 0.01\n");
  }
}
