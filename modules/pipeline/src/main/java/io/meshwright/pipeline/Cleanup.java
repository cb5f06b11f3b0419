package io.meshwright.pipeline;

import io.delta.tables.DeltaTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;

/** Removes what aborted runs left behind in a product's table: files that no version refers to. */
public final class Cleanup {

  /** A running write's files are not yet referred to either; nothing younger is touched. */
  static final Duration GRACE = Duration.ofHours(24);

  /** What was removed; sizes in bytes. */
  public record Removed(List<String> paths, long bytes) {
    public Removed {
      paths = List.copyOf(paths);
    }
  }

  private Cleanup() {}

  /**
   * Removes data files older than 24 hours that no version of the table's history refers to. What
   * time travel can still reach stays.
   */
  public static Removed clean(SparkSession spark, Pipeline pipeline) {
    return clean(spark, pipeline, Clock.systemUTC());
  }

  static Removed clean(SparkSession spark, Pipeline pipeline, Clock clock) {
    String path = pipeline.location();
    if (!DeltaTable.isDeltaTable(spark, path)) {
      return new Removed(List.of(), 0);
    }

    Storage storage = new Storage(spark);
    Set<String> known = LoggedFiles.of(spark, path).names();
    Instant before = clock.instant().minus(GRACE);
    List<String> removed = new ArrayList<>();
    long bytes = 0;
    List<FileStatus> candidates = new ArrayList<>(storage.files(path));
    candidates.addAll(staged(storage, pipeline));
    for (FileStatus file : candidates) {
      String name = file.getPath().toUri().getPath();
      boolean isData =
          name.endsWith(".parquet") && (name.contains("/_mesh/staging/") || !name.contains("/_"));
      if (isData
          && !known.contains(LoggedFiles.nameOf(name))
          && Instant.ofEpochMilli(file.getModificationTime()).isBefore(before)) {
        storage.delete(file.getPath().toString());
        removed.add(file.getPath().toString());
        bytes += file.getLen();
      }
    }
    return new Removed(removed, bytes);
  }

  private static List<FileStatus> staged(Storage storage, Pipeline pipeline) {
    String path = StagedRows.pathOf(pipeline.environment(), pipeline.contract().name());
    return storage.exists(path) ? storage.files(path) : List.of();
  }
}
