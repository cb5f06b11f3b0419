package io.meshwright.quality;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Optional;

/** What was found about one key rule or query, outside the write. */
public sealed interface Measurement {

  /**
   * Rows looked at, and those that break the rule.
   *
   * @param checked rows with a complete key
   * @param violations rows whose key is shared with another row, or has no counterpart
   */
  record Keys(long checked, long violations) implements Measurement {}

  /** The one number a query gave. */
  record Value(BigDecimal value) implements Measurement {
    public Value {
      requireNonNull(value, "value");
    }
  }

  /** No answer, and why. */
  record Missing(String reason) implements Measurement {
    public Missing {
      requireNonNull(reason, "reason");
    }
  }

  default Optional<Missing> missing() {
    return this instanceof Missing missing ? Optional.of(missing) : Optional.empty();
  }
}
