package io.meshwright.pipeline;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.Input;
import io.meshwright.contract.Owner;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Schema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a source says of itself, as a contract and a query: nothing here was learned from its rows.
 *
 * @param input how the contract reads the source
 * @param fieldNames the fields by the columns they are made of, where a contract cannot have the
 *     column's name
 * @param leftOut columns that no table can hold, with their types
 * @param notes what the source does not tell, and the team has to
 */
public record ImportedSource(
    Input input,
    List<Field> fields,
    List<String> partitionedBy,
    Map<String, String> fieldNames,
    Map<String, String> leftOut,
    List<String> notes) {

  public ImportedSource {
    fields = List.copyOf(fields);
    partitionedBy = List.copyOf(partitionedBy);
    fieldNames = Map.copyOf(fieldNames);
    leftOut = new TreeMap<>(leftOut);
    notes = List.copyOf(notes);
  }

  /** A contract of a product that is this source. */
  public Contract contract(ProductName name, Owner owner, String location) {
    return SourceProfile.contract(
        name,
        owner,
        new Schema(Schema.Format.DELTA, location, partitionedBy, fields),
        List.of(input),
        List.of());
  }

  /** The query that the contract names in {@code transform}. */
  public String transform() {
    return SourceProfile.transform(input, fields, fieldNames);
  }
}
