package io.meshwright.quality;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.List;
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

  /**
   * How often keys repeat.
   *
   * @param rows rows with a complete key
   * @param distinct different keys
   * @param once keys that only one row has
   */
  record KeyCounts(long rows, long distinct, long once) implements Measurement {}

  /**
   * Two sets of values compared.
   *
   * @param ours different values of the field
   * @param theirs different values it is compared with
   * @param onlyOurs values of the field that are not among theirs
   * @param onlyTheirs their values that the field does not have
   * @param examples a few of those that only one side has, in order
   */
  record Sets(long ours, long theirs, long onlyOurs, long onlyTheirs, List<String> examples)
      implements Measurement {
    public Sets {
      examples = List.copyOf(examples);
    }
  }

  /** There is nothing yet to compare with. */
  record Incomparable(String reason) implements Measurement {
    public Incomparable {
      requireNonNull(reason, "reason");
    }
  }

  /** The one number a query gave, or a pass of its own. */
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

  /** Why there is no number, for a measurement that is missing or was never made. */
  static String reason(Optional<Measurement> measured) {
    return measured
        .flatMap(Measurement::missing)
        .map(Missing::reason)
        .orElse("it was not measured");
  }

  default Optional<Missing> missing() {
    return this instanceof Missing missing ? Optional.of(missing) : Optional.empty();
  }
}
