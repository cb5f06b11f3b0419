package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Field;
import io.meshwright.quality.SqlText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The rows of quarantine that a requeue means, and what it makes of them. */
final class RequeueRows {

  private static final String ID = QuarantinedRows.ID;
  private static final String RUN = "__mesh_run";

  /**
   * Rows that were selected.
   *
   * @param rows {@code mesh_id} and the contract's columns as they were set aside, checkpointed;
   *     empty where none were
   * @param runIds the runs that set them aside
   * @param name names the requeue by its rows, their correction and the contract
   */
  record Selected(Optional<Dataset<Row>> rows, long count, List<String> runIds, String name) {

    static final Selected NONE = new Selected(Optional.empty(), 0, List.of(), "");

    Selected {
      runIds = List.copyOf(runIds);
    }
  }

  private final Contract contract;
  private final RequeueRequest request;
  private final SealedRows sealed;
  private final Optional<QuarantineEdits> edits;

  /**
   * Reads the edits where the request has a file of them.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} for a file that is no correction
   */
  RequeueRows(Contract contract, RequeueRequest request, SealedRows sealed) {
    this.contract = contract;
    this.sealed = sealed;
    this.request = request;
    this.edits =
        request.correction() instanceof Correction.Edits given
            ? Optional.of(QuarantineEdits.read(given.file(), contract))
            : Optional.empty();
  }

  /** The rows that the request means, of the contract's major version; records have no row. */
  Selected select(QuarantinedRows quarantine) {
    Dataset<Row> found =
        quarantine
            .withIds()
            .where(col("row").isNotNull())
            .where(request.selection().sql())
            .where(
                col("violations")
                    .getItem(0)
                    .getField("contract_version")
                    .startsWith(contract.version().major() + "."));
    if (edits.isPresent()) {
      Dataset<Row> wanted = edits.get().ids(quarantine.spark());
      found = found.join(wanted, new String[] {ID}, "left_semi");
    }
    Dataset<Row> rows = where(flat(sealed.reveal(found))).localCheckpoint(true);
    Row counted = rows.agg(count(lit(1)), collect_set(RUN), digest(rows.col(ID))).head();
    return new Selected(
        Optional.of(rows.drop(RUN)),
        counted.getLong(0),
        counted.getList(1),
        name(counted.getString(2)));
  }

  /** The name that a requeue of exactly the rows of the file has; empty where there is no file. */
  Optional<String> nameOfFile(QuarantinedRows quarantine) {
    return edits.map(
        given -> {
          Dataset<Row> ids = given.ids(quarantine.spark());
          return name(ids.agg(digest(ids.col(ID))).head().getString(0));
        });
  }

  /** A note that counts the rows that the file corrects and that were not found. */
  Optional<String> missing(Selected selected) {
    return edits
        .map(given -> given.size() - selected.count())
        .filter(missing -> missing > 0)
        .map(
            missing ->
                ("Not in quarantine: %d of the rows in the file. They were requeued or purged before,"
                        + " or are of a run that ended otherwise than --outcome says")
                    .formatted(missing));
  }

  /** What the correction is, in a few words. */
  String describe() {
    if (edits.isPresent()) {
      return "corrected by %d lines of a file".formatted(edits.get().size());
    }

    return sql().assignments().isEmpty()
        ? "as they were"
        : "corrected by " + correction().replace("\n", ", ");
  }

  /**
   * Corrects rows: {@code mesh_id} and the contract's columns, checkpointed, so that what is judged
   * is what is published.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} for a value that does not fit
   */
  Dataset<Row> correct(Selected selected) {
    Dataset<Row> corrected =
        edits
            .map(given -> given.apply(selected.rows().orElseThrow()))
            .orElseGet(() -> assign(selected.rows().orElseThrow()));
    return generate(corrected).localCheckpoint(true);
  }

  /** The same for the same ids in whatever order. */
  private static Column digest(Column ids) {
    return concat_ws(
        "-",
        count(lit(1)).cast("string"),
        bit_xor(xxhash64(ids)).cast("string"),
        sum(xxhash64(ids, lit("mesh")).cast("decimal(38,0)")).cast("string"));
  }

  private String name(String digest) {
    String parts =
        String.join(
            "\n", contract.name().toString(), ContractWriter.hash(contract), digest, correction());
    return RunRecords.REQUEUE + Storage.sha256(parts).substring(0, 16);
  }

  private String correction() {
    return edits
        .map(QuarantineEdits::canonical)
        .orElseGet(
            () ->
                sql().assignments().stream()
                    .map(assignment -> assignment.field() + " = " + assignment.expression())
                    .sorted()
                    .collect(joining("\n")));
  }

  private Correction.Sql sql() {
    return (Correction.Sql) request.correction();
  }

  /** The row's fields as columns, in the types of the contract. */
  private Dataset<Row> flat(Dataset<Row> found) {
    StructType given = (StructType) found.schema().apply("row").dataType();
    List<Problem> problems = new ArrayList<>();
    List<Column> columns = new ArrayList<>(List.of(col(ID), col("run_id").as(RUN)));
    for (Field field : contract.schema().fields()) {
      Optional<DataType> type =
          Arrays.stream(given.fields())
              .filter(column -> column.name().equals(field.name()))
              .map(StructField::dataType)
              .findFirst();
      Column value = col("row").getField(field.name());
      columns.add(
          type.map(there -> fit(value, there, field, "quarantine has", problems))
              .orElseGet(() -> lit(null).cast(SparkTypes.of(field.type())))
              .as(field.name()));
    }
    refuse(ExitCode.INVALID, problems);
    return found.select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> where(Dataset<Row> rows) {
    if (edits.isPresent() || sql().where().isEmpty()) {
      return rows;
    }

    String where = sql().where().get();
    try {
      return rows.where(expr(where));
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      throw invalid("Cannot select rows where %s".formatted(where), e);
    }
  }

  private Dataset<Row> assign(Dataset<Row> rows) {
    Map<String, Correction.Assignment> byField =
        sql().assignments().stream()
            .collect(
                Collectors.toMap(
                    Correction.Assignment::field,
                    assignment -> assignment,
                    (one, other) -> {
                      throw new StageFailedException(
                          ExitCode.USAGE,
                          List.of(
                              new Problem(
                                  "'%s' is corrected twice".formatted(one.field()),
                                  "give one of the two expressions")));
                    }));
    requireFields(byField.keySet().stream());
    List<Problem> problems = new ArrayList<>();
    List<Column> columns = new ArrayList<>(List.of(col(ID)));
    for (Field field : contract.schema().fields()) {
      Correction.Assignment assignment = byField.get(field.name());
      columns.add(
          assignment == null
              ? col(SqlText.name(field.name()))
              : assigned(rows, field, assignment, problems));
    }
    refuse(ExitCode.USAGE, problems);
    return rows.select(columns.toArray(Column[]::new));
  }

  /** Columns that the table computes from others are computed again. */
  private Dataset<Row> generate(Dataset<Row> corrected) {
    List<Column> columns = new ArrayList<>(List.of(col(ID)));
    for (Field field : contract.schema().fields()) {
      columns.add(
          field
              .generatedAs()
              .map(sql -> expr(sql).cast(SparkTypes.of(field.type())).as(field.name()))
              .orElseGet(() -> col(SqlText.name(field.name()))));
    }
    return corrected.select(columns.toArray(Column[]::new));
  }

  private void requireFields(Stream<String> names) {
    List<String> known = contract.schema().fields().stream().map(Field::name).toList();
    refuse(
        ExitCode.USAGE,
        names
            .filter(name -> !known.contains(name))
            .sorted()
            .map(
                name ->
                    new Problem(
                        "Cannot correct '%s': the contract has no such field".formatted(name),
                        "use one of %s".formatted(String.join(", ", known))))
            .toList());
  }

  private static Column assigned(
      Dataset<Row> rows, Field field, Correction.Assignment assignment, List<Problem> problems) {
    try {
      Column value = expr(assignment.expression());
      DataType type = rows.select(value).schema().fields()[0].dataType();
      return fit(value, type, field, assignment.expression() + " is", problems).as(field.name());
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      throw invalid(
          "Cannot correct %s = %s".formatted(assignment.field(), assignment.expression()), e);
    }
  }

  /** The value in the contract's type, where no value can get lost on the way. */
  private static Column fit(
      Column value, DataType given, Field field, String what, List<Problem> problems) {
    DataType wanted = SparkTypes.of(field.type());
    if (given.catalogString().equals(wanted.catalogString())) {
      return value;
    }
    if (!Conform.isLossless(given, wanted)) {
      problems.add(
          new Problem(
              "Cannot fill '%s': %s %s, the contract says %s"
                  .formatted(field.name(), what, given.catalogString(), field.type()),
              "say --correct \"%s = CAST(... AS %s)\", and decide what happens to values that do not fit"
                  .formatted(field.name(), field.type())));
    }
    return value.cast(wanted);
  }

  private static StageFailedException invalid(String what, Exception e) {
    return new StageFailedException(
        ExitCode.USAGE,
        new Problem(
            "%s: %s".formatted(what, SparkFailures.firstLine(e)),
            "correct the SQL; it sees the fields of the contract"),
        e);
  }

  private static void refuse(ExitCode exitCode, List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new StageFailedException(exitCode, problems);
    }
  }
}
