package io.meshwright.pipeline;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Input;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Contract types as Spark types. Text of a limited length is a string while it is in motion. */
final class SparkTypes {

  private SparkTypes() {}

  static DataType of(FieldType type) {
    if (type instanceof FieldType.Text) {
      return DataTypes.StringType;
    }
    if (type instanceof FieldType.Array array) {
      return DataTypes.createArrayType(of(array.element()));
    }
    if (type instanceof FieldType.Map map) {
      return DataTypes.createMapType(of(map.key()), of(map.value()));
    }
    if (type instanceof FieldType.Struct struct) {
      return DataTypes.createStructType(
          struct.members().stream()
              .map(member -> DataTypes.createStructField(member.name(), of(member.type()), true))
              .toArray(StructField[]::new));
    }

    return DataType.fromDDL(type.toString());
  }

  /** The columns of a contract, all nullable. */
  static StructType of(Contract contract) {
    return structOf(
        contract.schema().fields().stream()
            .map(field -> DataTypes.createStructField(field.name(), of(field.type()), true))
            .toList());
  }

  /** The columns of a table that holds the contract, with its nullability. */
  static StructType tableOf(Contract contract) {
    return structOf(contract.schema().fields().stream().map(SparkTypes::column).toList());
  }

  static StructType of(List<Input.Column> columns) {
    return structOf(
        columns.stream()
            .map(column -> DataTypes.createStructField(column.name(), of(column.type()), true))
            .toList());
  }

  private static StructField column(Field field) {
    return DataTypes.createStructField(field.name(), of(field.type()), field.isNullable());
  }

  private static StructType structOf(List<StructField> fields) {
    return DataTypes.createStructType(fields);
  }
}
