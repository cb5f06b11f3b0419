package io.meshwright.quality;

import static io.meshwright.quality.KeyPass.column;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Compares the different values of one field with those of a field elsewhere. */
public final class SetPass {

  /** So many of the values that only one side has are shown. */
  private static final int EXAMPLES = 5;

  private static final String VALUE = "__mesh_value";
  private static final String OURS = "__mesh_ours";
  private static final String THEIRS = "__mesh_theirs";

  private SetPass() {}

  /** Compares two sets of values; nulls are left out. */
  public static Measurement.Sets compare(
      Dataset<Row> rows, String field, Dataset<Row> others, String target) {
    Dataset<Row> sides =
        side(rows, field, 1, 0)
            .unionByName(side(others, target, 0, 1))
            .groupBy(VALUE)
            .agg(max(OURS).as(OURS), max(THEIRS).as(THEIRS));
    Column differs = col(OURS).notEqual(col(THEIRS));
    Row counted =
        sides
            .agg(
                count_if(col(OURS).equalTo(1)),
                count_if(col(THEIRS).equalTo(1)),
                count_if(differs.and(col(OURS).equalTo(1))),
                count_if(differs.and(col(THEIRS).equalTo(1))))
            .head();
    boolean isSame = counted.getLong(2) + counted.getLong(3) == 0;
    List<String> examples =
        isSame
            ? List.of()
            : sides.where(differs).orderBy(VALUE).limit(EXAMPLES).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    return new Measurement.Sets(
        counted.getLong(0), counted.getLong(1), counted.getLong(2), counted.getLong(3), examples);
  }

  /** Values as text, so that both sides may have types of their own. */
  private static Dataset<Row> side(Dataset<Row> rows, String field, int ours, int theirs) {
    Column value = column(rows, field);
    return rows.where(value.isNotNull())
        .select(value.cast("string").as(VALUE), lit(ours).as(OURS), lit(theirs).as(THEIRS));
  }
}
