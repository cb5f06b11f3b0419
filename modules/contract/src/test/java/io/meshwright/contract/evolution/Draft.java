package io.meshwright.contract.evolution;

import io.meshwright.contract.Access;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Deprecation;
import io.meshwright.contract.Field;
import io.meshwright.contract.Handling;
import io.meshwright.contract.Observability;
import io.meshwright.contract.Owner;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Production;
import io.meshwright.contract.Release;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Schema;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.ServiceLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A contract whose parts a test replaces. */
final class Draft {

  ProductName name;
  SemanticVersion version;
  Owner owner;
  Optional<String> description;
  Handling handling;
  Schema schema;
  Access access;
  ServiceLevel serviceLevel;
  List<Rule> qualityChecks;
  Observability observability;
  List<Release> changelog;
  Optional<Deprecation> deprecation;
  Production production;

  private Draft(Contract contract) {
    name = contract.name();
    version = contract.version();
    owner = contract.owner();
    description = contract.description();
    handling = contract.handling();
    schema = contract.schema();
    access = contract.access();
    serviceLevel = contract.serviceLevel();
    qualityChecks = contract.qualityChecks();
    observability = contract.observability();
    changelog = contract.changelog();
    deprecation = contract.deprecation();
    production = contract.production();
  }

  static Contract edited(Contract contract, Consumer<Draft> edit) {
    Draft draft = new Draft(contract);
    edit.accept(draft);
    return new Contract(
        draft.name,
        draft.version,
        draft.owner,
        draft.description,
        draft.handling,
        draft.schema,
        draft.access,
        draft.serviceLevel,
        draft.qualityChecks,
        draft.observability,
        draft.changelog,
        draft.deprecation,
        draft.production);
  }

  void add(Field field) {
    List<Field> fields = new ArrayList<>(schema.fields());
    fields.add(field);
    setFields(fields);
  }

  /** Replaces a field, or takes it away. */
  void replace(String fieldName, Optional<Field> other) {
    setFields(
        schema.fields().stream()
            .flatMap(
                field ->
                    field.name().equals(fieldName) ? other.stream() : Optional.of(field).stream())
            .toList());
  }

  private void setFields(List<Field> fields) {
    schema = new Schema(schema.format(), schema.location(), schema.partitionedBy(), fields);
  }
}
