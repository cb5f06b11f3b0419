package io.meshwright.pipeline;

import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.tables.DeltaTable;
import io.meshwright.contract.ExitCode;
import io.meshwright.quality.SqlText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Deletes rows of one Delta table, and in the end the files and log entries that still hold them.
 * Every step may be done again; a kill between any two leaves nothing that the next run does not
 * put right.
 */
final class TableErasure {

  private static final String DELETION_VECTORS = "delta.enableDeletionVectors";
  private static final String CHECKPOINTS = "delta.checkpointInterval";

  /** What {@link #CHECKPOINTS} was before; empty if it was not set. */
  private static final String CHECKPOINTS_BEFORE = "mesh.erasure.checkpointInterval";

  private static final Set<String> HIDDEN = Set.of("_delta_log", "_mesh");

  private final SparkSession spark;
  private final String location;
  private final DeltaTable table;

  TableErasure(SparkSession spark, String location) {
    // Rows that are only marked as deleted would stay in their files.
    this.spark =
        TableWriter.ownSession(
            spark, Map.of("spark.databricks.delta.delete.deletionVectors.persistent", "false"));
    this.location = location;
    this.table = DeltaTable.forPath(this.spark, location);
  }

  long version() {
    return Retention.versionOf(table);
  }

  /**
   * Deletes rows.
   *
   * @throws StageFailedException with {@link ExitCode#CONFLICT} if somebody else changed them
   */
  void delete(Column condition) {
    Retention.keepTrash(spark, table, location);
    try {
      table.delete(condition);
    } catch (DeltaConcurrentModificationException e) {
      throw new StageFailedException(
          ExitCode.CONFLICT,
          new Problem(
              "Somebody else changed %s while rows were being deleted".formatted(location),
              "start it again; it goes on where it stopped"),
          e);
    }
  }

  /** Rewrites files with rows that are only marked as deleted, by whomever. */
  void purge() {
    if (properties().containsKey(DELETION_VECTORS)) {
      spark.sql("REORG TABLE delta.%s APPLY (PURGE)".formatted(SqlText.name(location)));
    }
  }

  /**
   * Deletes the files of what was deleted longer than {@code kept} ago.
   *
   * @param version the one in which the rows were deleted
   * @return whether no file is left that may hold one of the rows
   */
  boolean emptyTrash(Duration kept, long version) {
    Optional<Instant> deletedAt = kept.isZero() ? Optional.empty() : committedAt(version);
    if (kept.isZero()) {
      set(withCheckpoints(Map.of(Retention.TRASH_PROPERTY, "interval 0 hours")));
    }
    table.vacuum((double) kept.toHours());
    return !hasTrash(deletedAt);
  }

  /**
   * Removes what the log says of the values in files that are gone, after {@link #emptyTrash}.
   *
   * @return whether there was a checkpoint, without which the log has to stay
   */
  boolean cleanLog(long version) {
    LogStatistics log = new LogStatistics(spark, location);
    if (log.checkpointAfter(version).isEmpty()) {
      set(withCheckpoints(Map.of()));
    }
    Optional<Long> checkpoint = log.checkpointAfter(version);
    checkpoint.ifPresent(log::removeBefore);
    return checkpoint.isPresent();
  }

  /** Puts back what {@link #emptyTrash} and {@link #cleanLog} had set. */
  void restore() {
    Map<String, String> properties = properties();
    String before = properties.get(CHECKPOINTS_BEFORE);
    if (before != null && !before.isEmpty()) {
      set(Map.of(CHECKPOINTS, before));
    }
    if (before != null) {
      spark.sql(
          "ALTER TABLE delta.%s UNSET TBLPROPERTIES IF EXISTS (%s%s)"
              .formatted(
                  SqlText.name(location),
                  SqlText.text(CHECKPOINTS_BEFORE),
                  before.isEmpty() ? ", " + SqlText.text(CHECKPOINTS) : ""));
    }
    Retention.keepTrash(spark, table, location);
  }

  /** Settings with which their own commit, like every one after it, makes a checkpoint. */
  private Map<String, String> withCheckpoints(Map<String, String> settings) {
    Map<String, String> properties = properties();
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put(CHECKPOINTS, "1");
    all.put(
        CHECKPOINTS_BEFORE,
        properties.getOrDefault(CHECKPOINTS_BEFORE, properties.getOrDefault(CHECKPOINTS, "")));
    return all;
  }

  /** Data files that no row of the table is in, as far as they are no younger than a moment. */
  private boolean hasTrash(Optional<Instant> until) {
    Set<String> live = LoggedFiles.namesOfNewest(spark, location);
    return new Storage(spark)
        .files(location).stream()
            .filter(file -> file.getPath().getName().endsWith(".parquet"))
            .filter(file -> !isHidden(file.getPath().toUri().getPath()))
            .filter(file -> !live.contains(file.getPath().getName()))
            .anyMatch(
                file ->
                    until
                        .map(
                            moment ->
                                !Instant.ofEpochMilli(file.getModificationTime()).isAfter(moment))
                        .orElse(true));
  }

  private boolean isHidden(String path) {
    String base = URI.create(location.replace(" ", "%20")).getPath();
    String below = path.substring(Math.max(path.indexOf(base), 0) + base.length());
    return HIDDEN.stream().anyMatch(folder -> below.contains("/" + folder + "/"));
  }

  /** When a version was committed; empty if the log no longer tells. */
  private Optional<Instant> committedAt(long version) {
    return table
        .history()
        .where("version = " + version)
        .select("timestamp")
        .collectAsList()
        .stream()
        .map(row -> row.getTimestamp(0).toInstant())
        .findFirst();
  }

  private Map<String, String> properties() {
    Row detail = table.detail().select("properties").head();
    return detail.getJavaMap(0);
  }

  private void set(Map<String, String> properties) {
    spark.sql(
        "ALTER TABLE delta.%s SET TBLPROPERTIES (%s)"
            .formatted(SqlText.name(location), AlterTable.properties(properties)));
  }
}
