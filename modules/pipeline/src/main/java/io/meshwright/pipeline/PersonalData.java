package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Shows quarantined rows without the values of personal data: whether there is one, and no more.
 */
final class PersonalData {

  static final String MASK = "***";

  private final Contract contract;

  PersonalData(Contract contract) {
    this.contract = contract;
  }

  /**
   * The column {@code row} of quarantine as JSON text, null where it is null; values of personal
   * data are {@code ***}, and fields that the contract does not know count as such.
   *
   * @param first names of fields that come first, in this order
   */
  Column row(StructType row, List<String> first) {
    Column[] fields =
        Stream.concat(
                first.stream().flatMap(name -> find(row, name)),
                Arrays.stream(row.fields()).filter(field -> !first.contains(field.name())))
            .map(field -> shown(field.name()).as(field.name()))
            .toArray(Column[]::new);
    return when(col("row").isNotNull(), to_json(struct(fields), QuarantinedRows.JSON));
  }

  /** A record that could not be read may hold anything that the product's fields hold. */
  String record(String text) {
    boolean isPossible =
        contract.schema().fields().stream()
            .map(Field::traits)
            .anyMatch(traits -> traits.pii() || traits.protection().isPresent());
    return isPossible ? MASK : text;
  }

  private Column shown(String name) {
    Column value = col("row").getField(name);
    boolean isShown =
        contract
            .schema()
            .findField(name)
            .map(Field::traits)
            .filter(traits -> !traits.pii() && traits.protection().isEmpty())
            .isPresent();
    return isShown ? value : when(value.isNotNull(), lit(MASK));
  }

  private static Stream<StructField> find(StructType row, String name) {
    return Arrays.stream(row.fields()).filter(field -> field.name().equals(name));
  }
}
