package io.meshwright.pipeline;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The data files that a Delta table's log tells of, its checkpoints included. */
final class LoggedFiles {

  private final Map<String, Long> removed = new HashMap<>();

  private LoggedFiles() {}

  /** Reads the whole log: a job for each of its formats. */
  static LoggedFiles of(SparkSession spark, String table) {
    LoggedFiles files = new LoggedFiles();
    List<String> logs =
        new Storage(spark)
            .files(table + "/_delta_log").stream().map(file -> file.getPath().toString()).toList();
    for (String format : List.of("json", "parquet")) {
      String[] ofFormat =
          logs.stream().filter(log -> log.endsWith("." + format)).toArray(String[]::new);
      if (ofFormat.length > 0) {
        spark
            .read()
            .schema("add struct<path:string>, remove struct<path:string, deletionTimestamp:bigint>")
            .format(format)
            .load(ofFormat)
            .selectExpr("coalesce(add.path, remove.path) AS path", "remove.deletionTimestamp")
            .where("path IS NOT NULL")
            .collectAsList()
            .forEach(files::add);
      }
    }
    return files;
  }

  /** The names of the files that hold the rows of the newest version. */
  static Set<String> namesOfNewest(SparkSession spark, String table) {
    return Arrays.stream(spark.read().format("delta").load(table).inputFiles())
        .map(file -> nameOf(URI.create(file).getPath()))
        .collect(toUnmodifiableSet());
  }

  private void add(Row row) {
    removed.merge(
        nameOf(URI.create(row.getString(0)).getPath()),
        row.isNullAt(1) ? 0 : row.getLong(1),
        Math::max);
  }

  /** The names of all files that some version adds or removes. */
  Set<String> names() {
    return removed.keySet();
  }

  /** When a file was removed from the table; empty if it never was. */
  Optional<Instant> findRemoval(String name) {
    return Optional.ofNullable(removed.get(name))
        .filter(millis -> millis > 0)
        .map(Instant::ofEpochMilli);
  }

  /** The last part of a path: a file's name is its own in the whole table. */
  static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
