package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;

/**
 * One change to a published table, which Delta makes in a commit of its own.
 *
 * @param name what it does, in a few words; the commit says it, too
 * @param sql the statement that does it
 */
public record MigrationStep(Kind kind, String name, String sql) {

  /** In the order in which they are made. */
  public enum Kind {
    ALLOW_WIDENING,
    DROP_CONSTRAINT,
    WIDEN_TYPE,
    ADD_COLUMN,
    DROP_NOT_NULL,
    ADD_CONSTRAINT,
    DESCRIBE,
    SET_PROPERTIES,
    /**
     * Says which contract the table holds: the last one, so that whoever reads it can rely on it.
     */
    STAMP
  }

  public MigrationStep {
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
    requireNonNull(sql, "sql");
  }

  @Override
  public String toString() {
    return name;
  }
}
