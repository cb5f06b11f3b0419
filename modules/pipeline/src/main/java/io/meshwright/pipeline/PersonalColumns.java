package io.meshwright.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshwright.contract.ColumnProtection;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which columns of a published table hold personal data, as a property of the table, so that a
 * product that reads it knows without the contract. Those published encrypted or as tokens count:
 * whoever has the key has the person.
 */
final class PersonalColumns {

  static final String PROPERTY = "mesh.contract.personal";

  private static final ObjectMapper JSON = new ObjectMapper();

  private PersonalColumns() {}

  /** The value of the property: a JSON array of names in the order of the contract. */
  static String write(Contract contract) {
    return JSON.valueToTree(
            contract.schema().fields().stream()
                .filter(field -> field.traits().pii())
                .filter(
                    field -> field.traits().protection().filter(PersonalColumns::loses).isEmpty())
                .map(Field::name)
                .toList())
        .toString();
  }

  private static boolean loses(ColumnProtection protection) {
    return protection == ColumnProtection.MASK || protection == ColumnProtection.DROP;
  }

  /**
   * The columns that a table's properties name; none where they say nothing.
   *
   * @throws IllegalArgumentException if the property is no list of names
   */
  static Set<String> read(Map<String, String> properties) {
    String text = properties.getOrDefault(PROPERTY, "[]");
    try {
      Set<String> names = new HashSet<>();
      for (JsonNode name : JSON.readTree(text)) {
        names.add(name.asText());
      }
      return names;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Invalid table property %s: expected a JSON array of column names, found '%s'"
              .formatted(PROPERTY, text),
          e);
    }
  }
}
