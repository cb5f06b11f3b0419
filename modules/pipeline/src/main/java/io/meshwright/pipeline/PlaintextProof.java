package io.meshwright.pipeline;

import io.meshwright.contract.ExitCode;
import io.meshwright.contract.ProductName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.DictionaryPageReadStore;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.spark.sql.Row;

/**
 * Looks for a sample of plain values in files that are about to be published: in the statistics of
 * footers and of the commit, in dictionaries, and in decoded values of text and binary columns.
 *
 * <p>Bounded: statistics of every file are read, dictionaries and values of the first row group of
 * at most {@value #FILES_READ} files, and {@value #VALUES_READ} values of a column. What is shorter
 * than {@value #SHORTEST} characters is not looked for, since it could be anything.
 */
final class PlaintextProof {

  static final int SAMPLED_ROWS = 200;
  private static final int SHORTEST = 6;
  private static final int FILES_READ = 8;
  private static final int VALUES_READ = 5_000;

  /** A file, and what the commit says of it. */
  record WrittenFile(String path, Optional<String> statistics) {}

  private final Set<String> texts;
  private final Set<Binary> values;

  private PlaintextProof(Set<String> texts) {
    this.texts = texts;
    this.values = new HashSet<>();
    texts.forEach(text -> values.add(Binary.fromString(text)));
  }

  /** Looks for the texts of these rows. */
  static PlaintextProof of(List<Row> sample) {
    Set<String> texts = new HashSet<>();
    for (Row row : sample) {
      for (int i = 0; i < row.size(); i++) {
        if (!row.isNullAt(i) && row.getString(i).length() >= SHORTEST) {
          texts.add(row.getString(i));
        }
      }
    }
    return new PlaintextProof(texts);
  }

  /**
   * @throws StageFailedException with {@link ExitCode#REJECTED} that names the columns in which a
   *     plain value was found, and no value
   */
  void require(ProductName product, Storage storage, List<WrittenFile> files) {
    Set<String> found = new TreeSet<>();
    int read = 0;
    for (WrittenFile file : files) {
      file.statistics()
          .filter(this::isInText)
          .ifPresent(statistics -> found.add("statistics of the commit"));
      find(file.path(), storage, read++ < FILES_READ, found);
    }
    if (!found.isEmpty()) {
      throw new StageFailedException(
          ExitCode.REJECTED,
          found.stream()
              .map(
                  place ->
                      new Problem(
                          "%s: a protected value was about to be published in clear, in %s"
                              .formatted(product, place),
                          "nothing was published; see whether the transform copies the value into"
                              + " another column, and protect that one too"))
              .toList());
    }
  }

  private void find(String path, Storage storage, boolean isRead, Set<String> found) {
    try (ParquetFileReader reader = storage.openParquet(path)) {
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        for (ColumnChunkMetaData chunk : block.getColumns()) {
          Statistics<?> statistics = chunk.getStatistics();
          if (statistics != null
              && statistics.hasNonNullValue()
              && isBinary(chunk.getPrimitiveType().getPrimitiveTypeName())
              && (isValue(statistics.getMinBytes()) || isValue(statistics.getMaxBytes()))) {
            found.add("column '%s' (footer statistics)".formatted(chunk.getPath().toDotString()));
          }
        }
      }
      if (isRead && !values.isEmpty()) {
        findInValues(reader, found);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path + ", which was just written", e);
    }
  }

  private void findInValues(ParquetFileReader reader, Set<String> found) throws IOException {
    PageReadStore pages = reader.readNextRowGroup();
    if (pages == null) {
      return;
    }
    var schema = reader.getFooter().getFileMetaData().getSchema();
    var columns =
        new ColumnReadStoreImpl(
            pages,
            new DummyRecordConverter(schema).getRootConverter(),
            schema,
            reader.getFooter().getFileMetaData().getCreatedBy());
    DictionaryPageReadStore dictionaries = reader.getDictionaryReader(0);
    for (ColumnChunkMetaData chunk : reader.getFooter().getBlocks().get(0).getColumns()) {
      if (isBinary(chunk.getPrimitiveType().getPrimitiveTypeName())) {
        ColumnDescriptor column = schema.getColumnDescription(chunk.getPath().toArray());
        if (isIn(columns.getColumnReader(column), chunk.getValueCount())) {
          found.add("column '%s'".formatted(chunk.getPath().toDotString()));
        }
        if (isIn(dictionaries.readDictionaryPage(column), column)) {
          found.add("column '%s' (dictionary)".formatted(chunk.getPath().toDotString()));
        }
      }
    }
  }

  private boolean isIn(ColumnReader column, long all) {
    for (long i = 0; i < Math.min(all, VALUES_READ); i++) {
      if (column.getCurrentDefinitionLevel() == column.getDescriptor().getMaxDefinitionLevel()
          && values.contains(column.getBinary())) {
        return true;
      }
      column.consume();
    }
    return false;
  }

  private boolean isIn(DictionaryPage page, ColumnDescriptor column) throws IOException {
    if (page == null) {
      return false;
    }
    Dictionary dictionary = page.getEncoding().initDictionary(column, page);
    for (int i = 0; i <= dictionary.getMaxId(); i++) {
      if (values.contains(dictionary.decodeToBinary(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean isValue(byte[] bytes) {
    return bytes != null && values.contains(Binary.fromConstantByteArray(bytes));
  }

  private boolean isInText(String statistics) {
    return texts.stream().anyMatch(statistics::contains);
  }

  private static boolean isBinary(PrimitiveTypeName type) {
    return type == PrimitiveTypeName.BINARY;
  }
}
