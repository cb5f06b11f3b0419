package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.meshwright.contract.Amount;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Severity;
import io.meshwright.quality.SqlText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * A CSV or JSON input, whose records may not be readable: those that are not stay out of the
 * transform, are counted while the others are read, and go to quarantine as the text they are.
 */
final class TextInput {

  /** Where Spark puts the text of a record that does not fit the schema. */
  static final String CORRUPT = "__mesh_corrupt";

  /** What a decoder puts in place of bytes that are not text in the file's encoding. */
  private static final String UNDECODABLE = "\uFFFD";

  private final String name;
  private final Dataset<Row> records;
  private final String observation;

  /**
   * @param records every record, with {@link #CORRUPT} as the last column
   */
  TextInput(String name, Dataset<Row> records) {
    this.name = name;
    this.records = records;
    this.observation = "mesh-input-" + UUID.randomUUID();
  }

  /** The records that can be read; the others are counted on the way. */
  Dataset<Row> readable() {
    return records
        .observe(observation, count_if(corrupt()).as("corrupt"), whole().as("whole"))
        .where(corrupt().unary_$bang())
        .drop(CORRUPT);
  }

  /** The records that cannot be read, as one column of text. */
  Dataset<Row> unreadable() {
    Column[] fields = fields().map(name -> col(SqlText.name(name))).toArray(Column[]::new);
    return records
        .where(corrupt())
        .select(coalesce(col(CORRUPT), to_json(struct(fields))).as("record"));
  }

  /**
   * How many records cannot be read: as observed, or by a job of its own if the plan never came by
   * the observation. More than zero may count a record twice; zero is exact.
   */
  long countUnreadable(Observed observed) {
    Optional<Row> row = observed.find(observation);
    return row.map(counted -> counted.getLong(0)).orElseGet(this::countAgain);
  }

  /** The rule that this input's records are held to. */
  Rule rule() {
    return new Rule(
        name + "_readable",
        new Assertion.Expression("every record of input " + name + " can be read"),
        Severity.ERROR,
        Amount.none(),
        Rule.Scope.EVERY_ROW,
        List.of());
  }

  String name() {
    return name;
  }

  /**
   * Counts the records that cannot be read, each once, by a job of its own. It asks for their text:
   * a mere count of rows would let Spark leave fields unparsed, and find no fault in them.
   */
  long countAgain() {
    return unreadable().agg(count(col("record"))).head().getLong(0);
  }

  /**
   * Counts the records that have every field. Nobody needs the number: it makes Spark parse every
   * field, where it would leave out those that the transform does not read, and find no fault in
   * them.
   */
  private Column whole() {
    return expr("count(%s)".formatted(fields().map(SqlText::name).collect(joining(", "))));
  }

  private Stream<String> fields() {
    return Arrays.stream(records.columns()).filter(column -> !column.equals(CORRUPT));
  }

  private Column corrupt() {
    Column corrupt = col(CORRUPT).isNotNull();
    for (StructField field : records.schema().fields()) {
      if (field.dataType().equals(DataTypes.StringType) && !field.name().equals(CORRUPT)) {
        Column text = col(SqlText.name(field.name()));
        corrupt = corrupt.or(coalesce(text.contains(UNDECODABLE), lit(false)));
      }
    }
    return corrupt;
  }
}
