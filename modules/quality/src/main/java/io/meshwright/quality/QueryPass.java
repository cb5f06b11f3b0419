package io.meshwright.quality;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs SQL over DataFrames by name, without leaving a name behind: the tables are common table
 * expressions around the query, so they shadow everything else and vanish with it.
 */
public final class QueryPass {

  private static final Pattern END = Pattern.compile("[;\\s]+$");

  private QueryPass() {}

  /** Gives {@code query} over {@code tables}; lazily, no job runs. */
  public static Dataset<Row> over(
      SparkSession spark,
      String query,
      Map<String, Dataset<Row>> tables,
      Map<String, Object> arguments) {
    List<String> views = new ArrayList<>();
    try {
      String with =
          tables.entrySet().stream()
              .map(
                  table -> {
                    String view = "mesh_" + UUID.randomUUID().toString().replace("-", "");
                    table.getValue().createOrReplaceTempView(view);
                    views.add(view);
                    return SqlText.name(table.getKey()) + " AS (SELECT * FROM " + view + ")";
                  })
              .collect(joining(", "));
      String body = END.matcher(query).replaceFirst("");
      // One line before the query's first, so that Spark's line numbers are off by one, not by ten.
      return spark.sql(
          with.isEmpty() ? body : "WITH " + with + " SELECT * FROM (\n" + body + "\n)", arguments);
    } finally {
      views.forEach(spark.catalog()::dropTempView);
    }
  }

  /** Runs a query that gives one number. */
  static Measurement measure(Dataset<Row> query) {
    List<Row> rows = query.takeAsList(2);
    if (rows.size() != 1 || rows.get(0).size() != 1) {
      return new Measurement.Missing(
          "the query gave %s rows of %d columns, where one number is expected"
              .formatted(rows.size() == 2 ? "2 or more" : rows.size(), query.columns().length));
    }

    Object value = rows.get(0).get(0);
    if (value == null) {
      return new Measurement.Missing("the query gave null, where a number is expected");
    }
    if (value instanceof BigDecimal decimal) {
      return new Measurement.Value(decimal);
    }
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return new Measurement.Value(new BigDecimal(number.toString()));
    }

    return new Measurement.Missing(
        "the query gave '%s', where a number is expected".formatted(value));
  }
}
