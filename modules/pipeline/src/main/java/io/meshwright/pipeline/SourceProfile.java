package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Access;
import io.meshwright.contract.Amount;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.Handling;
import io.meshwright.contract.Input;
import io.meshwright.contract.Observability;
import io.meshwright.contract.Owner;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Production;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Schema;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.ServiceLevel;
import io.meshwright.quality.Profile;
import io.meshwright.quality.Proposal;
import io.meshwright.quality.SqlText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a source holds, and what a contract could promise of it.
 *
 * @param input how a contract reads the source
 * @param kind the format of the files, or {@code product}
 * @param fieldNames the fields of the proposal by the columns they are made of, where a contract
 *     cannot have the column's name
 * @param unreadable records that could not be read, and are not in the profile; empty if nobody
 *     counted them, because only some rows were looked at
 * @param leftOut columns that no table can hold, with their types
 */
public record SourceProfile(
    Input input,
    String kind,
    String location,
    Optional<Amount> sample,
    Map<String, String> fieldNames,
    Optional<Long> unreadable,
    Map<String, String> leftOut,
    Profile profile,
    Proposal proposal) {

  public static final String TRANSFORM_FILE = "transform.sql";

  private static final SemanticVersion FIRST = SemanticVersion.of(1, 0, 0);

  public SourceProfile {
    fieldNames = Map.copyOf(fieldNames);
    leftOut = Map.copyOf(leftOut);
  }

  /** A contract of a product that is this source, under the proposed rules. */
  public Contract contract(ProductName name, Owner owner, String location) {
    return contract(
        name,
        owner,
        new Schema(Schema.Format.DELTA, location, List.of(), proposal.fields()),
        List.of(input),
        proposal.checks());
  }

  /** The query that the contract names in {@code transform}. */
  public String transform() {
    return transform(input, proposal.fields(), fieldNames);
  }

  /** A query that takes {@code fields} from {@code input}, under their names in the contract. */
  static String transform(Input input, List<Field> fields, Map<String, String> fieldNames) {
    return fields.stream()
        .map(field -> "  " + column(field.name(), fieldNames))
        .collect(joining(",\n", "SELECT\n", "\nFROM " + SqlText.name(input.name()) + "\n"));
  }

  private static String column(String field, Map<String, String> fieldNames) {
    return fieldNames.entrySet().stream()
        .filter(entry -> entry.getValue().equals(field))
        .findFirst()
        .map(entry -> SqlText.name(entry.getKey()) + " AS " + SqlText.name(field))
        .orElse(SqlText.name(field));
  }

  /** A contract that reads {@code input} and promises nothing, for whoever has to have one. */
  static Contract reading(ProductName name, Input input) {
    return contract(
        name,
        new Owner(name.domain(), Optional.empty(), Optional.empty()),
        new Schema(Schema.Format.DELTA, "/", List.of(), List.of()),
        List.of(input),
        List.of());
  }

  /** A contract of a product that {@link #TRANSFORM_FILE} makes of its inputs. */
  static Contract contract(
      ProductName name, Owner owner, Schema schema, List<Input> inputs, List<Rule> checks) {
    return new Contract(
        name,
        FIRST,
        owner,
        Optional.empty(),
        Handling.UNSPECIFIED,
        schema,
        Access.OWNER_ONLY,
        ServiceLevel.NONE,
        checks,
        Observability.NONE,
        List.of(),
        Optional.empty(),
        new Production(
            inputs, Optional.of(new Production.SqlFile(TRANSFORM_FILE)), Production.Write.FULL));
  }
}
