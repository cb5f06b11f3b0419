package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Rule;
import io.meshwright.quality.RuleSet;
import io.meshwright.quality.SqlText;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a product that were not published, and why.
 *
 * <p>Columns: {@code row} (the typed row as the contract has it, personal and protected fields
 * encrypted, see {@link SealedRows}; null for a record that could not be read), {@code violations}
 * (array of {@code rule, column, value, message, contract_version, run_id}), {@code outcome}
 * ({@code published} if the run published its other rows, {@code rejected} if it published
 * nothing), {@code quarantined_at}, the partition column {@code run_id}: the same run again
 * replaces what it set aside before; and, once there was a requeue, {@code requeue_id}, see {@link
 * QuarantinedRows}.
 */
class QuarantineTable {

  static final String PUBLISHED = "published";
  static final String REJECTED = "rejected";

  /** A run that publishes nothing keeps at most so many rows a rule: samples, not a second lake. */
  static final int MOST_REJECTED = 10_000;

  private final SparkSession spark;
  private final Contract contract;
  private final String path;
  private final RunContext context;
  private final SealedRows sealed;

  QuarantineTable(Contract contract, RunContext context) {
    this.spark = context.spark();
    this.contract = contract;
    this.path = pathOf(context.environment(), contract.name());
    this.context = context;
    this.sealed = new SealedRows(contract, context.environment().keys());
  }

  /** For rows that are in quarantine already: what is to be set aside again is not kept twice. */
  static QuarantineTable ofRowsSetAside(Contract contract, RunContext context) {
    return new QuarantineTable(contract, context) {
      @Override
      long replace(List<Dataset<Row>> parts) {
        return 0;
      }
    };
  }

  static String pathOf(Environment environment, ProductName product) {
    return environment.root() + "/_mesh/quarantine/" + product;
  }

  String path() {
    return path;
  }

  /** Marked rows in the table's shape. */
  Dataset<Row> rows(Dataset<Row> marked, RuleSet rules, String outcome) {
    return shape(marked, row(), rules.violations(context.runId()), outcome);
  }

  /** Rows of a rejected run that break {@code rule}, in the table's shape. */
  Dataset<Row> sample(Dataset<Row> rows, RuleSet rules, Rule rule) {
    return shape(
        rows.limit(MOST_REJECTED), row(), array(rules.violation(rule, context.runId())), REJECTED);
  }

  /** Marked rows of a rejected run, at most so many for each rule they break first. */
  List<Dataset<Row>> samples(Dataset<Row> keptOut, RuleSet rules, Map<String, Long> violations) {
    return rules.keptOutByRule(keptOut).entrySet().stream()
        .filter(entry -> violations.getOrDefault(entry.getKey(), 0L) > 0)
        .map(entry -> rows(entry.getValue().limit(MOST_REJECTED), rules, REJECTED))
        .toList();
  }

  /** Records that could not be read, in the table's shape. */
  Dataset<Row> unreadable(TextInput input, RuleSet rules) {
    Dataset<Row> records = input.unreadable().limit(MOST_REJECTED);
    Column violation =
        rules.violation(
            input.rule().name(),
            input.name(),
            // It may hold anything that the product's fields hold.
            sealed.isEmpty() ? col("record") : lit(PersonalData.MASK),
            "the record does not fit the schema of the input, or is no text in its encoding",
            context.runId());
    StructType types = new StructType();
    for (StructField field : SparkTypes.of(contract).fields()) {
      types = types.add(field.name(), sealed.type(field.name(), field.dataType()));
    }
    return shape(records, lit(null).cast(types), array(violation), REJECTED);
  }

  /**
   * Sets rows aside, in place of any that this run set aside before.
   *
   * @return how many there are now for this run
   */
  long replace(List<Dataset<Row>> parts) {
    Dataset<Row> rows =
        parts.stream()
            .reduce(Dataset::unionByName)
            .orElseThrow(() -> new IllegalArgumentException("Cannot set nothing aside"));
    rows.write()
        .format("delta")
        .mode(SaveMode.Overwrite)
        .partitionBy("run_id")
        .option("replaceWhere", "run_id = " + SqlText.text(context.runId()))
        .option("mergeSchema", "true")
        // For fields whose names Delta takes only so; a later version of the contract may have one.
        .option("delta.columnMapping.mode", "name")
        .save(path);
    return ofRun();
  }

  private long ofRun() {
    return spark
        .read()
        .format("delta")
        .load(path)
        .where(col("run_id").equalTo(lit(context.runId())))
        .count();
  }

  private Dataset<Row> shape(Dataset<Row> rows, Column row, Column violations, String outcome) {
    return rows.select(
        row.as("row"),
        violations.as("violations"),
        lit(outcome).as("outcome"),
        lit(Timestamp.from(context.startedAt())).as("quarantined_at"),
        lit(context.runId()).as("run_id"));
  }

  private Column row() {
    StructType columns = SparkTypes.of(contract);
    List<String> filled = Conform.expected(contract).stream().map(f -> f.name()).toList();
    return struct(
        Arrays.stream(columns.fields())
            .map(
                field ->
                    filled.contains(field.name())
                        ? sealed
                            .seal(field.name(), col(SqlText.name(field.name())))
                            .as(field.name())
                        : lit(null)
                            .cast(sealed.type(field.name(), field.dataType()))
                            .as(field.name()))
            .toArray(Column[]::new));
  }
}
