package io.meshwright.contract.evolution;

import static java.util.Objects.requireNonNull;

/**
 * What a change means.
 *
 * @param consumers for a reader built for the old version who meets data of the new one
 * @param data for rows written under the old version that are held to the new one
 * @param table what one table that is to hold both would need
 */
public record Impact(Effect consumers, Effect data, Verdict verdict, TableWork table) {

  public Impact {
    requireNonNull(consumers, "consumers");
    requireNonNull(data, "data");
    requireNonNull(verdict, "verdict");
    requireNonNull(table, "table");
  }

  Impact with(TableWork other) {
    return new Impact(consumers, data, verdict, other);
  }
}
