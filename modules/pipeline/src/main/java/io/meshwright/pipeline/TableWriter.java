package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Production;
import io.meshwright.quality.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;

/** Writes rows into the target table in the contract's write mode: one Delta transaction. */
final class TableWriter {

  static final String USER_METADATA = "spark.databricks.delta.commitInfo.userMetadata";
  private static final String TXN_APP = "spark.databricks.delta.write.txnAppId";
  private static final String TXN_VERSION = "spark.databricks.delta.write.txnVersion";

  private final RunContext context;
  private final Contract contract;
  private final TargetTable target;
  private final Production.Mode mode;
  private final String execution = UUID.randomUUID().toString();
  private final String metadata;
  private final Map<String, String> slice;

  TableWriter(
      RunContext context, Contract contract, TargetTable target, RunReport.Identity identity) {
    this(context, contract, target, identity, contract.production().write().mode());
  }

  private TableWriter(
      RunContext context,
      Contract contract,
      TargetTable target,
      RunReport.Identity identity,
      Production.Mode mode) {
    this.context = context;
    this.contract = PublishedShape.of(contract);
    this.target = target;
    this.mode = mode;
    this.metadata = RunMetadata.write(identity, context.startedAt(), execution);
    this.slice = slice();
  }

  /**
   * A writer of rows that join the published version: it replaces no row, but those of the same key
   * where the contract merges.
   */
  static TableWriter joining(
      RunContext context, Contract contract, TargetTable target, RunReport.Identity identity) {
    boolean merges = contract.production().write().mode() == Production.Mode.MERGE;
    return new TableWriter(
        context,
        contract,
        target,
        identity,
        merges ? Production.Mode.MERGE : Production.Mode.APPEND);
  }

  /** Says whether rows are written as they come, so that they can be judged inside the write. */
  boolean isPlainWrite() {
    return switch (mode) {
      case FULL, SLICE, APPEND -> true;
      case MERGE, SCD2 -> false;
    };
  }

  /** Says whether the files have other column names than the table. */
  boolean mapsColumns() {
    return target.mapsColumns();
  }

  ProductName product() {
    return contract.name();
  }

  /** The folder that is written to. */
  String path() {
    return target.path();
  }

  /** What the write will do, in a sentence. */
  String describe() {
    return switch (mode) {
      case FULL -> "replace the whole table";
      case SLICE -> "replace the slice " + slicePredicate();
      case APPEND -> "add rows";
      case MERGE -> "replace rows with the same " + keys() + ", add the others";
      case SCD2 ->
          "close the current row of the same %s, and add the new one from its %s"
              .formatted(keys(), contract.production().write().effectiveAt().orElseThrow());
    };
  }

  /** Says whether this very writer made the commit, and not the same run in another process. */
  boolean wrote(TargetTable.Commit commit) {
    return execution.equals(commit.metadata().path(RunMetadata.EXECUTION).asText());
  }

  /** Commits {@code rows}; a write that this run, or a later one, has done before is skipped. */
  void write(Dataset<Row> rows) {
    switch (mode) {
      case FULL -> save(rows, SaveMode.Overwrite, Map.of());
      case SLICE -> save(rows, SaveMode.Overwrite, Map.of("replaceWhere", slicePredicate()));
      case APPEND -> save(rows, SaveMode.Append, Map.of());
      case MERGE -> merge(tableOfOwnSession(), rows);
      case SCD2 -> keepHistory(tableOfOwnSession(), rows);
    }
  }

  /**
   * The published rows that will stay beside the new ones and could share a key with them; empty if
   * there are none, or none can share this key.
   */
  Optional<Dataset<Row>> remaining(Assertion.UniqueKey keys, Dataset<Row> rows) {
    return switch (mode) {
      case FULL -> Optional.empty();
      case APPEND -> Optional.of(target.read());
      case SLICE ->
          keys.fields().containsAll(slice.keySet())
              ? Optional.empty()
              : Optional.of(target.read().where("NOT (" + slicePredicate() + ")"));
      case MERGE -> othersOf(target.read(), keys, rows);
      case SCD2 -> othersOf(target.read().where(col(Production.Write.IS_CURRENT)), keys, rows);
    };
  }

  /** The transaction's name in Delta: two writers of the same slice are the same application. */
  String transaction() {
    return slice.isEmpty() ? contract.name().toString() : contract.name() + "/" + slicePredicate();
  }

  private String keys() {
    return String.join(", ", contract.production().write().keys());
  }

  private void save(Dataset<Row> rows, SaveMode mode, Map<String, String> options) {
    rows.write()
        .format("delta")
        .mode(mode)
        .options(options)
        .option("txnAppId", transaction())
        .option("txnVersion", context.startedAt().toEpochMilli())
        .option("userMetadata", metadata)
        .save(target.path());
  }

  private void merge(DeltaTable table, Dataset<Row> rows) {
    table
        .as("t")
        .merge(rows.as("s"), keysEqual())
        .whenMatched()
        .updateAll()
        .whenNotMatched()
        .insertAll()
        .execute();
  }

  /**
   * One MERGE: a changed row closes the current one and is added, a new one is added. Rows equal to
   * the current one, and rows not newer than it, change nothing, so the same feed again is
   * harmless.
   */
  private void keepHistory(DeltaTable table, Dataset<Row> rows) {
    String effectiveAt = SqlText.name(contract.production().write().effectiveAt().orElseThrow());
    List<String> given = Conform.expected(contract).stream().map(Field::name).toList();
    Dataset<Row> current = target.read().where(col(Production.Write.IS_CURRENT));
    Dataset<Row> changed = changed(rows, current, given, effectiveAt);

    Column[] asUpdate = mergeColumns(given, false);
    Column[] asInsert = mergeColumns(given, true);
    Dataset<Row> known = changed.as("s").join(current.as("t"), keysEqual(), "left_semi");
    Dataset<Row> staged = changed.select(asUpdate).unionByName(known.select(asInsert));

    Map<String, Column> inserted = new LinkedHashMap<>();
    given.forEach(name -> inserted.put(SqlText.name(name), col("s." + SqlText.name(name))));
    inserted.put(Production.Write.VALID_FROM, col("s." + effectiveAt).cast("timestamp"));
    inserted.put(Production.Write.VALID_TO, lit(null).cast("timestamp"));
    inserted.put(Production.Write.IS_CURRENT, lit(true));
    table
        .as("t")
        .merge(staged.as("s"), mergeKeysEqual().and(col("t." + Production.Write.IS_CURRENT)))
        .whenMatched()
        .update(
            Map.of(
                Production.Write.VALID_TO, col("s." + effectiveAt).cast("timestamp"),
                Production.Write.IS_CURRENT, lit(false)))
        .whenNotMatched()
        .insert(inserted)
        .execute();
  }

  private static String mergeKey(int index) {
    return "__mesh_key_" + index;
  }

  /**
   * The columns of a staged row; an inserted copy has null merge keys, so that it matches nothing.
   */
  private Column[] mergeColumns(List<String> given, boolean inserted) {
    List<Column> columns = new ArrayList<>();
    given.forEach(name -> columns.add(col(SqlText.name(name))));
    List<String> keys = contract.production().write().keys();
    for (int i = 0; i < keys.size(); i++) {
      Column key = col(SqlText.name(keys.get(i)));
      columns.add((inserted ? lit(null).cast(typeOf(keys.get(i))) : key).as(mergeKey(i)));
    }
    return columns.toArray(Column[]::new);
  }

  private org.apache.spark.sql.types.DataType typeOf(String field) {
    return SparkTypes.of(contract.schema().findField(field).orElseThrow().type());
  }

  private Column mergeKeysEqual() {
    Column equal = lit(true);
    List<String> keys = contract.production().write().keys();
    for (int i = 0; i < keys.size(); i++) {
      equal = equal.and(col("t." + SqlText.name(keys.get(i))).equalTo(col("s." + mergeKey(i))));
    }
    return equal;
  }

  /** Rows without a current row, or that differ from it and are newer. */
  private Dataset<Row> changed(
      Dataset<Row> rows, Dataset<Row> current, List<String> given, String effectiveAt) {
    Dataset<Row> s = rows.as("s");
    Dataset<Row> t = current.as("t");
    Column differs = lit(false);
    for (String name : given) {
      if (!SqlText.name(name).equals(effectiveAt)) {
        String quoted = SqlText.name(name);
        differs = differs.or(col("s." + quoted).eqNullSafe(col("t." + quoted)).unary_$bang());
      }
    }
    Column newer =
        col("s." + effectiveAt)
            .cast("timestamp")
            .gt(col("t." + SqlText.name(Production.Write.VALID_FROM)));
    Column unchanged = keysEqual().and(differs.and(newer).unary_$bang());
    return s.join(t, unchanged, "left_anti");
  }

  private Column keysEqual() {
    return contract.production().write().keys().stream()
        .map(SqlText::name)
        .map(key -> col("t." + key).equalTo(col("s." + key)))
        .reduce(Column::and)
        .orElseThrow();
  }

  /** Rows of the table that the merge will not replace. */
  private Optional<Dataset<Row>> othersOf(
      Dataset<Row> table, Assertion.UniqueKey keys, Dataset<Row> rows) {
    if (keys.fields().containsAll(contract.production().write().keys())) {
      return Optional.empty();
    }

    return Optional.of(table.as("t").join(rows.as("s"), keysEqual(), "left_anti"));
  }

  /**
   * The target in a session of its own: MERGE takes the run from its session's settings, where it
   * must not reach another write, nor that of another thread.
   */
  private DeltaTable tableOfOwnSession() {
    SparkSession own =
        ownSession(
            context.spark(),
            Map.of(
                USER_METADATA,
                metadata,
                TXN_APP,
                transaction(),
                TXN_VERSION,
                Long.toString(context.startedAt().toEpochMilli())));
    return DeltaTable.forPath(own, target.path());
  }

  /** A session like {@code spark} with settings that no other statement is to see. */
  static SparkSession ownSession(SparkSession spark, Map<String, String> settings) {
    SparkSession own = spark.newSession();
    JavaConverters.mapAsJavaMap(spark.conf().getAll()).entrySet().stream()
        .filter(setting -> own.conf().isModifiable(setting.getKey()))
        .forEach(setting -> own.conf().set(setting.getKey(), setting.getValue()));
    settings.forEach(own.conf()::set);
    return own;
  }

  /** The columns of the slice that is written, and their values as SQL; none in other modes. */
  Map<String, String> sliceValues() {
    return slice;
  }

  private String slicePredicate() {
    return slice.entrySet().stream()
        .map(entry -> SqlText.name(entry.getKey()) + " = " + entry.getValue())
        .reduce((left, right) -> left + " AND " + right)
        .orElseThrow();
  }

  /** The partition columns of the slice and their values as SQL, in slice mode. */
  private Map<String, String> slice() {
    Map<String, String> values = new LinkedHashMap<>();
    if (mode == Production.Mode.SLICE) {
      for (String column : contract.schema().partitionedBy()) {
        FieldType type = contract.schema().findField(column).orElseThrow().type();
        Optional<String> given = context.environment().findSliceValue(column);
        if (given.isPresent()) {
          values.put(column, "CAST(" + SqlText.text(given.get()) + " AS " + type + ")");
        } else if (type == FieldType.Atomic.DATE) {
          values.put(column, "DATE" + SqlText.text(context.logicalDate().toString()));
        }
      }
      if (values.isEmpty()) {
        throw new StageFailedException(
            ExitCode.INVALID,
            List.of(
                new Problem(
                    "Cannot tell which slice to write: no partition column is a date, and none is"
                        + " given a value",
                    "say --set mesh.slice.%s=VALUE"
                        .formatted(contract.schema().partitionedBy().get(0)))));
      }
    }
    return values;
  }
}
