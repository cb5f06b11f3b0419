package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;

import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Input;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Finds out how files are to be read, from what they are called. */
final class SourceFormat {

  private static final Map<String, Input.FileFormat> BY_EXTENSION =
      Map.of(
          "csv", Input.FileFormat.CSV,
          "tsv", Input.FileFormat.CSV,
          "json", Input.FileFormat.JSON,
          "jsonl", Input.FileFormat.JSON,
          "ndjson", Input.FileFormat.JSON,
          "parquet", Input.FileFormat.PARQUET,
          "avro", Input.FileFormat.AVRO,
          "orc", Input.FileFormat.ORC);

  private static final Set<String> COMPRESSIONS =
      Set.of("gz", "gzip", "bz2", "zst", "lz4", "snappy", "deflate", "xz");

  private SourceFormat() {}

  /**
   * How to read {@code files}, which are at {@code path} here.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} if nothing is there, or with {@link
   *     ExitCode#USAGE} if nothing tells the format
   */
  static Input.Files find(Storage storage, ProfileRequest.Files files, String path) {
    if (!storage.exists(path)) {
      throw problem(
          ExitCode.INVALID,
          "Cannot profile '%s': there is no file at '%s'".formatted(files.path(), path),
          "check the path and mesh.storage, which maps it; or name a product, by domain.product");
    }
    boolean isDelta = storage.exists(path.replaceFirst("/+$", "") + "/_delta_log");
    List<String> names =
        isDelta
            ? List.of()
            : storage.files(path).stream()
                .map(FileStatus::getPath)
                .map(Path::getName)
                .filter(name -> !name.startsWith("_") && !name.startsWith("."))
                .toList();
    if (!isDelta && names.isEmpty()) {
      throw problem(
          ExitCode.INVALID,
          "Cannot profile '%s': there is no data file in the folder '%s'"
              .formatted(files.path(), path),
          "check that the source has arrived");
    }

    Input.FileFormat format =
        files
            .format()
            .or(() -> isDelta ? Optional.of(Input.FileFormat.DELTA) : byName(names))
            .orElseThrow(
                () ->
                    problem(
                        ExitCode.USAGE,
                        "Cannot profile '%s': its name does not tell its format"
                            .formatted(files.path()),
                        "add --format with one of "
                            + Arrays.stream(Input.FileFormat.values())
                                .map(Input.FileFormat::toString)
                                .collect(joining(", "))));
    if (format == Input.FileFormat.DELTA && !isDelta) {
      throw problem(
          ExitCode.INVALID,
          "Cannot profile '%s': there is no Delta table at '%s'".formatted(files.path(), path),
          "name the folder that holds _delta_log, or another format with --format");
    }
    return new Input.Files(format, files.path(), options(files, format, names));
  }

  /** A text without a header is the exception, and says so. */
  private static Map<String, String> options(
      ProfileRequest.Files files, Input.FileFormat format, List<String> names) {
    Map<String, String> options = new LinkedHashMap<>();
    if (format == Input.FileFormat.CSV) {
      options.put("header", "true");
      if (!names.isEmpty() && names.stream().allMatch(name -> extension(name).equals("tsv"))) {
        options.put("sep", "\t");
      }
    }
    files
        .options()
        .forEach(
            (key, value) -> {
              options.keySet().removeIf(key::equalsIgnoreCase);
              options.put(key, value);
            });
    return options;
  }

  private static Optional<Input.FileFormat> byName(List<String> names) {
    List<Input.FileFormat> formats =
        names.stream()
            .flatMap(name -> Optional.ofNullable(BY_EXTENSION.get(extension(name))).stream())
            .distinct()
            .toList();
    return formats.size() == 1 ? Optional.of(formats.get(0)) : Optional.empty();
  }

  private static String extension(String name) {
    String[] parts = name.toLowerCase(Locale.ROOT).split("\\.");
    int last = parts.length - 1;
    return parts[last > 0 && COMPRESSIONS.contains(parts[last]) ? last - 1 : last];
  }

  static StageFailedException problem(ExitCode exitCode, String problem, String fix) {
    return new StageFailedException(exitCode, List.of(new Problem(problem, fix)));
  }
}
