package io.meshwright.pipeline;

import io.meshwright.quality.QueryPass;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A product that is nothing but a query over its declared inputs. The query may use {@code
 * :logical_date} (a date) and {@code :started_at} (a timestamp).
 */
record SqlProduct(String sql) implements DataProduct {

  @Override
  public Dataset<Row> transform(Inputs inputs, RunContext context) {
    return QueryPass.over(
        context.spark(),
        sql,
        inputs.byName(),
        Map.of("logical_date", context.logicalDate(), "started_at", context.startedAt()));
  }
}
