package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/** What came of telling one sink of one alert. */
public record Delivery(String sink, AlertKey alert, Kind kind, Outcome outcome) {

  public enum Kind {
    /** The sink is told for the first time that the alert holds. */
    RAISED,
    /** The sink is told again that it still holds. */
    REPEATED,
    /** The sink is told that it no longer holds. */
    RESOLVED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Delivery {
    requireNonNull(sink, "sink");
    requireNonNull(alert, "alert");
    requireNonNull(kind, "kind");
    requireNonNull(outcome, "outcome");
  }

  @Override
  public String toString() {
    return "%s: %s %s: %s".formatted(sink, alert, kind, outcome);
  }
}
