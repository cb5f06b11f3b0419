package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One field of a contract: a column of the published table and what is promised about it.
 *
 * @param rules the promises of this field alone, in the order of the contract
 * @param generatedAs the SQL expression from which Delta computes the column, where it does
 */
public record Field(
    String name,
    FieldType type,
    Optional<String> description,
    Traits traits,
    List<Rule> rules,
    Optional<String> generatedAs) {

  /** What readers should know of a field beside its type. */
  public record Traits(
      boolean primaryKey,
      boolean deprecated,
      boolean pii,
      Optional<String> piiCategory,
      Optional<Classification> classification,
      Optional<ColumnProtection> protection,
      List<String> examples) {

    public static final Traits NONE =
        new Traits(
            false, false, false, Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public Traits {
      requireNonNull(piiCategory, "piiCategory");
      requireNonNull(classification, "classification");
      requireNonNull(protection, "protection");
      examples = List.copyOf(examples);
    }
  }

  public Field {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(description, "description");
    requireNonNull(traits, "traits");
    rules = List.copyOf(rules);
    requireNonNull(generatedAs, "generatedAs");
  }

  /**
   * Says whether the published column may hold nulls: not in a primary key, and not where a rule
   * that keeps rows out asks for a value on every row.
   */
  public boolean isNullable() {
    return !traits.primaryKey()
        && rules.stream()
            .noneMatch(
                rule ->
                    rule.assertion() instanceof Assertion.NotNull
                        && rule.severity().keepsRowsOut()
                        && rule.scope().where().isEmpty());
  }
}
