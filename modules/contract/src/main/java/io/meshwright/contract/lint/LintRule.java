package io.meshwright.contract.lint;

/** What {@link ContractLint} looks for; the names are an interface for scripts. */
public enum LintRule {
  /** The reader accepts it, but it probably does not say what was meant. */
  PROBABLY_NOT_MEANT(Level.WARNING),
  PRODUCT_WITHOUT_DESCRIPTION(Level.WARNING),
  FIELD_WITHOUT_DESCRIPTION(Level.WARNING),
  OWNER_WITHOUT_CONTACT(Level.WARNING),
  NO_PRIMARY_KEY(Level.WARNING),
  NO_SERVICE_LEVEL(Level.WARNING),
  /** Nothing but the primary key is promised about the rows. */
  NO_RULES(Level.WARNING),
  /** Neither the transform nor a rule reads the input. */
  UNUSED_INPUT(Level.WARNING),
  /** A partition column that probably has almost as many values as the table has rows. */
  PARTITION_OF_MANY_VALUES(Level.WARNING),
  /** A changelog that does not tell of the contract's own version. */
  VERSION_NOT_IN_CHANGELOG(Level.WARNING),
  /** Personal data in a contract without a classification, or a public one. */
  PERSONAL_DATA_NOT_CLASSIFIED(Level.WARNING),
  PERSONAL_DATA_WITHOUT_CATEGORY(Level.INFO),
  NO_CLASSIFICATION(Level.INFO),
  NO_CHANGELOG(Level.INFO),
  /** A rule's name that reads like a sentence, and is awkward in queries and alerts. */
  PROSE_AS_RULE_NAME(Level.INFO),
  /** A field's name that needs quotes in SQL, or differs from others by its letter case. */
  FIELD_NAME_NOT_SNAKE_CASE(Level.INFO),
  /** A key that is accepted, but that nothing holds anybody to yet. */
  NOT_ENFORCED(Level.INFO);

  /** How much it matters. */
  public enum Level {
    INFO,
    WARNING
  }

  private final Level level;

  LintRule(Level level) {
    this.level = level;
  }

  public Level level() {
    return level;
  }
}
