package io.meshwright.quality;

import static io.meshwright.quality.KeyPass.column;
import static io.meshwright.quality.KeyPass.columns;
import static io.meshwright.quality.KeyPass.complete;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Statistic;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/** Compares rows with the others of their group: dependencies, orders and gaps. */
public final class GroupPass {

  private static final String ROWS = "__mesh_rows";
  private static final String LEAST = "__mesh_least";
  private static final String MOST = "__mesh_most";
  private static final String BEFORE = "__mesh_before";
  private static final String MISSING = "__mesh_missing";

  private GroupPass() {}

  /** Counts rows of groups that do not agree in the dependent field. */
  public static Measurement.Keys dependency(
      Dataset<Row> rows, Assertion.FunctionalDependency dependency) {
    Row counted =
        groups(rows, dependency)
            .agg(sum(ROWS), sum(expr("if(%s = %s, 0L, %s)".formatted(LEAST, MOST, ROWS))))
            .head();
    return counted.isNullAt(0)
        ? new Measurement.Keys(0, 0)
        : new Measurement.Keys(counted.getLong(0), counted.getLong(1));
  }

  /** The rows of groups that do not agree in the dependent field. */
  public static Dataset<Row> disagreeing(
      Dataset<Row> rows, Assertion.FunctionalDependency dependency) {
    Dataset<Row> groups = groups(rows, dependency).where(col(LEAST).notEqual(col(MOST)));
    return KeyPass.semiJoin(complete(rows, dependency.fields()), groups, dependency.on());
  }

  private static Dataset<Row> groups(Dataset<Row> rows, Assertion.FunctionalDependency dependency) {
    List<String> all = new ArrayList<>(dependency.on());
    all.add(dependency.field());
    Dataset<Row> complete = complete(rows, all);
    Column field = column(complete, dependency.field());
    return complete
        .groupBy(columns(complete, dependency.on()))
        .agg(count(lit(1)).as(ROWS), min(field).as(LEAST), max(field).as(MOST));
  }

  /** Counts rows whose value is out of order with the one before. */
  public static Measurement.Keys order(Dataset<Row> rows, Assertion.Monotonic monotonic) {
    Dataset<Row> ordered = ordered(rows, monotonic);
    Row counted = ordered.agg(count(lit(1)), count_if(isBroken(monotonic))).head();
    return new Measurement.Keys(counted.getLong(0), counted.getLong(1));
  }

  /** The rows whose value is out of order with the one before. */
  public static Dataset<Row> outOfOrder(Dataset<Row> rows, Assertion.Monotonic monotonic) {
    Dataset<Row> ordered = ordered(rows, monotonic);
    return ordered.where(isBroken(monotonic)).drop(BEFORE);
  }

  private static Dataset<Row> ordered(Dataset<Row> rows, Assertion.Monotonic monotonic) {
    Dataset<Row> present = complete(rows, monotonic.fields());
    Column field = column(present, monotonic.field());
    boolean rises =
        monotonic.order() == Assertion.Order.INCREASING
            || monotonic.order() == Assertion.Order.STRICTLY_INCREASING;
    List<Column> order = new ArrayList<>(List.of(columns(present, monotonic.by())));
    // Among rows of the same place any order will do, so the one that keeps the promise is taken.
    order.add(rises ? field.asc() : field.desc());
    WindowSpec window =
        Window.partitionBy(columns(present, monotonic.within()))
            .orderBy(order.toArray(Column[]::new));
    return present.withColumn(BEFORE, lag(field, 1).over(window));
  }

  private static Column isBroken(Assertion.Monotonic monotonic) {
    return expr(
        "coalesce(%s %s %s, false)"
            .formatted(SqlText.name(monotonic.field()), monotonic.order().brokenBy(), BEFORE));
  }

  /** Counts what is missing between the smallest and the largest value of each group. */
  public static Measurement gaps(Dataset<Row> rows, Statistic.GapFree gapFree) {
    Dataset<Row> present = complete(rows, gapFree.fields());
    Column field = column(present, gapFree.field());
    boolean isDate =
        present.select(field).schema().fields()[0].dataType().equals(DataTypes.DateType);
    Column number =
        (isDate ? expr("unix_date(" + SqlText.name(gapFree.field()) + ")") : field)
            .cast("decimal(20,0)");
    Row counted =
        present
            .groupBy(columns(present, gapFree.within()))
            .agg(
                max(number)
                    .minus(min(number))
                    .plus(lit(1))
                    .minus(countDistinct(number))
                    .cast("decimal(38,0)")
                    .as(MISSING))
            .agg(sum(MISSING))
            .head();
    return counted.isNullAt(0)
        ? new Measurement.Missing("no row has a value in " + gapFree.field())
        : new Measurement.Value(new BigDecimal(counted.getDecimal(0).toBigInteger()));
  }
}
