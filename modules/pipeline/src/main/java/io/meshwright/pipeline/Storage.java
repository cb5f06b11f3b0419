package io.meshwright.pipeline;

import io.meshwright.contract.ExitCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.SparkSession;

/** Files wherever Spark can reach them, through Hadoop's public file system interface. */
final class Storage {

  private final SparkSession spark;

  Storage(SparkSession spark) {
    this.spark = spark;
  }

  boolean exists(String path) {
    return ask(path, (fileSystem, file) -> fileSystem.exists(file));
  }

  /** Says whether there is something at {@code path} that is not an empty folder. */
  boolean hasContent(String path) {
    return ask(
        path,
        (fileSystem, file) -> {
          try {
            return fileSystem.listStatusIterator(file).hasNext();
          } catch (FileNotFoundException e) {
            return false;
          }
        });
  }

  /** The names of the folders directly below {@code path}; empty if there is none. */
  List<String> folders(String path) {
    return ask(
        path,
        (fileSystem, file) -> {
          if (!fileSystem.exists(file)) {
            return List.of();
          }

          return Arrays.stream(fileSystem.listStatus(file))
              .filter(FileStatus::isDirectory)
              .map(status -> status.getPath().getName())
              .sorted()
              .toList();
        });
  }

  /** Every file below {@code path}, in order of their paths. */
  List<FileStatus> files(String path) {
    return ask(
        path,
        (fileSystem, file) -> {
          List<FileStatus> files = new ArrayList<>();
          RemoteIterator<LocatedFileStatus> found = fileSystem.listFiles(file, true);
          while (found.hasNext()) {
            files.add(found.next());
          }
          files.sort(Comparator.comparing(status -> status.getPath().toString()));
          return files;
        });
  }

  /** A hash of the names, sizes and times of the data files below {@code path}. */
  String fingerprint(String path) {
    StringBuilder text = new StringBuilder();
    for (FileStatus file : files(path)) {
      char first = file.getPath().getName().charAt(0);
      if (first != '_' && first != '.') {
        text.append(file.getPath().toUri().getPath())
            .append(' ')
            .append(file.getLen())
            .append(' ')
            .append(file.getModificationTime())
            .append('\n');
      }
    }
    return sha256(text.toString()).substring(0, 16);
  }

  /** Reads a whole small file; empty if there is none. */
  Optional<String> findText(String path) {
    return ask(
        path,
        (fileSystem, file) -> {
          try (InputStream stream = fileSystem.open(file)) {
            return Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
          } catch (FileNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  /** Writes a whole small file, replacing the one that is there. */
  void write(String path, String text) {
    ask(
        path,
        (fileSystem, file) -> {
          try (OutputStream stream = fileSystem.create(file, true)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
          }
          return true;
        });
  }

  /** Writes a whole small file so that, whatever happens, there is the old one or the new one. */
  void replace(String path, String text) {
    ask(
        path,
        (fileSystem, file) -> {
          try {
            FileContext context =
                FileContext.getFileContext(
                    fileSystem.makeQualified(file).toUri(), fileSystem.getConf());
            Path written = file.suffix(".new");
            write(written.toString(), text);
            context.rename(
                fileSystem.makeQualified(written),
                fileSystem.makeQualified(file),
                Options.Rename.OVERWRITE);
          } catch (UnsupportedFileSystemException e) {
            write(path, text); // An object store, where a file is there once it is whole.
          }
          return true;
        });
  }

  boolean delete(String path) {
    return ask(path, (fileSystem, file) -> fileSystem.delete(file, true));
  }

  /** Opens a Parquet file that is there. */
  ParquetFileReader openParquet(String path) {
    return ask(
        path, (fs, file) -> ParquetFileReader.open(HadoopInputFile.fromPath(file, fs.getConf())));
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot hash: this Java has no SHA-256", e);
    }
  }

  private interface Question<T> {
    T ask(FileSystem fileSystem, Path file) throws IOException;
  }

  private <T> T ask(String path, Question<T> question) {
    try {
      Path file = new Path(path);
      return question.ask(file.getFileSystem(spark.sessionState().newHadoopConf()), file);
    } catch (IOException e) {
      throw new StageFailedException(
          ExitCode.INVALID,
          new Problem(
              "Cannot reach '%s': %s".formatted(path, e.getMessage()),
              "check that the path exists, that the run may use it, and mesh.storage, which maps"
                  + " the contract's locations"),
          e);
    }
  }
}
