package io.meshwright.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells of fields whose protection would take from them what the contract needs: a partition or a
 * key that nobody could look up, a token of a value with parts.
 */
final class ProtectionCheck {

  private final Schema schema;
  private final Production.Write write;
  private final List<Rule> checks;
  private final List<Diagnostic> problems;

  ProtectionCheck(
      Schema schema, Production.Write write, List<Rule> checks, List<Diagnostic> problems) {
    this.schema = schema;
    this.write = write;
    this.checks = checks;
    this.problems = problems;
  }

  /**
   * Checks every protected field.
   *
   * @param places where each says that it is
   */
  void check(Map<String, Place> places) {
    places.forEach((name, place) -> schema.findField(name).ifPresent(field -> check(field, place)));
  }

  private void check(Field field, Place place) {
    ColumnProtection protection = field.traits().protection().orElseThrow();
    boolean fits =
        switch (protection) {
          case ENCRYPT, DROP -> true;
          case TOKENIZE -> field.type().isComparable();
          case MASK -> field.type().isText();
        };
    if (!fits) {
      problems.add(ContractDiagnostics.protectionDoesNotFit(place, protection, field.type()));
    }
    fixedUse(field)
        .ifPresent(
            use ->
                problems.add(
                    ContractDiagnostics.protectedButUsed(
                        place,
                        field.name(),
                        protection,
                        use,
                        "protect another field, or publish without this one")));
    if (protection != ColumnProtection.TOKENIZE && fixedUse(field).isEmpty()) {
      keyUse(field)
          .ifPresent(
              use ->
                  problems.add(
                      ContractDiagnostics.protectedButUsed(
                          place,
                          field.name(),
                          protection,
                          use,
                          "tokenize it: equal values have equal tokens")));
    }
  }

  /** What needs the plain values, whatever became of them. */
  private Optional<String> fixedUse(Field field) {
    if (schema.partitionedBy().contains(field.name())) {
      return Optional.of("its values are names of folders, since the table is partitioned by it");
    }
    if (field.generatedAs().isPresent()) {
      return Optional.of("Delta computes it from other columns while it writes");
    }
    if (write.effectiveAt().equals(Optional.of(field.name()))) {
      return Optional.of("the write compares it with the rows that are there");
    }

    return Optional.empty();
  }

  /** Equal values have equal tokens, so that a tokenized field is still a key. */
  private Optional<String> keyUse(Field field) {
    if (field.traits().primaryKey()) {
      return Optional.of("it is in the primary key");
    }
    if (write.keys().contains(field.name())) {
      return Optional.of("it is in write.keys");
    }

    return Stream.concat(field.rules().stream(), checks.stream())
            .map(Rule::assertion)
            .anyMatch(
                assertion ->
                    assertion instanceof Assertion.Unique unique
                        && unique.fields().contains(field.name()))
        ? Optional.of("it is to be unique in the published table")
        : Optional.empty();
  }
}
