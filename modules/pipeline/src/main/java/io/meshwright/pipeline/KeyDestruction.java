package io.meshwright.pipeline;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;

import io.meshwright.contract.ExitCode;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.protection.KeyUse.State;
import io.meshwright.protection.Reencryption.OldKey;
import io.meshwright.quality.SqlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Destroys the older keys of a product, once no file of its tables needs one: neither the rows that
 * are there, nor what time travel still reads, nor what a killed writer left.
 */
public final class KeyDestruction {

  private final SparkSession spark;
  private final Pipeline pipeline;
  private final Storage storage;
  private final Rekey rekey;
  private final List<OldKey> keys;

  private KeyDestruction(SparkSession spark, Pipeline pipeline) {
    this.spark = spark;
    this.pipeline = pipeline;
    this.storage = new Storage(spark);
    this.rekey = Rekey.of(spark, pipeline);
    this.keys = rekey.oldKeys();
  }

  /**
   * Empties the tables' trash of what has been there for {@link Retention#TRASH}, looks into every
   * data file that is left, and destroys the keys that encrypt no longer. Killed anywhere, some are
   * gone that nothing needed, and the same again goes on.
   *
   * @return the keys that are gone
   * @throws StageFailedException with {@link ExitCode#REJECTED} that names every table which needs
   *     one of them, and until when; then none is destroyed
   */
  public static List<OldKey> destroyOldKeys(SparkSession spark, Pipeline pipeline) {
    return new KeyDestruction(spark, pipeline).destroy();
  }

  private List<OldKey> destroy() {
    if (keys.isEmpty()) {
      return List.of();
    }

    List<Problem> needed = rekey.tables().stream().flatMap(table -> needs(table).stream()).toList();
    if (!needed.isEmpty()) {
      throw new StageFailedException(ExitCode.REJECTED, needed);
    }

    KeyAudit audit = new KeyAudit(() -> spark, pipeline);
    for (OldKey old : keys) {
      pipeline.environment().keys().destroy(old.name(), old.key());
      audit.record(
          AuditAction.KEY_DESTROYED,
          Map.of("key", old.name().toString(), "key_id", old.key().toString()));
    }
    return keys;
  }

  private List<Problem> needs(EncryptedTable table) {
    Rekey.Table rows = table.find();
    long values = rows.count(State.OLD) + rows.count(State.UNREADABLE);
    table.table().vacuum((double) Retention.TRASH.toHours());

    List<Problem> problems = new ArrayList<>();
    if (values > 0) {
      problems.add(
          new Problem(
              "Cannot destroy the older keys of %s: %d values in %s are under them"
                  .formatted(pipeline.contract().name(), values, table.location()),
              "mesh keys rekey %s --apply".formatted(pipeline.contract().name())));
    }
    files(table, problems);
    return problems;
  }

  /** What is not among the table's rows, but could be brought back. */
  private void files(EncryptedTable table, List<Problem> problems) {
    Set<String> looked = lookedAt(table);
    List<FileStatus> others =
        storage.files(table.location()).stream()
            .filter(file -> file.getPath().getName().endsWith(".parquet"))
            .filter(file -> !file.getPath().toString().contains("/_delta_log/"))
            .filter(file -> !looked.contains(file.getPath().getName()))
            .toList();
    Map<Optional<String>, List<FileStatus>> bySchema =
        others.stream().collect(groupingBy(this::findSchema));
    List<FileStatus> needing = new ArrayList<>();
    bySchema.forEach(
        (schema, files) -> {
          if (schema.isPresent()) {
            needing.addAll(needing(files));
          } else {
            files.stream().filter(this::isYoung).forEach(file -> problems.add(written(file)));
          }
        });
    if (!needing.isEmpty()) {
      problems.add(trash(table, needing));
    }
  }

  /** Files whose every value is among the table's rows, which have been counted. */
  private Set<String> lookedAt(EncryptedTable table) {
    Row detail = table.table().detail().select("tableFeatures").head();
    if (detail.<String>getList(0).contains("deletionVectors")) {
      return Set.of();
    }

    return LoggedFiles.namesOfNewest(spark, table.location());
  }

  /** The columns of a file, as text; empty if it is no whole file. */
  private Optional<String> findSchema(FileStatus file) {
    try (ParquetFileReader reader = storage.openParquet(file.getPath().toString())) {
      return Optional.of(reader.getFooter().getFileMetaData().getSchema().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (StageFailedException e) {
      throw e;
    } catch (RuntimeException e) { // What Parquet throws where there is no footer.
      return Optional.empty();
    }
  }

  /** Those of files with the same columns that hold a value under an older key: one job. */
  private List<FileStatus> needing(List<FileStatus> files) {
    Dataset<Row> rows =
        spark
            .read()
            .option("recursiveFileLookup", "true") // Their folders are no columns here.
            .parquet(files.stream().map(file -> file.getPath().toString()).toArray(String[]::new));
    Object[] ids = keys.stream().map(old -> old.key().toString()).distinct().toArray();
    Column isOld =
        binaries(rows.schema(), Optional.empty())
            .map(
                value ->
                    hex(value.substr(1, 1)).equalTo("01").and(hex(value.substr(2, 4)).isin(ids)))
            .reduce(lit(false), Column::or);
    Set<String> found =
        rows.where(isOld).select("_metadata.file_name").distinct().collectAsList().stream()
            .map(row -> row.getString(0))
            .collect(toUnmodifiableSet());
    return files.stream().filter(file -> found.contains(file.getPath().getName())).toList();
  }

  private static Stream<Column> binaries(StructType columns, Optional<Column> within) {
    return Arrays.stream(columns.fields())
        .flatMap(
            field -> {
              Column value =
                  within
                      .map(struct -> struct.getField(field.name()))
                      .orElseGet(() -> col(SqlText.name(field.name())));
              return binaries(field, value);
            });
  }

  private static Stream<Column> binaries(StructField field, Column value) {
    if (field.dataType() instanceof StructType struct) {
      return binaries(struct, Optional.of(value));
    }

    return field.dataType().equals(DataTypes.BinaryType) ? Stream.of(value) : Stream.of();
  }

  private Problem trash(EncryptedTable table, List<FileStatus> needing) {
    LoggedFiles log = LoggedFiles.of(spark, table.location());
    Instant last =
        needing.stream()
            .map(
                file ->
                    log.findRemoval(file.getPath().getName())
                        .orElse(Instant.ofEpochMilli(file.getModificationTime())))
            .max(Instant::compareTo)
            .orElseThrow();
    LocalDate until = LocalDate.ofInstant(last.plus(Retention.TRASH), ZoneOffset.UTC).plusDays(1);
    Row newest =
        table
            .table()
            .history()
            .where(col("timestamp").lt(Timestamp.from(last)))
            .selectExpr("max(version)")
            .head();
    String versions =
        newest.isNullAt(0) ? "of earlier versions" : "of versions up to " + newest.getLong(0);
    return new Problem(
        "Cannot destroy the older keys of %s: %d files in %s, %s, are in the trash and need them"
            .formatted(pipeline.contract().name(), needing.size(), table.location(), versions),
        "start this again on %s, when time travel no longer reads them".formatted(until));
  }

  /** A writer's files cannot be read before they are whole. */
  private Problem written(FileStatus file) {
    return new Problem(
        "Cannot destroy the older keys of %s: %s is being written, perhaps with one of them"
            .formatted(pipeline.contract().name(), file.getPath()),
        "start this again when no run is going on; what a killed one left is passed over after %d"
                .formatted(Cleanup.GRACE.toHours())
            + " hours");
  }

  private boolean isYoung(FileStatus file) {
    return Instant.ofEpochMilli(file.getModificationTime())
        .isAfter(pipeline.clock().instant().minus(Cleanup.GRACE));
  }
}
