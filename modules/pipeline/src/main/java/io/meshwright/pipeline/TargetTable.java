package io.meshwright.pipeline;

import static io.meshwright.contract.ColumnProtection.ENCRYPT;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.tables.DeltaColumnBuilder;
import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import io.meshwright.contract.Access;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Deprecation;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Field;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Production;
import io.meshwright.quality.SqlText;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Delta table that one major version of a product is published as. */
final class TargetTable {

  private static final Logger LOG = LoggerFactory.getLogger(TargetTable.class);

  static final String NAME = "mesh.contract.name";
  static final String VERSION = "mesh.contract.version";
  static final String HASH = "mesh.contract.hash";
  static final String READERS = "mesh.contract.read";
  static final String DEPRECATION = "mesh.contract.deprecation";
  private static final Pattern UNFIT_FOR_FILES = Pattern.compile("[ ,;{}()\\n\\t=]");

  /** Operations after which a table has the rows it had before. */
  private static final Set<String> KEEPING_ROWS =
      Set.of(
          "CREATE TABLE",
          "SET TBLPROPERTIES",
          "UNSET TBLPROPERTIES",
          "ADD CONSTRAINT",
          "DROP CONSTRAINT",
          "ADD COLUMNS",
          "CHANGE COLUMN",
          "OPTIMIZE",
          "VACUUM START",
          "VACUUM END");

  private static final int CREATE_ATTEMPTS = 5;

  /** How far back a run is looked for before it is done again. */
  private static final int COMMITS_SEARCHED = 200;

  /**
   * A version of the table, what it says of the run that made it, and what Delta counted.
   *
   * @param counted Delta's operation metrics, such as {@code numOutputRows}
   * @param operation what Delta calls it, such as {@code WRITE}
   */
  record Commit(
      long version,
      JsonNode metadata,
      Map<String, String> counted,
      Instant committedAt,
      String operation) {

    /** Says whether readers may see other rows than before. */
    boolean changesRows() {
      return !KEEPING_ROWS.contains(operation) && !isRekey();
    }

    /** Says whether it only took values to other keys. */
    boolean isRekey() {
      return metadata.has(Rekey.METADATA);
    }

    /** The run that made it; empty if none of ours did. */
    Optional<String> runId() {
      return text(RunMetadata.RUN_ID);
    }

    /** What the run that made it says under a key of {@link RunMetadata}. */
    Optional<String> text(String key) {
      return Optional.ofNullable(metadata.path(key).textValue());
    }

    /**
     * When the run that made it began, so that its rows are no newer; where it does not say, when
     * it was committed.
     */
    Instant asOf() {
      return text(RunMetadata.STARTED_AT).map(Instant::parse).orElse(committedAt);
    }

    /** Data files the commit added. */
    long files() {
      return count("numTargetFilesAdded", "numFiles");
    }

    /** Size of those files. */
    long bytes() {
      return count("numTargetBytesAdded", "numOutputBytes");
    }

    private long count(String merge, String write) {
      return Long.parseLong(counted.getOrDefault(merge, counted.getOrDefault(write, "0")));
    }
  }

  /** The latest commits of a table, newest first. */
  record History(List<Commit> commits) {

    Optional<Long> latest() {
      return commits.stream().map(Commit::version).findFirst();
    }

    /** The latest commit of a run, which is how fresh the rows are. */
    Optional<Commit> latestRun() {
      return commits.stream().filter(commit -> commit.runId().isPresent()).findFirst();
    }

    /** The runs that made these commits, the latest first. */
    List<String> runIds() {
      return commits.stream().flatMap(commit -> commit.runId().stream()).distinct().toList();
    }

    /** Says whether no commit between two versions changed rows, as far as this goes back. */
    boolean knowsRowsBetween(long known, long version) {
      long oldest = commits.isEmpty() ? 0 : commits.get(commits.size() - 1).version();
      return oldest <= known + 1
          && commits.stream()
              .filter(commit -> commit.version() > known && commit.version() < version)
              .noneMatch(Commit::changesRows);
    }

    /** The commit that published the run, if one of the latest did. */
    Optional<Commit> findRun(String runId) {
      return commits.stream()
          .filter(commit -> commit.runId().equals(Optional.of(runId)))
          .findFirst();
    }
  }

  private final SparkSession spark;
  private final Contract contract;
  private final Contract shape;
  private final String path;
  private final Map<String, String> constraints;

  TargetTable(SparkSession spark, Contract contract, String path, Map<String, String> constraints) {
    this.spark = spark;
    this.contract = contract;
    this.shape = PublishedShape.of(contract);
    this.path = path;
    this.constraints = PublishedShape.constraints(contract, constraints);
  }

  /** The folder of a product's major version. */
  static String pathOf(Environment environment, Contract contract) {
    String location = environment.resolve(contract.schema().location());
    return location.replaceFirst("/+$", "") + "/v" + contract.version().major();
  }

  String path() {
    return path;
  }

  boolean exists() {
    return DeltaTable.isDeltaTable(spark, path);
  }

  Dataset<Row> read() {
    return spark.read().format("delta").load(path);
  }

  /** The rows of one version, whatever is committed meanwhile. */
  Dataset<Row> readVersion(long version) {
    return spark.read().format("delta").option("versionAsOf", version).load(path);
  }

  DeltaTable table() {
    return DeltaTable.forPath(spark, path);
  }

  /**
   * The latest commits, newest first; none where there is no table. One small job, and more where
   * there were so many rekeys that runs would be out of sight.
   */
  History history() {
    if (!exists()) {
      return new History(List.of());
    }

    List<Commit> commits = List.of();
    int searched = 0;
    for (int wanted = COMMITS_SEARCHED;
        searched < wanted && commits.size() == searched;
        wanted = COMMITS_SEARCHED + (int) commits.stream().filter(Commit::isRekey).count()) {
      commits = commits(wanted);
      searched = wanted;
    }
    return new History(commits);
  }

  private List<Commit> commits(int most) {
    return table()
        .history(most)
        .select("version", "userMetadata", "operationMetrics", "timestamp", "operation")
        .collectAsList()
        .stream()
        .map(TargetTable::commit)
        .toList();
  }

  private static Commit commit(Row row) {
    return new Commit(
        row.getLong(0),
        RunMetadata.read(row.isNullAt(1) ? "" : row.getString(1)),
        row.isNullAt(2) ? Map.of() : row.<String, String>getJavaMap(2),
        row.getTimestamp(3).toInstant(),
        row.getString(4));
  }

  /**
   * Creates the table from the contract if there is none.
   *
   * @return whether it was created
   * @throws StageFailedException with {@link ExitCode#INVALID} if something else is there, or the
   *     place cannot be written
   */
  boolean createIfMissing() {
    if (exists()) {
      return false;
    }

    Storage storage = new Storage(spark);
    String log = path + "/_delta_log";
    if (storage.hasContent(path) && !storage.exists(log)) {
      throw new StageFailedException(
          ExitCode.INVALID,
          List.of(
              new Problem(
                  "Cannot publish to '%s': there are files, but no Delta table".formatted(path),
                  "move the files away, or give the contract another location")));
    }
    for (int attempt = 1; ; attempt++) {
      try {
        create();
        return true;
      } catch (Exception e) { // Spark's analysis errors are checked; Scala does not declare them.
        if (exists()) {
          return false; // Another run of the product created it at the same time.
        }
        if (attempt == CREATE_ATTEMPTS || !storage.exists(log)) {
          throw new StageFailedException(
              ExitCode.INVALID,
              new Problem(
                  "Cannot create the table at '%s': %s".formatted(path, firstLine(e)),
                  "check that the run may write there, and mesh.storage, which maps the contract's"
                      + " location"),
              e);
        }
        PublishAttempts.pause(attempt); // Another run has made the folder, and commits soon.
      }
    }
  }

  /**
   * Takes back a table that {@link #createIfMissing} made and nobody has written to since. A data
   * file may belong to another run that has not committed yet, and then the table stays.
   */
  void removeIfEmpty() {
    Storage storage = new Storage(spark);
    if (history().latest().equals(Optional.of(0L))
        && storage.files(path).stream()
            .allMatch(file -> file.getPath().getParent().getName().equals("_delta_log"))) {
      storage.delete(path);
    }
  }

  /**
   * Compares the table with the contract.
   *
   * @return whether the table's properties name this very contract; if not, {@link #tryToStamp}
   * @throws StageFailedException with {@link ExitCode#REJECTED} that names every difference between
   *     the table and the contract that keeps rows out
   */
  boolean requireMatchesContract() {
    List<TableDifference> differences = differences(TableState.of(table()));
    List<Problem> problems =
        differences.stream().filter(TableDifference::stopsRuns).map(this::problem).toList();
    if (!problems.isEmpty()) {
      throw new StageFailedException(ExitCode.REJECTED, problems);
    }

    return differences.stream()
        .flatMap(difference -> difference.steps().stream())
        .noneMatch(step -> step.kind() == MigrationStep.Kind.STAMP);
  }

  /** Everything in which a table in this place is not as the contract says. */
  List<TableDifference> differences(TableState state) {
    return TableComparison.between(shape, state, path, constraints, stamp(), settings());
  }

  /** A difference as whoever wants to publish is told of it. */
  Problem problem(TableDifference difference) {
    return new Problem(
        "the published table of %s %s".formatted(contract.name(), difference.difference()),
        difference
            .wayOut()
            .orElse(
                "mesh migrate %s --apply; without --apply it shows what it would do"
                    .formatted(contract.name())));
  }

  /** Says whether the table's properties name this very contract. */
  boolean isStamped() {
    Row detail = table().detail().select("properties").head();
    return detail.<String, String>getJavaMap(0).entrySet().containsAll(stamp().entrySet());
  }

  /** Says in the table's properties which contract it now holds: a commit of its own. */
  private void stampContract() {
    spark.sql(
        "ALTER TABLE delta.%s SET TBLPROPERTIES (%s)"
            .formatted(SqlText.name(path), AlterTable.properties(stamp())));
  }

  /** For rows that are published by now, so that what goes wrong here is no failure of the run. */
  void tryToStamp() {
    try {
      stampContract();
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      LOG.warn("Table {} does not say yet which contract it holds", path, e);
    }
  }

  /** As {@link #ddl} says; SQL itself refuses generated columns in a table without a catalog. */
  private void create() {
    DeltaTableBuilder builder = DeltaTable.createIfNotExists(spark).location(path);
    contract.description().ifPresent(text -> builder.comment(text.strip()));
    for (Field field : shape.schema().fields()) {
      DeltaColumnBuilder column =
          DeltaTable.columnBuilder(spark, field.name())
              .dataType(SparkTypes.of(field.type()))
              .nullable(field.isNullable());
      field.description().ifPresent(text -> column.comment(text.strip()));
      generated(field).ifPresent(column::generatedAlwaysAs);
      builder.addColumn(column.build());
    }
    builder.partitionedBy(contract.schema().partitionedBy().toArray(String[]::new));
    allProperties().forEach(builder::property);
    builder.execute();
  }

  /** The statement that creates the table. */
  String ddl() {
    String columns =
        shape.schema().fields().stream().map(this::column).collect(joining(",\n  ", "  ", ""));
    String partitions =
        contract.schema().partitionedBy().isEmpty()
            ? ""
            : contract.schema().partitionedBy().stream()
                .map(SqlText::name)
                .collect(joining(", ", "\nPARTITIONED BY (", ")"));
    String comment =
        contract.description().map(text -> "\nCOMMENT " + SqlText.text(text.strip())).orElse("");
    return "CREATE TABLE IF NOT EXISTS delta.%s (\n%s\n) USING delta%s%s\nTBLPROPERTIES (%s)"
        .formatted(
            SqlText.name(path),
            columns,
            partitions,
            comment,
            AlterTable.properties(allProperties()));
  }

  private Map<String, String> allProperties() {
    Map<String, String> properties = stamp();
    constraints.forEach(
        (name, sql) ->
            properties.put(TableState.constraintProperty(name.toLowerCase(Locale.ROOT)), sql));
    properties.putAll(settings());
    return properties;
  }

  /** What Delta is told beside the constraints. */
  private Map<String, String> settings() {
    Map<String, String> properties = new LinkedHashMap<>();
    if (mapsColumns()) {
      properties.put("delta.columnMapping.mode", "name");
    }
    List<Field> fields = shape.schema().fields();
    if (fields.stream().anyMatch(field -> field.traits().pii())) {
      // Statistics put the smallest and largest values into the log, where no one would erase them.
      String others =
          fields.stream()
              .filter(field -> !field.traits().pii())
              .filter(field -> !contract.schema().partitionedBy().contains(field.name()))
              .filter(field -> hasBounds(SparkTypes.of(field.type())))
              .map(field -> SqlText.name(field.name()))
              .collect(joining(","));
      if (others.isEmpty()) {
        properties.put("delta.dataSkippingNumIndexedCols", "0");
      } else {
        properties.put("delta.dataSkippingStatsColumns", others);
      }
    }
    // No two encrypted values are equal, so that a dictionary of them costs time and saves nothing.
    contract.schema().fields().stream()
        .filter(field -> field.traits().protection().equals(Optional.of(ENCRYPT)))
        .forEach(field -> properties.put("parquet.enable.dictionary#" + field.name(), "false"));
    return properties;
  }

  /**
   * Says whether the data files call the columns something else: Delta takes names with blanks and
   * the like only then.
   */
  boolean mapsColumns() {
    return contract.schema().fields().stream().anyMatch(field -> isUnfitForFiles(field.name()));
  }

  static boolean isUnfitForFiles(String name) {
    return UNFIT_FOR_FILES.matcher(name).find();
  }

  /** Says whether Delta keeps the smallest and largest value of a type; others it refuses. */
  private static boolean hasBounds(DataType type) {
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).allMatch(field -> hasBounds(field.dataType()));
    }

    return type instanceof NumericType
        || Set.of(
                DataTypes.StringType,
                DataTypes.DateType,
                DataTypes.TimestampType,
                DataTypes.TimestampNTZType)
            .contains(type);
  }

  private Map<String, String> stamp() {
    Map<String, String> stamp = new LinkedHashMap<>();
    stamp.put(NAME, contract.name().toString());
    stamp.put(VERSION, contract.version().toString());
    stamp.put(HASH, ContractWriter.hash(contract));
    stamp.put(
        READERS,
        Stream.concat(contract.access().read().stream(), contract.access().write().stream())
            .map(Access.Grantee::toString)
            .distinct()
            .collect(joining(", ")));
    stamp.put(
        DEPRECATION,
        contract
            .deprecation()
            .map(notice -> notice.announcedOn() + "/" + notice.sunsetOn())
            .orElse("none"));
    stamp.put(PersonalColumns.PROPERTY, PersonalColumns.write(contract));
    return stamp;
  }

  private String column(Field field) {
    String generated = generated(field).map(sql -> " GENERATED ALWAYS AS (" + sql + ")").orElse("");
    String comment =
        field.description().map(text -> " COMMENT " + SqlText.text(text.strip())).orElse("");
    return SqlText.name(field.name())
        + " "
        + field.type()
        + generated
        + (field.isNullable() ? "" : " NOT NULL")
        + comment;
  }

  private Optional<String> generated(Field field) {
    return field
        .generatedAs()
        .filter(sql -> contract.production().write().mode() != Production.Mode.SCD2)
        .map(sql -> "CAST(" + sql + " AS " + field.type() + ")");
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }

  /** The notice that a table says its contract has; empty if it says none. */
  static Optional<Deprecation> findDeprecation(Map<String, String> properties) {
    return Optional.ofNullable(properties.get(DEPRECATION))
        .map(text -> text.split("/", 2))
        .filter(days -> days.length == 2)
        .map(
            days ->
                new Deprecation(
                    LocalDate.parse(days[0]),
                    LocalDate.parse(days[1]),
                    Optional.empty(),
                    Optional.empty()));
  }

  /** The name a table says it holds, if it is one of ours. */
  static Optional<ProductName> findName(Map<String, String> properties) {
    return Optional.ofNullable(properties.get(NAME)).map(ProductName::parse);
  }
}
