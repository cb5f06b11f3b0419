package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.ColumnProtection;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Field;
import io.meshwright.protection.Subjects;
import io.meshwright.quality.SqlText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Where the rows of some persons may be: the table of every published major, and quarantine. How a
 * table has the subject key is read from the table, which another version of the contract may have
 * written.
 */
final class SubjectTables {

  /** What a table is of. */
  enum Kind {
    PUBLISHED,
    QUARANTINE
  }

  /**
   * A table.
   *
   * @param number of the subject that a row is about, see {@link Subjects#number}
   */
  record SubjectTable(Kind kind, String location, Column number) {

    /** Says whose rows these are. */
    Column isSubjects() {
      return number.geq(lit(0));
    }
  }

  /**
   * How many rows of subjects a table has.
   *
   * @param rows by the subjects' numbers
   * @param unreadable rows of which nobody can tell whose they are
   */
  record Found(List<Long> rows, long unreadable) {

    Found {
      rows = List.copyOf(rows);
    }
  }

  private final SparkSession spark;
  private final Subjects subjects;
  private final List<SubjectTable> tables;

  private SubjectTables(SparkSession spark, Subjects subjects, List<SubjectTable> tables) {
    this.spark = spark;
    this.subjects = subjects;
    this.tables = List.copyOf(tables);
  }

  /**
   * Finds the tables; no row is read.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} if the product or one of its tables
   *     does not tell whose a row is, and with {@link ExitCode#USAGE} if a value cannot be a
   *     subject
   */
  static SubjectTables of(SparkSession spark, Pipeline pipeline, List<String> values) {
    Contract contract = pipeline.contract();
    Field key = key(contract);
    Subjects subjects;
    try {
      subjects = Subjects.of(contract, key, pipeline.environment().keys(), values);
    } catch (IllegalArgumentException e) {
      throw failed(
          ExitCode.USAGE, e.getMessage(), "give the value as %s has it".formatted(contract.name()));
    }

    List<SubjectTable> tables = new ArrayList<>();
    for (PublishedProducts.Found major :
        new PublishedProducts(spark, pipeline.environment()).find(contract)) {
      StructType columns = spark.read().format("delta").load(major.path()).schema();
      StructField column = require(columns, key, major.path());
      tables.add(
          new SubjectTable(
              Kind.PUBLISHED,
              major.path(),
              subjects.number(col(SqlText.name(key.name())), column.dataType())));
    }
    String quarantine = QuarantineTable.pathOf(pipeline.environment(), contract.name());
    if (DeltaTable.isDeltaTable(spark, quarantine)) {
      StructType columns = spark.read().format("delta").load(quarantine).schema();
      StructField field = require((StructType) columns.apply("row").dataType(), key, quarantine);
      Column row = col("row");
      tables.add(
          new SubjectTable(
              Kind.QUARANTINE,
              quarantine,
              when(row.isNotNull(), subjects.number(row.getField(key.name()), field.dataType()))
                  .otherwise(
                      // A record that could not be read.
                      subjects.numberInText(col("violations").getItem(0).getField("value")))));
    }
    return new SubjectTables(spark, subjects, tables);
  }

  Subjects subjects() {
    return subjects;
  }

  List<SubjectTable> tables() {
    return tables;
  }

  /** Counts the subjects' rows: one job. */
  Found count(SubjectTable table) {
    Map<Integer, Long> rows = new HashMap<>();
    for (Row row :
        spark
            .read()
            .format("delta")
            .load(table.location())
            .groupBy(table.number())
            .agg(functions.count(lit(1)))
            .collectAsList()) {
      rows.put(row.getInt(0), row.getLong(1));
    }
    List<Long> ofSubjects = new ArrayList<>();
    for (int subject = 0; subject < subjects.pseudonyms().size(); subject++) {
      ofSubjects.add(rows.getOrDefault(subject, 0L));
    }
    return new Found(ofSubjects, rows.getOrDefault(Subjects.UNREADABLE, 0L));
  }

  /** The subjects' rows, with the number of the subject in a column {@code name}. */
  Dataset<Row> rows(SubjectTable table, String name) {
    return spark
        .read()
        .format("delta")
        .load(table.location())
        .withColumn(name, table.number())
        .where(col(name).geq(lit(0)));
  }

  private static Field key(Contract contract) {
    Field key =
        contract
            .handling()
            .subjectKey()
            .flatMap(contract.schema()::findField)
            .orElseThrow(
                () ->
                    failed(
                        ExitCode.INVALID,
                        "%s does not say which person a row is about".formatted(contract.name()),
                        "add subject_key: FIELD to its contract"));
    Optional<ColumnProtection> lost =
        key.traits()
            .protection()
            .filter(how -> how == ColumnProtection.MASK || how == ColumnProtection.DROP);
    if (lost.isPresent()) {
      throw failed(
          ExitCode.INVALID,
          "Cannot find a person in %s: its subject_key %s is published with protect: %s"
              .formatted(contract.name(), key.name(), lost.get().name().toLowerCase(Locale.ROOT)),
          "protect it with tokenize, which keeps rows of one person together, and run the product"
              + " again");
    }

    return key;
  }

  private static StructField require(StructType columns, Field key, String location) {
    return Arrays.stream(columns.fields())
        .filter(column -> column.name().equals(key.name()))
        .findFirst()
        .orElseThrow(
            () ->
                failed(
                    ExitCode.INVALID,
                    "Cannot find a person in %s: it has no column %s"
                        .formatted(location, key.name()),
                    "if it is a major that nobody reads any more, remove it with mesh retire; or"
                        + " publish its rows again with the column"));
  }

  private static StageFailedException failed(ExitCode exitCode, String problem, String fix) {
    return new StageFailedException(exitCode, List.of(new Problem(problem, fix)));
  }
}
