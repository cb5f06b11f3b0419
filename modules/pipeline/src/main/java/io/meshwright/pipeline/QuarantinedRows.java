package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.tables.DeltaTable;
import io.meshwright.contract.ExitCode;
import io.meshwright.quality.SqlText;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * The rows that a {@link QuarantineTable} holds, each with an id, for whoever takes them out again.
 *
 * <p>The id is a hash of the run and the row; rows that are equal in every value are numbered. It
 * stays the same as long as the row is there, whatever is found out about it.
 *
 * <p>A requeue that is about to publish rows writes its run id into {@link #REQUEUE} first. Rows
 * whose requeue is in the history of the published table are published, and only still here because
 * the requeue was killed before it could take them out.
 */
final class QuarantinedRows {

  static final String ID = "mesh_id";
  static final String REQUEUE = "requeue_id";

  /** UTC and every microsecond, so that reading what was written changes nothing. */
  static final Map<String, String> JSON =
      Map.of(
          "timeZone", "UTC",
          "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
          "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

  private static final int HASH_LENGTH = 16;
  private static final String HASH = "__mesh_hash";
  private static final String NUMBER = "__mesh_number";
  private static final String NEW_REASONS = "__mesh_reasons";
  private static final String NEW_REQUEUE = "__mesh_requeue";

  private final SparkSession spark;
  private final String path;

  QuarantinedRows(SparkSession spark, String path) {
    this.spark = spark;
    this.path = path;
  }

  SparkSession spark() {
    return spark;
  }

  /** Says whether nothing was ever set aside. */
  boolean isMissing() {
    return !DeltaTable.isDeltaTable(spark, path);
  }

  /** The columns of the table; {@code requeue_id} is null where there was no requeue yet. */
  Dataset<Row> read() {
    Dataset<Row> rows = spark.read().format("delta").load(path);
    return Arrays.asList(rows.columns()).contains(REQUEUE)
        ? rows
        : rows.withColumn(REQUEUE, lit(null).cast("string"));
  }

  /** {@link #read} and {@code mesh_id}. */
  Dataset<Row> withIds() {
    Column record = when(col("row").isNull(), col("violations").getItem(0).getField("value"));
    Column content = concat_ws("\n", col("run_id"), to_json(col("row"), JSON), record);
    Column number =
        row_number()
            .over(
                Window.partitionBy("run_id", HASH)
                    .orderBy(col(REQUEUE), to_json(col("violations"))));
    return read()
        .withColumn(HASH, substring(sha2(content, 256), 1, HASH_LENGTH))
        .withColumn(NUMBER, number)
        .withColumn(
            ID,
            when(col(NUMBER).equalTo(1), col(HASH))
                .otherwise(concat(col(HASH), lit("-"), col(NUMBER))))
        .drop(HASH, NUMBER);
  }

  /** Ids of requeues that some row waits for, or is left over from. */
  List<String> requeues() {
    return read()
        .select(REQUEUE)
        .where(col(REQUEUE).isNotNull())
        .distinct()
        .orderBy(REQUEUE)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /**
   * Notes what a requeue found: for rows that keep every rule that it is about to publish them, for
   * the others the rules they break as corrected.
   *
   * @param runIds every run that set aside one of the rows
   * @param found {@code mesh_id}, and {@code violations}, null for a row that keeps every rule
   * @throws StageFailedException with {@link ExitCode#CONFLICT} if somebody else changed the rows
   */
  void note(String requeue, Collection<String> runIds, Dataset<Row> found) {
    String partitions =
        runIds.stream().sorted().map(SqlText::text).collect(joining(", ", "run_id IN (", ")"));
    Dataset<Row> verdicts =
        found.select(
            col(ID),
            col("violations").as(NEW_REASONS),
            when(col("violations").isNull(), lit(requeue)).otherwise(lit("")).as(NEW_REQUEUE));
    Dataset<Row> rows = withIds().where(partitions).join(verdicts, new String[] {ID}, "left_outer");
    Column mark =
        when(col(NEW_REQUEUE).isNull(), col(REQUEUE))
            .when(col(NEW_REQUEUE).notEqual(""), col(NEW_REQUEUE));
    try {
      rows.select(
              col("row"),
              coalesce(col(NEW_REASONS), col("violations")).as("violations"),
              col("outcome"),
              col("quarantined_at"),
              col("run_id"),
              mark.as(REQUEUE))
          .write()
          .format("delta")
          .mode(SaveMode.Overwrite)
          .option("replaceWhere", partitions)
          .option("mergeSchema", "true")
          .save(path);
    } catch (DeltaConcurrentModificationException e) {
      throw new StageFailedException(
          ExitCode.CONFLICT,
          new Problem(
              "Somebody else changed the same rows of quarantine at the same time",
              "start it again; nothing was published"),
          e);
    }
  }

  /** Takes out the rows that a requeue has published. */
  void remove(String requeue) {
    if (Arrays.asList(spark.read().format("delta").load(path).columns()).contains(REQUEUE)) {
      delete(REQUEUE + " = " + SqlText.text(requeue));
    }
  }

  /** Takes out the rows that meet a condition on the columns of the table. */
  void delete(String condition) {
    DeltaTable.forPath(spark, path).delete(condition);
  }
}
