package io.meshwright.quality;

import io.meshwright.contract.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Spark types as contract types. */
public final class FieldTypes {

  private FieldTypes() {}

  /** The contract type that holds every value of {@code type}; empty if no Delta table does. */
  public static Optional<FieldType> find(DataType type) {
    if (type instanceof DecimalType decimal) {
      return Optional.of(new FieldType.Decimal(decimal.precision(), decimal.scale()));
    }
    if (type instanceof ArrayType array) {
      return find(array.elementType()).map(FieldType.Array::new);
    }
    if (type instanceof MapType map) {
      return find(map.keyType())
          .flatMap(key -> find(map.valueType()).map(value -> new FieldType.Map(key, value)));
    }
    if (type instanceof StructType struct) {
      return find(struct);
    }

    try {
      return Optional.of(FieldType.parse(type.catalogString()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<FieldType> find(StructType struct) {
    List<FieldType.Struct.Member> members = new ArrayList<>();
    for (StructField member : struct.fields()) {
      Optional<FieldType> type = find(member.dataType());
      if (type.isEmpty()) {
        return Optional.empty();
      }
      members.add(new FieldType.Struct.Member(member.name(), type.get()));
    }
    return members.isEmpty() ? Optional.empty() : Optional.of(new FieldType.Struct(members));
  }
}
