package io.meshwright.benchmark;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.ColumnProtection;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Schema;
import io.meshwright.contract.ServiceLevel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

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
  CHECKPOINT("checkpoint, all rules", "checkpoint"),
  /** Every rule of the contract, and the columns about the customer encrypted. */
  ENCRYPTED("gate, all rules, two columns encrypted", "gate");

  private static final Field.Traits ENCRYPT =
      new Field.Traits(
          false,
          false,
          true,
          Optional.of("customer"),
          Optional.empty(),
          Optional.of(ColumnProtection.ENCRYPT),
          List.of());
  private static final Set<String> PERSONAL = Set.of("customer_id", "customer_segment");

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
          case ENCRYPTED -> encrypted(full);
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
    Schema schema = withFields(contract, field -> with(field, Field.Traits.NONE, List.of()));
    return with(contract, schema, List.of(), ServiceLevel.NONE);
  }

  /** The join with the customers is about keys, too. */
  private static Contract withoutKeys(Contract contract) {
    List<Rule> checks =
        contract.qualityChecks().stream()
            .filter(rule -> !rule.name().equals("referential_integrity"))
            .toList();
    Schema schema =
        withFields(contract, field -> with(field, Field.Traits.NONE, withoutKeys(field)));
    return with(contract, schema, checks, contract.serviceLevel());
  }

  private static Contract encrypted(Contract contract) {
    Schema schema =
        withFields(
            contract,
            field -> PERSONAL.contains(field.name()) ? with(field, ENCRYPT, field.rules()) : field);
    return with(contract, schema, contract.qualityChecks(), contract.serviceLevel());
  }

  private static Schema withFields(Contract contract, UnaryOperator<Field> change) {
    Schema schema = contract.schema();
    return new Schema(
        schema.format(),
        schema.location(),
        schema.partitionedBy(),
        schema.fields().stream().map(change).toList());
  }

  private static Field with(Field field, Field.Traits traits, List<Rule> rules) {
    return new Field(
        field.name(), field.type(), field.description(), traits, rules, field.generatedAs());
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
