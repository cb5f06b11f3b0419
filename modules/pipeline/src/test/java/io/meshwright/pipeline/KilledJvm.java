package io.meshwright.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that dies at a moment it chooses, as if by {@code kill -9}. */
final class KilledJvm {

  /** What {@code kill -9} makes of a process: 128 and the number of the signal. */
  static final int KILLED = 137;

  private static final long MOST_MINUTES = 5;

  private KilledJvm() {}

  /** Starts {@code main} with a folder and arguments; returns the exit code when it was killed. */
  static int start(Class<?> main, Path folder, String... arguments) {
    File log = folder.resolve("killed-" + String.join("-", arguments) + ".log").toFile();
    try {
      Process process =
          new ProcessBuilder(command(main, folder, arguments))
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("The JVM to be killed hangs: " + text(log.toPath()));
      }
      if (process.exitValue() != KILLED) {
        throw new IllegalStateException("The JVM was not killed: " + text(log.toPath()));
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a JVM was to be killed", e);
    }
  }

  /** What starts {@code main} with a folder and arguments in a JVM like this one, but smaller. */
  static List<String> command(Class<?> main, Path folder, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.matches("(--add-opens|-XX:|-Dspark\\.|-Duser\\.timezone=).*"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(main.getName(), folder.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** No shutdown hook runs, no finally block, no stream is flushed. */
  static void die() {
    Runtime.getRuntime().halt(KILLED);
  }

  private static String text(Path log) throws IOException {
    return Files.readString(log, UTF_8);
  }
}
