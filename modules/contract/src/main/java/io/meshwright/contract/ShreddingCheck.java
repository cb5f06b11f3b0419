package io.meshwright.contract;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells of what would outlive a person's key, or keep it from being found, where {@code erasure:
 * shred} promises that destroying the key erases the person.
 */
final class ShreddingCheck {

  private final Schema schema;
  private final Optional<String> subjectKey;
  private final Production.Write write;
  private final List<Diagnostic> problems;

  ShreddingCheck(
      Schema schema, Handling handling, Production.Write write, List<Diagnostic> problems) {
    this.schema = schema;
    this.subjectKey = handling.subjectKey();
    this.write = write;
    this.problems = problems;
  }

  /**
   * Checks the whole contract.
   *
   * @param erasure where it says {@code erasure: shred}
   * @param fields where each field says its name
   */
  void check(Place erasure, Function<String, Place> fields) {
    if (subjectKey.isEmpty()) {
      problems.add(ContractDiagnostics.shreddingWithoutSubject(erasure));
    }
    if (schema.fields().stream().noneMatch(ShreddingCheck::isEncrypted)) {
      problems.add(ContractDiagnostics.shreddingNothing(erasure));
    } else if (write.mode() == Production.Mode.SCD2) {
      problems.add(ContractDiagnostics.shreddingHistory(erasure));
    }
    for (Field field : schema.fields()) {
      Place place = fields.apply(field.name());
      if (subjectKey.equals(Optional.of(field.name()))) {
        field
            .traits()
            .protection()
            .filter(protection -> protection != ColumnProtection.TOKENIZE)
            .map(
                protection ->
                    ContractDiagnostics.shreddingHidesSubject(place, field.name(), protection))
            .ifPresent(problems::add);
      } else if (field.traits().pii() && !isGone(field)) {
        problems.add(ContractDiagnostics.outlivesKey(place, field.name()));
      }
    }
  }

  private static boolean isEncrypted(Field field) {
    return field.traits().protection().equals(Optional.of(ColumnProtection.ENCRYPT));
  }

  /** Says whether nothing of the field can be read without the person's key. */
  private static boolean isGone(Field field) {
    return isEncrypted(field)
        || field.traits().protection().equals(Optional.of(ColumnProtection.DROP));
  }
}
