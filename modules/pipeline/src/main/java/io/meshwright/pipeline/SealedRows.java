package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.meshwright.contract.Contract;
import io.meshwright.protection.KeyProvider;
import io.meshwright.protection.ProtectedColumn;
import io.meshwright.protection.Protection;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Quarantine's rows with personal and protected fields encrypted under quarantine's own key,
 * whatever the contract does with them in the published table, so that they can be put back.
 */
final class SealedRows {

  private final Protection protection;
  private final Set<String> sealed;

  SealedRows(Contract contract, KeyProvider keys) {
    this.protection = Protection.ofQuarantine(contract, keys);
    this.sealed =
        protection.columns().stream().map(ProtectedColumn::name).collect(Collectors.toSet());
  }

  /** Says whether no field needs it. */
  boolean isEmpty() {
    return protection.isEmpty();
  }

  /** The type that a field has in quarantine. */
  DataType type(String field, DataType plain) {
    return sealed.contains(field) ? DataTypes.BinaryType : plain;
  }

  /** The value of a field as quarantine keeps it. */
  Column seal(String field, Column value) {
    return protection.protect(field, value).orElseThrow();
  }

  /** Rows of quarantine with the values of every field in clear. */
  Dataset<Row> reveal(Dataset<Row> found) {
    if (isEmpty()) {
      return found;
    }

    StructType row = (StructType) found.schema().apply("row").dataType();
    Column[] fields = Arrays.stream(row.fields()).map(this::revealed).toArray(Column[]::new);
    return found.withColumn(
        "row", when(col("row").isNotNull(), struct(fields)).otherwise(lit(null)));
  }

  private Column revealed(StructField field) {
    Column value = col("row").getField(field.name());
    boolean isSealed =
        sealed.contains(field.name()) && field.dataType().equals(DataTypes.BinaryType);
    return (isSealed ? protection.reveal(field.name(), value) : value).as(field.name());
  }
}
