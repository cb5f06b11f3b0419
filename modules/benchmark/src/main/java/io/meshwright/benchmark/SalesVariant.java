package io.meshwright.benchmark;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Schema;
import io.meshwright.contract.ServiceLevel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One way to publish the same rows. */
enum SalesVariant {
  /** Extract, transform and a Delta write in plain Spark: what everything is compared with. */
  BARE("bare write, plain Spark", ""),
  /** Meshwright with a contract without a single rule: what the frame around a run costs. */
  NO_RULES("gate, no rules", "gate"),
  /** Every rule of the contract but those about keys. */
  NO_KEYS("gate, without key rules", "gate"),
  /** Every rule of the contract. */
  GATE("gate, all rules", "gate"),
  /** Every rule of the contract, with public API only. */
  CHECKPOINT("checkpoint, all rules", "checkpoint");

  private final String title;
  private final String publisher;

  SalesVariant(String title, String publisher) {
    this.title = title;
    this.publisher = publisher;
  }

  String title() {
    return title;
  }

  String publisher() {
    return publisher;
  }

  /** The contract of this variant, at a location of its own. */
  Contract contract(Contract full) {
    Contract changed =
        switch (this) {
          case BARE, GATE, CHECKPOINT -> full;
          case NO_RULES -> withoutRules(full);
          case NO_KEYS -> withoutKeys(full);
        };
    Schema schema = changed.schema();
    return with(
        changed,
        new Schema(
            schema.format(),
            schema.location().replaceFirst("/+$", "") + "_" + name().toLowerCase(Locale.ROOT),
            schema.partitionedBy(),
            schema.fields()),
        changed.qualityChecks(),
        changed.serviceLevel());
  }

  private static Contract withoutRules(Contract contract) {
    return with(contract, withFields(contract, List.of()), List.of(), ServiceLevel.NONE);
  }

  /** The join with the customers is about keys, too. */
  private static Contract withoutKeys(Contract contract) {
    List<Rule> checks =
        contract.qualityChecks().stream()
            .filter(rule -> !rule.name().equals("referential_integrity"))
            .toList();
    return with(contract, withFields(contract, null), checks, contract.serviceLevel());
  }

  private static Schema withFields(Contract contract, List<Rule> rules) {
    Schema schema = contract.schema();
    List<Field> fields =
        schema.fields().stream()
            .map(
                field ->
                    new Field(
                        field.name(),
                        field.type(),
                        field.description(),
                        Field.Traits.NONE,
                        Optional.ofNullable(rules).orElseGet(() -> withoutKeys(field)),
                        field.generatedAs()))
            .toList();
    return new Schema(schema.format(), schema.location(), schema.partitionedBy(), fields);
  }

  private static List<Rule> withoutKeys(Field field) {
    return field.rules().stream()
        .filter(rule -> !(rule.assertion() instanceof Assertion.OnKeys))
        .toList();
  }

  private static Contract with(
      Contract contract, Schema schema, List<Rule> checks, ServiceLevel serviceLevel) {
    return new Contract(
        contract.name(),
        contract.version(),
        contract.owner(),
        contract.description(),
        contract.handling(),
        schema,
        contract.access(),
        serviceLevel,
        checks,
        contract.observability(),
        contract.changelog(),
        contract.deprecation(),
        contract.production());
  }
}
