package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.protection.KeyUse.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rekey that is killed lost nothing, and the same again goes on where it stopped. */
class KilledRekeyTest {

  private static final Duration MOST = Duration.ofMinutes(15);

  @TempDir Path folder;

  private Workspace workspace;
  private Path table;
  private List<String> rows;
  private List<String> aside;

  @Test
  void goesOnAfterAKillInTheMiddleOfASlice() {
    FullTests.assumeAsked("Each kill costs a JVM");
    publishAndRotate();
    Set<Path> before = files();

    killWhen(() -> files().stream().anyMatch(file -> isData(file) && !before.contains(file)));

    assertNothingLost();
    assertThat(rekey().apply().after()).allMatch(table -> table.count(State.OLD) == 0);
    assertNothingLost();
  }

  @Test
  void goesOnAfterAKillBetweenTwoCommits() {
    publishAndRotate();
    Path commit = nextCommit();

    killWhen(() -> Files.exists(commit));

    assertNothingLost();
    List<Rekey.Table> left = rekey().find();
    assertThat(left.get(0).count(State.OLD)).isZero();
    assertThat(left.get(1).count(State.OLD)).isEqualTo(2);
    assertThat(rekey().apply().commits()).isOne();
    assertNothingLost();
    assertThat(Rekey.count(rekey().find(), State.OLD)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 500, 1_000, 1_500, 2_000, 3_000, 4_000, 6_000, 8_000})
  void goesOnAfterAKillAtAnyTime(long millis) {
    FullTests.assumeAsked("Each kill costs a JVM");
    publishAndRotate();
    Path started = folder.resolve(Started.FILE);
    killWhen(
        () -> {
          try {
            return Files.exists(started)
                && Files.getLastModifiedTime(started)
                    .toInstant()
                    .isBefore(Instant.now().minusMillis(millis));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });

    assertNothingLost();
    rekey().apply();
    assertNothingLost();
    assertThat(Rekey.count(rekey().find(), State.OLD)).isZero();
  }

  private void publishAndRotate() {
    workspace = Guests.published(folder, "full");
    table = Path.of(workspace.pipeline(Guests.NAME).location());
    rows = Guests.revealed(workspace);
    aside = Guests.revealedQuarantine(workspace);
    Guests.rotate(workspace);
  }

  private void assertNothingLost() {
    assertThat(Guests.revealed(workspace)).isEqualTo(rows);
    assertThat(Guests.revealedQuarantine(workspace)).isEqualTo(aside);
  }

  private Rekey rekey() {
    return Rekey.of(workspace.spark(), workspace.pipeline(Guests.NAME));
  }

  private Path nextCommit() {
    Path log = table.resolve("_delta_log");
    long version = 0;
    while (Files.exists(log.resolve("%020d.json".formatted(version)))) {
      version++;
    }
    return log.resolve("%020d.json".formatted(version));
  }

  private Set<Path> files() {
    try (Stream<Path> files = Files.walk(table)) {
      return files.collect(Collectors.toSet());
    } catch (IOException | UncheckedIOException e) {
      return Set.of(); // A file went away meanwhile; whoever waits looks again.
    }
  }

  private static boolean isData(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".parquet") && !name.startsWith(".");
  }

  /** Rekeys in a JVM of its own, which gets signal 9 as soon as {@code moment} is true. */
  private void killWhen(BooleanSupplier moment) {
    try {
      Process process =
          new ProcessBuilder(KilledJvm.command(Started.class, folder))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("killed.log").toFile())
              .start();
      Instant latest = Instant.now().plus(MOST);
      boolean came = false;
      while (!came && process.isAlive() && Instant.now().isBefore(latest)) {
        process.waitFor(5, TimeUnit.MILLISECONDS);
        came = moment.getAsBoolean();
      }
      process.destroyForcibly();
      assertThat(came).as(Files.readString(folder.resolve("killed.log"))).isTrue();
      assertThat(process.waitFor())
          .as(Files.readString(folder.resolve("killed.log")))
          .isEqualTo(KilledJvm.KILLED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a rekey was to be killed", e);
    }
  }

  /** What is killed; it stays when it is done, so that nobody comes too late. */
  static final class Started {

    static final String FILE = "started";

    private Started() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      Workspace workspace = new Workspace(folder, "gate");
      Rekey rekey = Rekey.of(workspace.spark(), workspace.pipeline(Guests.NAME));
      Files.createFile(folder.resolve(FILE));
      rekey.apply();
      TimeUnit.DAYS.sleep(1);
    }
  }
}
