package io.meshwright.benchmark;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every claim understands. */
final class ClaimOptions {

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Counted rounds, after one to warm up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--folder",
      defaultValue = ".mesh/benchmark",
      description = "Where inputs and tables go (default: ${DEFAULT-VALUE}).")
  private Path folder;

  int rounds() {
    return rounds;
  }

  Path folder() {
    return folder;
  }

  /** Opens a lab with the configuration of this checkout. */
  Lab lab() {
    return Lab.open(folder, Optional.of(Path.of("conf")));
  }

  /** Says on standard error that somebody had a turn. */
  static void progress(CommandSpec spec, String what, int round, Usage usage) {
    say(
        spec,
        String.format(
            Locale.ROOT,
            "%s %-56s %7.2f s wall %7.2f s CPU %5d jobs",
            round == 0 ? "warm-up" : "round " + round,
            what,
            usage.wallSeconds(),
            usage.cpuSeconds(),
            usage.jobs()));
  }

  /** Says something on standard error. */
  static void say(CommandSpec spec, String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(text);
    err.flush();
  }

  /** What the figures below it depend on. */
  String heading(String data) {
    return "%s, %d %s, %d cores, %d MB heap; medians"
        .formatted(
            data,
            rounds,
            rounds == 1 ? "round" : "rounds",
            Runtime.getRuntime().availableProcessors(),
            Runtime.getRuntime().maxMemory() >> 20);
  }
}
