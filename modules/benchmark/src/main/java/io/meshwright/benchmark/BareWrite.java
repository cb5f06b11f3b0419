package io.meshwright.benchmark;

import static org.apache.spark.sql.functions.col;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Input;
import io.meshwright.pipeline.Environment;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The same extract, transform and layout as the product, in plain Spark, and nothing else. */
final class BareWrite {

  private BareWrite() {}

  /** Writes the rows to {@code path}, and returns that. */
  static String run(
      SparkSession spark, Environment environment, Contract contract, String sql, String path) {
    for (Input input : contract.production().inputs()) {
      rows(spark, environment, input).createOrReplaceTempView(input.name());
    }
    Column[] partitions =
        contract.schema().partitionedBy().stream().map(name -> col(name)).toArray(Column[]::new);
    spark
        .sql(sql)
        .repartition(partitions)
        .write()
        .format("delta")
        .mode("overwrite")
        .partitionBy(contract.schema().partitionedBy().toArray(String[]::new))
        .save(path);
    return path;
  }

  private static Dataset<Row> rows(SparkSession spark, Environment environment, Input input) {
    Input.Files files = (Input.Files) input.source();
    DataFrameReader reader =
        spark.read().format(files.format().toString()).options(files.options());
    if (!input.schema().isEmpty()) {
      StructType schema = new StructType();
      for (Input.Column column : input.schema()) {
        schema = schema.add(column.name(), column.type().toString());
      }
      reader = reader.schema(schema);
    }
    Dataset<Row> rows = reader.load(environment.resolve(files.path()));
    for (Map.Entry<String, String> renamed : input.columns().entrySet()) {
      rows = rows.withColumnRenamed(renamed.getValue(), renamed.getKey());
    }
    return rows;
  }
}
