package io.meshwright.quality;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * Everything that was counted about the rows of one run.
 *
 * @param counted the counters in the order of {@link RuleSet#counters}
 * @param violations rows that break each marked rule, by rule name; a rule without an entry has
 *     none
 * @param measured what was found about key rules and queries, by rule name
 */
public record Evidence(
    Row counted, Method method, Map<String, Long> violations, Map<String, Measurement> measured) {

  public Evidence {
    requireNonNull(counted, "counted");
    requireNonNull(method, "method");
    violations = Map.copyOf(violations);
    measured = Map.copyOf(measured);
  }

  long violationsOf(String rule) {
    return violations.getOrDefault(rule, 0L);
  }

  Optional<Measurement> measurementOf(String rule) {
    return Optional.ofNullable(measured.get(rule));
  }
}
