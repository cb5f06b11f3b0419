package io.meshwright.benchmark;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Measures workloads by every way that this process can run itself. */
final class Matrix {

  private final Lab lab;
  private final Meter meter;
  private final int rounds;
  private final Progress progress;

  /** Hears of each turn. */
  @FunctionalInterface
  interface Progress {
    void turn(String what, int round, Usage usage);
  }

  Matrix(Lab lab, Meter meter, int rounds, Progress progress) {
    this.lab = lab;
    this.meter = meter;
    this.rounds = rounds;
    this.progress = progress;
  }

  /**
   * Measures those of {@code ways} that cover the workload.
   *
   * @throws io.meshwright.pipeline.StageFailedException with exit code 6 if a way finds a rule
   *     broken, or checks fewer rules than there are: its figures would be those of another task
   */
  Cell measure(Workload workload, List<Way> ways) throws IOException {
    Map<Way, Contender> contenders = new LinkedHashMap<>();
    for (Way way : ways) {
      if (way != Way.GREAT_EXPECTATIONS && way.covers(workload.extent())) {
        Contender contender = way.prepare(lab, workload);
        delete(Path.of(contender.location()));
        contenders.put(way, contender);
      }
    }
    Map<Way, List<Usage>> taken =
        Rounds.alternate(
            List.copyOf(contenders.keySet()),
            rounds,
            (way, round) -> {
              Usage usage = turn(workload, way, contenders.get(way));
              progress.turn(workload + ", " + way, round, usage);
              return usage;
            });
    List<Usage> bare = taken.getOrDefault(Way.BARE, List.of());
    Map<Way, Samples> samples = new LinkedHashMap<>();
    taken.forEach((way, usages) -> samples.put(way, new Samples(bare, usages)));
    return new Cell(workload, samples);
  }

  /** Files that the turn overwrites are deleted after it: a wide table is hundreds of megabytes. */
  private Usage turn(Workload workload, Way way, Contender contender) throws IOException {
    List<Path> before = dataFiles(Path.of(contender.location()));
    Meter.Measured<Map<String, Finding>> measured = meter.measure(contender::publish);
    requireKept(workload, way, measured.result());
    for (Path file : before) {
      Files.deleteIfExists(file);
    }
    return measured.usage();
  }

  static void requireKept(Workload workload, Way way, Map<String, Finding> findings) {
    if (way != Way.BARE && findings.size() != workload.rules().size()) {
      throw NotMeasured.because(
          "%s, %s checked %d of %d rules"
              .formatted(workload, way, findings.size(), workload.rules().size()),
          "this is a mistake in the benchmark; please report it");
    }
    String broken =
        findings.entrySet().stream()
            .filter(finding -> !finding.getValue().kept())
            .map(finding -> finding.getKey() + " by " + finding.getValue().violations() + " rows")
            .collect(joining(", "));
    if (!broken.isEmpty()) {
      throw NotMeasured.because(
          "%s, %s found rules broken: %s".formatted(workload, way, broken),
          "delete the sample files, which may be those of an older version, and run again");
    }
  }

  private static List<Path> dataFiles(Path table) throws IOException {
    if (!Files.isDirectory(table)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(table)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .filter(file -> !file.getParent().endsWith("_delta_log"))
          .toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(deepestFirst::add);
      }
    }
    for (Path file : deepestFirst) {
      Files.delete(file);
    }
  }
}
