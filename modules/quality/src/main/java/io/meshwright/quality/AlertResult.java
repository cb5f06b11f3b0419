package io.meshwright.quality;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Observability;

/**
 * What one alert of the contract said about one run.
 *
 * @param expected what holds while it does not fire, such as {@code row_count_change <= 50%}
 * @param actual what was seen in words, such as {@code 400 after 1,000 (-60%)}
 */
public record AlertResult(
    Observability.Alert alert, AlertState state, String expected, String actual) {

  public AlertResult {
    requireNonNull(alert, "alert");
    requireNonNull(state, "state");
    requireNonNull(expected, "expected");
    requireNonNull(actual, "actual");
  }
}
