package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;

import io.delta.tables.DeltaTable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What a Delta table says of itself: all that a contract has a say in but its rows. */
record TableState(
    StructType columns,
    List<String> partitions,
    Map<String, String> properties,
    Optional<String> description) {

  private static final String CONSTRAINT = "delta.constraints.";

  TableState {
    requireNonNull(columns, "columns");
    partitions = List.copyOf(partitions);
    properties = Map.copyOf(properties);
    requireNonNull(description, "description");
  }

  /** Reads the table's log: a few small jobs. */
  static TableState of(DeltaTable table) {
    StructType columns = table.toDF().schema();
    Row detail = table.detail().select("partitionColumns", "properties", "description").head();
    return new TableState(
        columns,
        detail.getList(0),
        detail.getJavaMap(1),
        Optional.ofNullable(detail.getString(2)).filter(text -> !text.isEmpty()));
  }

  /** The name under which the property of a constraint stands. */
  static String constraintProperty(String name) {
    return CONSTRAINT + name;
  }

  Optional<StructField> find(String column) {
    return Arrays.stream(columns.fields()).filter(field -> field.name().equals(column)).findFirst();
  }

  /** The conditions that the table holds every writer to, by name. */
  Map<String, String> constraints() {
    Map<String, String> constraints = new LinkedHashMap<>();
    properties.keySet().stream()
        .filter(key -> key.startsWith(CONSTRAINT))
        .sorted()
        .forEach(key -> constraints.put(key.substring(CONSTRAINT.length()), properties.get(key)));
    return constraints;
  }
}
