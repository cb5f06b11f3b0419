package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The shape of the published table and where it lives.
 *
 * @param location a URI as the contract writes it; configuration maps it to the environment's
 *     storage
 */
public record Schema(
    Format format, String location, List<String> partitionedBy, List<Field> fields) {

  /** What the contract asks for. Both are published as Delta, whose data files are Parquet. */
  public enum Format {
    PARQUET,
    DELTA;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Schema {
    requireNonNull(format, "format");
    requireNonNull(location, "location");
    partitionedBy = List.copyOf(partitionedBy);
    fields = List.copyOf(fields);
  }

  public Optional<Field> findField(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /**
   * The names of the fields that together identify a row; empty where the contract declares none.
   */
  public List<String> primaryKey() {
    return fields.stream().filter(field -> field.traits().primaryKey()).map(Field::name).toList();
  }
}
