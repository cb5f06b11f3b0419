package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** What happened to an alert; a list of these is all that an {@link AlertLog} keeps. */
public sealed interface AlertEvent {

  /** The alert holds and did not before, or holds with another severity. */
  record Opened(Alert alert, Instant at) implements AlertEvent {
    public Opened {
      requireNonNull(alert, "alert");
      requireNonNull(at, "at");
    }

    @Override
    public AlertKey key() {
      return alert.key();
    }
  }

  /** A sink has been told that the alert holds. */
  record Delivered(AlertKey key, String sink, Instant at) implements AlertEvent {
    public Delivered {
      requireNonNull(key, "key");
      requireNonNull(sink, "sink");
      requireNonNull(at, "at");
    }
  }

  /** The alert no longer holds. */
  record Resolved(AlertKey key, Instant at) implements AlertEvent {
    public Resolved {
      requireNonNull(key, "key");
      requireNonNull(at, "at");
    }
  }

  AlertKey key();

  Instant at();
}
