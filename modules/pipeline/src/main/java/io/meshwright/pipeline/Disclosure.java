package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.meshwright.contract.Contract;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEvent;
import io.meshwright.pipeline.SubjectTables.Kind;
import io.meshwright.pipeline.SubjectTables.SubjectTable;
import io.meshwright.protection.Protection;
import io.meshwright.quality.SqlText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Every row that a product has about some persons, with encrypted values in clear: what a person
 * may ask for. Of tokens and masks the values are gone.
 */
public final class Disclosure {

  private static final String NUMBER = "__mesh_subject";

  /**
   * A row about a person.
   *
   * @param subject the token of the person's value of the subject key
   * @param kind published, or quarantine
   * @param row its columns as a JSON object, <b>personal data in clear</b>; of a record in
   *     quarantine that could not be read, {@code record} with its text
   */
  public record Disclosed(String subject, String kind, String location, String row) {}

  private final SparkSession spark;
  private final Pipeline pipeline;
  private final SubjectTables tables;

  private Disclosure(SparkSession spark, Pipeline pipeline, SubjectTables tables) {
    this.spark = spark;
    this.pipeline = pipeline;
    this.tables = tables;
  }

  /**
   * Finds the tables; no row is read.
   *
   * @param values the persons' values of the subject key
   * @throws StageFailedException as {@link Erasure#of}
   */
  public static Disclosure of(SparkSession spark, Pipeline pipeline, List<String> values) {
    return new Disclosure(spark, pipeline, SubjectTables.of(spark, pipeline, values));
  }

  /** Reads the rows, and records in the audit log that they were read. */
  public List<Disclosed> read() {
    List<String> subjects = tables.subjects().pseudonyms();
    List<Disclosed> disclosed = new ArrayList<>();
    for (SubjectTable table : tables.tables()) {
      Dataset<Row> rows = withTheirKeys(table, tables.rows(table, NUMBER));
      Column json = table.kind() == Kind.PUBLISHED ? published(rows) : setAside(rows);
      Dataset<Row> found = table.kind() == Kind.PUBLISHED ? rows : sealed().reveal(rows);
      for (Row row :
          found.select(col(NUMBER), json.as("json")).orderBy(NUMBER, "json").collectAsList()) {
        disclosed.add(
            new Disclosed(
                subjects.get(row.getInt(0)),
                table.kind().name().toLowerCase(Locale.ROOT),
                table.location(),
                row.getString(1)));
      }
    }
    record(subjects, disclosed);
    return disclosed;
  }

  private SealedRows sealed() {
    return new SealedRows(contract(), pipeline.environment().keys());
  }

  /** What only the persons' own keys decrypt, decrypted; other values stay as they are. */
  private Dataset<Row> withTheirKeys(SubjectTable table, Dataset<Row> rows) {
    List<String> theirs = protection().ofSubjects();
    boolean isEncrypted =
        table.kind() == Kind.PUBLISHED
            && !theirs.isEmpty()
            && Arrays.stream(rows.schema().fields())
                .filter(field -> theirs.contains(field.name()))
                .allMatch(field -> field.dataType().equals(DataTypes.BinaryType));
    return isEncrypted ? protection().reveal(rows) : rows;
  }

  private Protection protection() {
    return Protection.of(
        contract(), pipeline.environment().keys(), pipeline.environment().subjectKeys());
  }

  private Column published(Dataset<Row> rows) {
    Protection protection = protection();
    Column[] columns =
        Arrays.stream(rows.schema().fields())
            .filter(field -> !field.name().equals(NUMBER))
            .map(field -> revealed(protection, field))
            .toArray(Column[]::new);
    return to_json(struct(columns), options());
  }

  private static Column revealed(Protection protection, StructField field) {
    Column value = col(SqlText.name(field.name()));
    boolean isEncrypted =
        field.dataType().equals(DataTypes.BinaryType)
            && !protection.ofSubjects().contains(field.name());
    return (isEncrypted ? protection.reveal(field.name(), value) : value).as(field.name());
  }

  private static Column setAside(Dataset<Row> rows) {
    StructType row = (StructType) rows.schema().apply("row").dataType();
    Column[] columns =
        Arrays.stream(row.fieldNames())
            .map(name -> col("row").getField(name).as(name))
            .toArray(Column[]::new);
    Column record = to_json(struct(col("violations").getItem(0).getField("value").as("record")));
    return when(col("row").isNotNull(), to_json(struct(columns), options())).otherwise(record);
  }

  private static Map<String, String> options() {
    Map<String, String> options = new HashMap<>(QuarantinedRows.JSON);
    options.put("ignoreNullFields", "false");
    return options;
  }

  private void record(List<String> subjects, List<Disclosed> disclosed) {
    new AuditTrail(spark, pipeline.environment(), pipeline.clock())
        .record(
            "disclose-" + contract().name() + "-" + tables.subjects().id(),
            subjects.stream()
                .map(
                    subject ->
                        AuditEvent.of(
                            pipeline.environment().user(),
                            AuditAction.READ,
                            contract().name().toString(),
                            Map.of(
                                "for",
                                "disclosure",
                                "subject",
                                subject,
                                "rows",
                                Long.toString(
                                    disclosed.stream()
                                        .filter(row -> row.subject().equals(subject))
                                        .count()))))
                .toList());
  }

  private Contract contract() {
    return pipeline.contract();
  }
}
