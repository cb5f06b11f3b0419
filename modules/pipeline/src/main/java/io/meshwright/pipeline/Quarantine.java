package io.meshwright.pipeline;

import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEvent;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** The rows of one product that were set aside, for people to look at, correct or throw away. */
public final class Quarantine {

  /**
   * A row that was not published, and why.
   *
   * @param id names the row for a correction; see {@link #export}
   * @param outcome {@code published} if its run published the other rows, else {@code rejected}
   * @param row the row as JSON, personal data as {@code ***}; {@code null} as text for a record
   *     that could not be read
   * @param violations the rules it breaks; of a row that was requeued, as it was corrected
   */
  public record Entry(
      String id, String runId, String outcome, Instant at, String row, List<Violation> violations) {
    public Entry {
      violations = List.copyOf(violations);
    }
  }

  /**
   * One rule a row breaks; no value where the column holds personal data.
   *
   * @param runId the run or requeue that found it
   */
  public record Violation(
      String rule, Optional<String> column, Optional<String> value, String message, String runId) {}

  /**
   * What quarantine holds of one rule.
   *
   * @param rows rows that break it, perhaps among others
   * @param runs how many runs set such rows aside
   * @param first when the first of them started
   * @param latest when the latest of them started
   */
  public record RuleSummary(String rule, long rows, long runs, Instant first, Instant latest) {}

  private final QuarantinedRows rows;
  private final Contract contract;
  private final String location;
  private final PersonalData personalData;

  private final SealedRows sealed;
  private final AuditTrail audit;
  private final String actor;

  Quarantine(
      SparkSession spark,
      Contract contract,
      String location,
      SealedRows sealed,
      AuditTrail audit,
      String actor) {
    this.rows = new QuarantinedRows(spark, location);
    this.contract = contract;
    this.location = location;
    this.personalData = new PersonalData(contract);
    this.sealed = sealed;
    this.audit = audit;
    this.actor = actor;
  }

  public String location() {
    return location;
  }

  /** How many rows are set aside. */
  public long count(QuarantineSelection selection) {
    return rows.isMissing() ? 0 : rows.read().where(selection.sql()).count();
  }

  /** What is set aside by rule, the most rows first; a row counts for each rule it breaks. */
  public List<RuleSummary> summary(QuarantineSelection selection) {
    if (rows.isMissing()) {
      return List.of();
    }

    Dataset<Row> broken =
        rows.read()
            .where(selection.sql())
            .select(
                explode(array_distinct(col("violations.rule"))).as("rule"),
                col("run_id"),
                col("quarantined_at"));
    return broken
        .groupBy("rule")
        .agg(
            functions.count(lit(1)).as("rows"),
            count_distinct(col("run_id")),
            min("quarantined_at"),
            max("quarantined_at"))
        .orderBy(col("rows").desc(), col("rule"))
        .collectAsList()
        .stream()
        .map(
            row ->
                new RuleSummary(
                    row.getString(0),
                    row.getLong(1),
                    row.getLong(2),
                    row.getTimestamp(3).toInstant(),
                    row.getTimestamp(4).toInstant()))
        .filter(found -> selection.rules().isEmpty() || selection.rules().contains(found.rule()))
        .toList();
  }

  /** The latest rows, at most {@code limit}. */
  public List<Entry> show(QuarantineSelection selection, int limit) {
    if (rows.isMissing()) {
      return List.of();
    }

    Dataset<Row> found = rows.withIds().where(selection.sql());
    StructType shape = (StructType) found.schema().apply("row").dataType();
    return found
        .orderBy(col("quarantined_at").desc(), col("run_id"), col(QuarantinedRows.ID))
        .limit(limit)
        .select(
            col(QuarantinedRows.ID),
            col("run_id"),
            col("outcome"),
            col("quarantined_at"),
            personalData.row(shape, contract.schema().primaryKey()),
            col("violations"),
            col("row").isNull())
        .collectAsList()
        .stream()
        .map(this::entry)
        .toList();
  }

  /**
   * Writes rows as JSON lines, for people to correct and {@link Correction.Edits} to read: {@code
   * mesh_id}, {@code mesh_rules} (the rules the row breaks), and the contract's fields as they were
   * set aside, <b>personal data in clear</b>, which the audit log is told of before. Records that
   * could not be read have no fields, and are left out.
   *
   * @return how many rows were written
   * @throws StageFailedException if the audit log does not take it; nothing is written then
   */
  public long export(QuarantineSelection selection, Writer writer) throws IOException {
    if (rows.isMissing()) {
      return 0;
    }

    record(
        AuditAction.EXPORTED,
        Map.of("selection", selection.sql()),
        "Rows of quarantine were to be exported");
    Dataset<Row> found =
        sealed.reveal(rows.withIds().where(col("row").isNotNull()).where(selection.sql()));
    Set<String> given =
        Arrays.stream(((StructType) found.schema().apply("row").dataType()).fieldNames())
            .collect(toUnmodifiableSet());
    List<Column> columns = new ArrayList<>();
    columns.add(col(QuarantineEdits.ID));
    columns.add(array_distinct(col("violations.rule")).as(QuarantineEdits.RULES));
    for (Field field : QuarantineEdits.editable(contract)) {
      columns.add(
          given.contains(field.name())
              ? col("row").getField(field.name()).as(field.name())
              : lit(null).cast(SparkTypes.of(field.type())).as(field.name()));
    }
    Map<String, String> options = new HashMap<>(QuarantinedRows.JSON);
    options.put("ignoreNullFields", "false");
    Iterator<Row> lines =
        found
            .orderBy(col("quarantined_at"), col("run_id"), col(QuarantineEdits.ID))
            .select(to_json(struct(columns.toArray(Column[]::new)), options))
            .toLocalIterator();
    long written = 0;
    while (lines.hasNext()) {
      writer.write(lines.next().getString(0));
      writer.write('\n');
      written++;
    }
    return written;
  }

  /**
   * Throws rows away for good, which the audit log is told of; Delta keeps their files until the
   * table is vacuumed.
   *
   * @return how many rows there were
   * @throws StageFailedException if the rows are gone and the audit log does not take it
   */
  public long purge(QuarantineSelection selection) {
    long purged = count(selection);
    if (purged > 0) {
      rows.delete(selection.sql());
      record(
          AuditAction.PURGED,
          Map.of("rows", Long.toString(purged), "selection", selection.sql()),
          "%d rows of quarantine were purged".formatted(purged));
    }
    return purged;
  }

  private void record(AuditAction action, Map<String, String> details, String done) {
    Map<String, String> all = new HashMap<>(details);
    all.put("table", location);
    audit.requireRecord(
        "quarantine-%s-%s".formatted(action.word(), contract.name()),
        List.of(AuditEvent.of(actor, action, contract.name().toString(), all)),
        done);
  }

  private Entry entry(Row row) {
    boolean isRecord = row.getBoolean(6);
    List<Row> violations = row.getList(5);
    return new Entry(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        row.getTimestamp(3).toInstant(),
        String.valueOf(row.getString(4)),
        violations.stream().map(violation -> violation(violation, isRecord)).toList());
  }

  private Violation violation(Row violation, boolean isRecord) {
    Optional<String> value = Optional.ofNullable(violation.getAs("value"));
    return new Violation(
        violation.getAs("rule"),
        Optional.ofNullable(violation.getAs("column")),
        isRecord ? value.map(personalData::record) : value,
        violation.getAs("message"),
        violation.getAs("run_id"));
  }
}
