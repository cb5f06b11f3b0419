package io.meshwright.pipeline;

import io.meshwright.contract.ProductName;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rows that are about to be written: protected ones in files, which were searched for plain values,
 * and are deleted in the end; others as they are.
 */
final class StagedRows implements AutoCloseable {

  private final Storage storage;
  private final Dataset<Row> rows;
  private final List<String> folders;

  private StagedRows(Storage storage, Dataset<Row> rows, List<String> folders) {
    this.storage = storage;
    this.rows = rows;
    this.folders = List.copyOf(folders);
  }

  /** Where rows of a product are staged; what killed runs left there, {@code mesh clean} finds. */
  static String pathOf(Environment environment, ProductName product) {
    return environment.root() + "/_mesh/staging/" + product;
  }

  /**
   * Stages rows: one job where they are protected, none otherwise.
   *
   * @param plain checkpointed
   * @throws StageFailedException if a plain value was found in the files
   */
  static StagedRows of(Publication publication, Dataset<Row> plain) {
    SparkSession spark = publication.context().spark();
    Storage storage = new Storage(spark);
    RowProtection protection = publication.protection();
    if (protection.isEmpty()) {
      return new StagedRows(storage, plain, List.of());
    }

    String folder =
        "%s/%s-%s"
            .formatted(
                pathOf(publication.context().environment(), publication.writer().product()),
                publication.context().runId(),
                UUID.randomUUID());
    try {
      protection.protect(plain).write().parquet(folder);
      protection.prove(
          plain,
          storage,
          storage.files(folder).stream()
              .map(file -> file.getPath().toString())
              .filter(path -> path.endsWith(".parquet"))
              .map(path -> new PlaintextProof.WrittenFile(path, Optional.empty()))
              .toList());
    } catch (RuntimeException e) {
      storage.delete(folder);
      throw e;
    }
    return new StagedRows(
        storage,
        spark.read().schema(protection.written(plain.schema())).parquet(folder),
        List.of(folder));
  }

  Dataset<Row> rows() {
    return rows;
  }

  @Override
  public void close() {
    folders.forEach(storage::delete);
  }
}
