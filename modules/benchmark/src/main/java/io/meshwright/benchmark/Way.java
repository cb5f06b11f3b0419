package io.meshwright.benchmark;

import io.meshwright.benchmark.PlainDelta.Source;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** How rows come to a Delta table with their rules checked. */
enum Way {
  /** No rule is checked: what everything is compared with. */
  BARE("bare Delta write"),
  GATE("Meshwright, gate"),
  CHECKPOINT("Meshwright, checkpoint"),
  /** What the share of each way is a share of. */
  DEEQU("Deequ, then write"),
  PERSISTED_DEEQU("persist, Deequ, then write"),
  QUERIES("a query a rule, then write"),
  /** In a process of its own, see {@link GreatExpectations}. */
  GREAT_EXPECTATIONS("Great Expectations, then write");

  private final String title;

  Way(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Whether it has a check for every rule of the extent. */
  boolean covers(Extent extent) {
    return extent != Extent.FOREIGN_KEY
        || switch (this) {
          case BARE, GATE, CHECKPOINT, QUERIES -> true;
          case DEEQU, PERSISTED_DEEQU, GREAT_EXPECTATIONS -> false;
        };
  }

  /** Prepares this way for a workload, outside of what is measured. */
  Contender prepare(Lab lab, Workload workload) throws IOException {
    return switch (this) {
      case BARE -> plain(lab, workload, Source.FILES, (load, rows) -> Map.of());
      case GATE -> MeshwrightRun.prepare(lab, workload, "gate");
      case CHECKPOINT -> MeshwrightRun.prepare(lab, workload, "checkpoint");
      case DEEQU -> plain(lab, workload, Source.FILES, DeequChecks::check);
      case PERSISTED_DEEQU -> plain(lab, workload, Source.PERSISTED, DeequChecks::check);
      case QUERIES -> plain(lab, workload, Source.FILES, QueryChecks::check);
      case GREAT_EXPECTATIONS ->
          throw new IllegalArgumentException("Great Expectations does not run in this process");
    };
  }

  private PlainDelta plain(Lab lab, Workload workload, Source source, PlainDelta.Checks checks) {
    String location =
        lab.environment(Map.of())
            .resolve(WorkloadContract.location(workload.table().name() + "_" + this));
    return new PlainDelta(lab, workload, location, source, checks);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
