package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.apache.spark.sql.functions.col;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Input;
import io.meshwright.quality.SqlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds and opens the inputs that a contract declares. */
final class SourceReader {

  /**
   * An input, found and pinned, not yet read.
   *
   * @param location the path, URL or table that is read
   * @param personal columns that the contract of an input product says hold personal data, by the
   *     names they have here
   */
  record Source(Input input, String kind, String location, String version, Set<String> personal) {

    Source {
      personal = Set.copyOf(personal);
    }

    /** A source that says nothing of personal data. */
    Source(Input input, String kind, String location, String version) {
      this(input, kind, location, version, Set.of());
    }

    RunReport.InputVersion report() {
      return new RunReport.InputVersion(input.name(), kind, location, version);
    }
  }

  /** An input that can be read; {@code text} where its records may turn out unreadable. */
  record Opened(Dataset<Row> rows, Optional<TextInput> text) {}

  /**
   * A file that cannot be read, or goes while it is read, is an error, whatever the session says.
   */
  private static final Map<String, String> NOTHING_LEFT_OUT =
      Map.of("ignoreCorruptFiles", "false", "ignoreMissingFiles", "false");

  private static final Pattern PATTERN = Pattern.compile("[*?{\\[]");

  private final SparkSession spark;
  private final Environment environment;
  private final Contract contract;
  private final Storage storage;
  private final PublishedProducts products;

  SourceReader(
      SparkSession spark, Environment environment, Contract contract, PublishedProducts products) {
    this.spark = spark;
    this.environment = environment;
    this.contract = contract;
    this.storage = new Storage(spark);
    this.products = products;
  }

  /**
   * Finds every input and what version it has now; reads no data.
   *
   * @throws StageFailedException that names every input that is not there, or may not be read
   */
  List<Source> find(LocalDate logicalDate) {
    List<Source> sources = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    ExitCode exitCode = ExitCode.INVALID;
    for (Input input : contract.production().inputs()) {
      try {
        sources.add(find(input, logicalDate));
      } catch (StageFailedException e) {
        problems.addAll(e.problems());
        exitCode = e.exitCode();
      }
    }
    if (!problems.isEmpty()) {
      throw new StageFailedException(exitCode, problems);
    }

    return sources;
  }

  /** Opens an input under the names the contract gives its columns; lazily. */
  Opened open(Source source) {
    Input input = source.input();
    if (input.source() instanceof Input.Files files && files.format().isText()) {
      TextInput text = new TextInput(input.name(), text(input, files, source.location()));
      return new Opened(rename(input, text.readable()), Optional.of(text));
    }

    Dataset<Row> rows = typed(source);
    requireDeclared(input, rows.schema());
    return new Opened(rename(input, rows), Optional.empty());
  }

  /**
   * Finds a file of Avro, ORC or Parquet that cannot be read to its end, for failures that do not
   * name it. Reads the inputs again, until it is found.
   */
  Optional<String> findUnreadable(List<Source> sources) {
    for (Source source : sources) {
      if (source.input().source() instanceof Input.Files files
          && files.format() != Input.FileFormat.DELTA
          && !files.format().isText()) {
        List<String> paths = dataFiles(source.location());
        if (!isReadable(files, paths)) {
          return Optional.of(narrow(files, paths));
        }
      }
    }
    return Optional.empty();
  }

  private String narrow(Input.Files files, List<String> paths) {
    List<String> suspects = paths;
    while (suspects.size() > 1) {
      List<String> half = suspects.subList(0, suspects.size() / 2);
      suspects = isReadable(files, half) ? suspects.subList(half.size(), suspects.size()) : half;
    }
    return suspects.get(0);
  }

  private boolean isReadable(Input.Files files, List<String> paths) {
    try {
      spark
          .read()
          .format(files.format().toString())
          .options(files.options())
          .options(NOTHING_LEFT_OUT)
          .load(paths.toArray(String[]::new))
          .write()
          .format("noop")
          .mode("overwrite")
          .save();
      return true;
    } catch (Exception e) { // SparkException is checked, and Scala does not declare it.
      return false;
    }
  }

  private List<String> dataFiles(String location) {
    return expand(location).stream()
        .flatMap(path -> storage.files(path).stream())
        .map(FileStatus::getPath)
        .filter(path -> !path.getName().startsWith("_") && !path.getName().startsWith("."))
        .map(Path::toString)
        .toList();
  }

  private Source find(Input input, LocalDate logicalDate) {
    if (input.source() instanceof Input.Files files) {
      String path = environment.resolve(files.path());
      List<String> found = expand(path);
      requireThere(input, files, path, found);
      String version =
          files.format() == Input.FileFormat.DELTA ? deltaVersion(path) : fingerprint(found);
      return new Source(input, files.format().toString(), path, version);
    }
    if (input.source() instanceof Input.Jdbc jdbc) {
      // A database has no version to ask for: the day stands in, and --attempt reads it again.
      return new Source(input, "jdbc", jdbc.table(), logicalDate.toString());
    }
    Input.Product product = (Input.Product) input.source();
    PublishedProducts.Found found = products.require(product.reference(), contract);
    return new Source(
        input,
        "product",
        found.path(),
        found.version() + "@" + deltaVersion(found.path()),
        found.personal().stream()
            .map(name -> names(input).getOrDefault(name, name))
            .collect(toSet()));
  }

  /** The paths that a pattern such as {@code orders/*.csv} stands for now. */
  private List<String> expand(String path) {
    if (!PATTERN.matcher(path).find()) {
      return List.of(path);
    }
    try {
      Path pattern = new Path(path);
      FileStatus[] found =
          pattern.getFileSystem(spark.sessionState().newHadoopConf()).globStatus(pattern);
      return found == null
          ? List.of()
          : Arrays.stream(found).map(status -> status.getPath().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for " + path, e);
    }
  }

  private String fingerprint(List<String> paths) {
    List<String> fingerprints = paths.stream().map(storage::fingerprint).toList();
    return fingerprints.size() == 1
        ? fingerprints.get(0)
        : Storage.sha256(String.join(" ", fingerprints)).substring(0, 16);
  }

  private void requireThere(Input input, Input.Files files, String path, List<String> found) {
    boolean there =
        files.format() == Input.FileFormat.DELTA
            ? DeltaTable.isDeltaTable(spark, path)
            : found.stream().anyMatch(storage::exists);
    if (!there) {
      throw new StageFailedException(
          ExitCode.INVALID,
          List.of(
              new Problem(
                  "Cannot read input '%s': there is no %s at '%s'"
                      .formatted(
                          input.name(),
                          files.format() == Input.FileFormat.DELTA ? "Delta table" : "file",
                          path),
                  "check that the source has arrived, the path '%s' in the contract, and"
                          .formatted(files.path())
                      + " mesh.storage, which maps it")));
    }
  }

  private Dataset<Row> typed(Source source) {
    Input input = source.input();
    try {
      if (input.source() instanceof Input.Jdbc jdbc) {
        return jdbc(jdbc);
      }
      if (input.source() instanceof Input.Files files && files.format() != Input.FileFormat.DELTA) {
        return spark
            .read()
            .format(files.format().toString())
            .options(files.options())
            .options(NOTHING_LEFT_OUT)
            .load(source.location());
      }

      // Pinned, so that every read of this run sees the same rows.
      String version = source.version().substring(source.version().indexOf('@') + 1);
      return spark.read().format("delta").option("versionAsOf", version).load(source.location());
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      throw unreadable(input, e);
    }
  }

  private Dataset<Row> jdbc(Input.Jdbc jdbc) {
    Map<String, String> options = new LinkedHashMap<>(jdbc.options());
    options.put("url", jdbc.url());
    options.put("dbtable", jdbc.table());
    jdbc.user().ifPresent(user -> options.put("user", user));
    jdbc.password().ifPresent(reference -> options.put("password", Environment.read(reference)));
    return spark.read().format("jdbc").options(options).load();
  }

  private Dataset<Row> text(Input input, Input.Files files, String path) {
    StructType schema =
        SparkTypes.of(input.schema()).add(TextInput.CORRUPT, DataTypes.StringType, true);
    return spark
        .read()
        .format(files.format().toString())
        .schema(schema)
        .options(files.options())
        .options(NOTHING_LEFT_OUT)
        .option("mode", "PERMISSIVE")
        .option("columnNameOfCorruptRecord", TextInput.CORRUPT)
        // A renamed or moved column must not be read under another's name.
        .option("enforceSchema", false)
        .load(path);
  }

  /** Files that carry a schema must have the columns the contract says, where it says any. */
  private static void requireDeclared(Input input, StructType schema) {
    List<Problem> problems = new ArrayList<>();
    for (StructField declared : SparkTypes.of(input.schema()).fields()) {
      Optional<StructField> column =
          Arrays.stream(schema.fields())
              .filter(field -> field.name().equals(declared.name()))
              .findFirst();
      if (column.isEmpty()) {
        problems.add(
            new Problem(
                "input '%s' has no column '%s'".formatted(input.name(), declared.name()),
                "it has %s".formatted(String.join(", ", schema.fieldNames()))));
      } else if (!column
          .get()
          .dataType()
          .catalogString()
          .equals(declared.dataType().catalogString())) {
        problems.add(
            new Problem(
                "input '%s' has '%s' as %s, the contract says %s"
                    .formatted(
                        input.name(),
                        declared.name(),
                        column.get().dataType().catalogString(),
                        declared.dataType().catalogString()),
                "correct the schema of the input, and the transform if it relies on the type"));
      }
    }
    input
        .columns()
        .values()
        .forEach(
            name -> {
              if (Arrays.stream(schema.fieldNames()).noneMatch(name::equals)) {
                problems.add(
                    new Problem(
                        "input '%s' has no column '%s' to rename".formatted(input.name(), name),
                        "it has %s"
                            .formatted(Arrays.stream(schema.fieldNames()).collect(joining(", ")))));
              }
            });
    if (!problems.isEmpty()) {
      throw new StageFailedException(ExitCode.REJECTED, problems);
    }
  }

  private static Dataset<Row> rename(Input input, Dataset<Row> rows) {
    Map<String, String> names = names(input);
    Column[] columns =
        Arrays.stream(rows.columns())
            .map(name -> col(SqlText.name(name)).as(names.getOrDefault(name, name)))
            .toArray(Column[]::new);
    return names.isEmpty() ? rows : rows.select(columns);
  }

  /** Our names for columns of the source, where they differ. */
  private static Map<String, String> names(Input input) {
    Map<String, String> names = new LinkedHashMap<>();
    input.columns().forEach((ours, theirs) -> names.put(theirs, ours));
    return names;
  }

  private String deltaVersion(String path) {
    return String.valueOf(
        DeltaTable.forPath(spark, path).history(1).select("version").head().getLong(0));
  }

  private static StageFailedException unreadable(Input input, Exception e) {
    if (e instanceof InvalidConfigurationException configuration) {
      throw configuration;
    }

    ExitCode exitCode = SparkFailures.exitCode(e);
    return new StageFailedException(
        exitCode == ExitCode.UNEXPECTED ? ExitCode.INVALID : exitCode,
        new Problem(
            "Cannot read input '%s': %s"
                .formatted(
                    input.name(),
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString())),
            "check the source, and format, path and options of the input in the contract"),
        e);
  }
}
