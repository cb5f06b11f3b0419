package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** What came of a delivery; printed, it is for people. */
public sealed interface Outcome {

  /** The sink took it. */
  record Delivered(int attempts) implements Outcome {
    @Override
    public String toString() {
      return attempts == 1 ? "delivered" : "delivered at attempt " + attempts;
    }
  }

  /** Not sent, because the sink heard of it before. */
  record Duplicate(Instant deliveredAt) implements Outcome {
    public Duplicate {
      requireNonNull(deliveredAt, "deliveredAt");
    }

    @Override
    public String toString() {
      return "told before, at " + deliveredAt;
    }
  }

  /** The sink did not take it. The reason holds no secret. */
  record Failed(String reason, int attempts) implements Outcome {
    public Failed {
      requireNonNull(reason, "reason");
    }

    @Override
    public String toString() {
      return attempts == 1
          ? "failed: " + reason
          : "failed after %d attempts: %s".formatted(attempts, reason);
    }
  }
}
