package io.meshwright.protection;

import static org.apache.spark.sql.functions.broadcast;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows beside the wrapped keys of the persons they are about. */
final class SubjectRows {

  /** Columns that stand beside a row's own until its values are encrypted or decrypted. */
  static final String TOKEN = "__mesh_subject";

  static final String KEY = "__mesh_subject_key";
  static final String DESTROYED = "__mesh_subject_destroyed";

  private static final String PERSON = "__mesh_person";
  private static final StructType KEYS =
      new StructType()
          .add(PERSON, DataTypes.StringType, false)
          .add(KEY, DataTypes.BinaryType, true)
          .add(DESTROYED, DataTypes.BinaryType, false);

  private SubjectRows() {}

  /** The persons that rows are about: one query. */
  static Set<String> tokens(Dataset<Row> rows, Column token) {
    return new HashSet<>(
        rows.select(token.as(TOKEN))
            .where(new Column(TOKEN).isNotNull())
            .distinct()
            .as(Encoders.STRING())
            .collectAsList());
  }

  /** A row for each person: token, wrapped key, ids of destroyed keys. */
  static Dataset<Row> keys(SparkSession spark, Map<String, SubjectKeys> persons) {
    List<Row> rows =
        persons.entrySet().stream()
            .map(
                person ->
                    RowFactory.create(
                        person.getKey(),
                        person.getValue().current().map(WrappedSubjectKey::toBytes).orElse(null),
                        person.getValue().destroyedIds()))
            .toList();
    return spark.createDataFrame(rows, KEYS);
  }

  /**
   * The rows with {@link #TOKEN}, {@link #KEY} and {@link #DESTROYED}. They stay where they are:
   * the keys go to them.
   */
  static Dataset<Row> join(Dataset<Row> rows, Column token, Dataset<Row> keys) {
    Dataset<Row> named = rows.withColumn(TOKEN, token);
    return named
        .join(broadcast(keys), named.col(TOKEN).equalTo(keys.col(PERSON)), "left_outer")
        .drop(PERSON);
  }
}
