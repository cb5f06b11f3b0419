package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Production;
import io.meshwright.contract.Rule;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEvent;
import io.meshwright.quality.SqlText;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Deletes what is older than {@code retention_days}, from the published table and from quarantine.
 *
 * <p>How old a row is, the first of these that the contract has tells: with scd2 {@code valid_to},
 * so that current rows stay; a partition column of type date, by whole slices; {@code
 * write.effective_at}; the field of a freshness rule. A row of quarantine is as old as the run that
 * set it aside. A row is kept for {@code retention_days} whole days in UTC after its own.
 *
 * <p>Deleted rows can be read by time travel for {@link #TRASH}; then their files are deleted by
 * the first {@link #apply} that comes. Killed anywhere, the same again goes on.
 */
public final class Retention {

  /** How long deleted rows can be brought back. */
  public static final Duration TRASH = Duration.ofDays(30);

  static final String TRASH_PROPERTY = "delta.deletedFileRetentionDuration";
  private static final String TRASH_VALUE = "interval 30 days";
  private static final String QUARANTINED_AT = "quarantined_at";
  private static final String SIZE = "mesh_file_size";
  private static final String FILE = "mesh_file";
  private static final String SLICE = "mesh_slice";

  /**
   * Rows of one day that are too old.
   *
   * @param bytes size of the files that they are in, shared with rows that stay where days are no
   *     partitions
   */
  public record Slice(LocalDate day, long rows, long bytes) {}

  /**
   * What is too old in one table.
   *
   * @param column what tells how old a row is
   * @param before rows of days before this one are too old
   */
  public record Expired(String location, String column, LocalDate before, List<Slice> slices) {

    public Expired {
      slices = List.copyOf(slices);
    }

    /** Rows that are too old. */
    public long rows() {
      return slices.stream().mapToLong(Slice::rows).sum();
    }
  }

  private final SparkSession spark;
  private final Contract contract;
  private final String table;
  private final String quarantine;
  private final LocalDate today;
  private final AuditTrail audit;
  private final String actor;

  private Retention(SparkSession spark, Pipeline pipeline) {
    this.spark = spark;
    this.contract = pipeline.contract();
    this.table = pipeline.location();
    this.quarantine = QuarantineTable.pathOf(pipeline.environment(), contract.name());
    this.today = LocalDate.ofInstant(pipeline.clock().instant(), ZoneOffset.UTC);
    this.audit = new AuditTrail(spark, pipeline.environment(), pipeline.clock());
    this.actor = pipeline.environment().user();
  }

  public static Retention of(SparkSession spark, Pipeline pipeline) {
    return new Retention(spark, pipeline);
  }

  /**
   * Finds what is too old, and changes nothing. One entry for the published table and one for
   * quarantine, where there are such tables; none if the contract has no {@code retention_days}.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} if the contract has a period and
   *     does not tell how old a row is
   */
  public List<Expired> find() {
    Optional<LocalDate> before =
        contract.handling().retentionDays().map(days -> today.minusDays(days));
    if (before.isEmpty()) {
      return List.of();
    }

    List<Expired> expired = new ArrayList<>();
    if (DeltaTable.isDeltaTable(spark, table)) {
      expired.add(find(table, ageColumn(), before.get()));
    }
    if (DeltaTable.isDeltaTable(spark, quarantine)) {
      expired.add(find(quarantine, QUARANTINED_AT, before.get()));
    }
    return expired;
  }

  /**
   * Deletes what {@link #find} finds, and the files of what was deleted {@link #TRASH} ago or
   * earlier. The audit log is told of each table that rows were deleted from.
   *
   * @return what was too old
   * @throws StageFailedException as {@link #find}, or if the audit log does not take it
   */
  public List<Expired> apply() {
    List<Expired> found = find();
    for (Expired expired : found) {
      DeltaTable delta = DeltaTable.forPath(spark, expired.location());
      keepTrash(spark, delta, expired.location());
      if (expired.rows() > 0) {
        long before = versionOf(delta);
        delta.delete(isExpired(expired.column(), expired.before()));
        audit(expired, before, versionOf(delta));
      }
      delta.vacuum((double) TRASH.toHours());
    }
    return found;
  }

  /** The newest version of a table. */
  static long versionOf(DeltaTable delta) {
    return delta.history(1).select("version").head().getLong(0);
  }

  /** At once, table by table: what is deleted stays deleted if the next table cannot be reached. */
  private void audit(Expired expired, long versionBefore, long versionAfter) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("table", expired.location());
    details.put("column", expired.column());
    details.put("before", expired.before().toString());
    details.put("rows", Long.toString(expired.rows()));
    details.put("version_before", Long.toString(versionBefore));
    details.put("version_after", Long.toString(versionAfter));
    details.put("retention_days", contract.handling().retentionDays().orElseThrow().toString());
    audit.requireRecord(
        "retain-" + contract.name(),
        List.of(AuditEvent.of(actor, AuditAction.RETAINED, contract.name().toString(), details)),
        "Rows of %s were deleted".formatted(expired.location()));
  }

  /** Somebody else's VACUUM is not to empty the trash before its time. */
  static void keepTrash(SparkSession spark, DeltaTable delta, String location) {
    Map<String, String> properties =
        delta.detail().select("properties").head().<String, String>getJavaMap(0);
    if (!TRASH_VALUE.equals(properties.get(TRASH_PROPERTY))) {
      spark.sql(
          "ALTER TABLE delta.%s SET TBLPROPERTIES (%s)"
              .formatted(
                  SqlText.name(location),
                  AlterTable.properties(Map.of(TRASH_PROPERTY, TRASH_VALUE))));
    }
  }

  private Expired find(String location, String column, LocalDate before) {
    Dataset<Row> rows =
        spark
            .read()
            .format("delta")
            .load(location)
            .where(isExpired(column, before))
            .select(
                col(SqlText.name(column)).cast("date").as(SLICE),
                col("_metadata.file_path").as(FILE),
                col("_metadata.file_size").as(SIZE))
            .groupBy(SLICE, FILE, SIZE)
            .agg(count(lit(1)));
    Map<LocalDate, Slice> slices = new LinkedHashMap<>();
    for (Row row : rows.orderBy(SLICE, FILE).collectAsList()) {
      LocalDate day = row.getDate(0).toLocalDate();
      slices.merge(
          day,
          new Slice(day, row.getLong(3), row.getLong(2)),
          (one, more) -> new Slice(day, one.rows() + more.rows(), one.bytes() + more.bytes()));
    }
    return new Expired(location, column, before, List.copyOf(slices.values()));
  }

  /** On the column as it is, so that slices are found by their folders and files by statistics. */
  private static Column isExpired(String column, LocalDate before) {
    return col(SqlText.name(column)).lt(lit(java.sql.Date.valueOf(before)));
  }

  private String ageColumn() {
    Production.Write write = contract.production().write();
    Stream<String> partitions =
        contract.schema().partitionedBy().stream().filter(name -> isType(name, "date"));
    Stream<String> history =
        write.mode() == Production.Mode.SCD2 ? Stream.of(Production.Write.VALID_TO) : Stream.of();
    Stream<String> freshness =
        contract.rules().stream()
            .map(Rule::assertion)
            .filter(Assertion.Freshness.class::isInstance)
            .map(assertion -> ((Assertion.Freshness) assertion).field());
    return Stream.of(history, partitions, write.effectiveAt().stream(), freshness)
        .flatMap(names -> names)
        .filter(name -> isType(name, "date") || isType(name, "timestamp"))
        .findFirst()
        .orElseThrow(this::unknownAge);
  }

  private boolean isType(String name, String type) {
    return contract
        .schema()
        .findField(name)
        .filter(field -> field.traits().protection().isEmpty())
        .map(Field::type)
        .map(FieldType::toString)
        .filter(type::equals)
        .isPresent();
  }

  private StageFailedException unknownAge() {
    return new StageFailedException(
        ExitCode.INVALID,
        List.of(
            new Problem(
                "Cannot tell how old a row of %s is, so its retention_days cannot be applied"
                    .formatted(contract.name()),
                "partition the table by a date, or name a date or timestamp field in a freshness"
                    + " rule or in write.effective_at; the field may not be protected")));
  }
}
