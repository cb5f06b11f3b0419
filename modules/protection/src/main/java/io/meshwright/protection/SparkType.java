package io.meshwright.protection;

import io.meshwright.contract.FieldType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Contract types as the types of rows in motion, in which text has no limited length. */
final class SparkType {

  private SparkType() {}

  static DataType of(FieldType type) {
    if (type.isText()) {
      return DataTypes.StringType;
    }
    if (type instanceof FieldType.Decimal decimal) {
      return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
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

    return of((FieldType.Atomic) type);
  }

  private static DataType of(FieldType.Atomic type) {
    return switch (type) {
      case BOOLEAN -> DataTypes.BooleanType;
      case BYTE -> DataTypes.ByteType;
      case SHORT -> DataTypes.ShortType;
      case INTEGER -> DataTypes.IntegerType;
      case LONG -> DataTypes.LongType;
      case FLOAT -> DataTypes.FloatType;
      case DOUBLE -> DataTypes.DoubleType;
      case STRING -> DataTypes.StringType;
      case BINARY -> DataTypes.BinaryType;
      case DATE -> DataTypes.DateType;
      case TIMESTAMP -> DataTypes.TimestampType;
      case TIMESTAMP_NTZ -> DataTypes.TimestampNTZType;
    };
  }
}
