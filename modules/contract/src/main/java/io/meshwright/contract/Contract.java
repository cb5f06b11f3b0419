package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The promise a domain team makes about one data product: what {@code data_product.yaml} says.
 *
 * <p>Immutable and equal by value. Made by {@link ContractReader}, printed by {@link
 * ContractWriter}.
 *
 * @param qualityChecks promises about the table as a whole, in the order of the file
 * @param changelog newest first, as the file has it
 * @param deprecation the notice that this major version will end, where it is given
 */
public record Contract(
    ProductName name,
    SemanticVersion version,
    Owner owner,
    Optional<String> description,
    Handling handling,
    Schema schema,
    Access access,
    ServiceLevel serviceLevel,
    List<Rule> qualityChecks,
    Observability observability,
    List<Release> changelog,
    Optional<Deprecation> deprecation,
    Production production) {

  /** The name of the rule that {@code sla.completeness.min_threshold} becomes. */
  public static final String SLA_COMPLETENESS = "sla_completeness";

  /** The name of the rule that the fields marked {@code is_primary_key} become. */
  public static final String PRIMARY_KEY = "primary_key";

  public Contract {
    requireNonNull(name, "name");
    requireNonNull(version, "version");
    requireNonNull(owner, "owner");
    requireNonNull(description, "description");
    requireNonNull(handling, "handling");
    requireNonNull(schema, "schema");
    requireNonNull(access, "access");
    requireNonNull(serviceLevel, "serviceLevel");
    qualityChecks = List.copyOf(qualityChecks);
    requireNonNull(observability, "observability");
    changelog = List.copyOf(changelog);
    requireNonNull(deprecation, "deprecation");
    requireNonNull(production, "production");
  }

  /**
   * Every rule of the contract, in the order of the report: the primary key, the fields' own rules,
   * the quality checks, the service level.
   */
  public List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    if (!schema.primaryKey().isEmpty()) {
      rules.add(
          Rule.of(PRIMARY_KEY, new Assertion.PrimaryKey(schema.primaryKey()), Severity.ERROR));
    }
    schema.fields().forEach(field -> rules.addAll(field.rules()));
    rules.addAll(qualityChecks);
    serviceLevel
        .completeness()
        .map(min -> new Assertion.Completeness(Optional.empty(), min))
        .ifPresent(assertion -> rules.add(Rule.of(SLA_COMPLETENESS, assertion, Severity.ERROR)));
    return List.copyOf(rules);
  }
}
