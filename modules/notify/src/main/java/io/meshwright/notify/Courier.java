package io.meshwright.notify;

import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attempts a delivery until it succeeds, cannot, or was tried often enough. Never throws. */
final class Courier {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /** One attempt. */
  @FunctionalInterface
  interface Errand {
    void run() throws DeliveryException;
  }

  private final Retry retry;
  private final Sleeper sleeper;

  Courier(Retry retry, Sleeper sleeper) {
    this.retry = retry;
    this.sleeper = sleeper;
  }

  Outcome deliver(String sink, Errand errand) {
    Outcome outcome = attempt(errand);
    if (outcome instanceof Outcome.Failed) {
      LOG.warn("Sink '{}' {}", sink, outcome);
    }
    return outcome;
  }

  private Outcome attempt(Errand errand) {
    for (int attempt = 1; ; attempt++) {
      try {
        errand.run();
        return new Outcome.Delivered(attempt);
      } catch (DeliveryException e) {
        if (!e.isRetryable() || attempt == retry.attempts() || !pause(attempt, e)) {
          return new Outcome.Failed(e.getMessage(), attempt);
        }
      } catch (RuntimeException | LinkageError e) {
        return new Outcome.Failed(unexpected(e), attempt);
      }
    }
  }

  /** Says false if there is no time to wait: the run is being stopped. */
  private boolean pause(int attempt, DeliveryException e) {
    try {
      sleeper.sleep(retry.pauseAfter(attempt, e.pause()));
      return true;
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Where it happened, and not its message, which may hold anything. */
  private static String unexpected(Throwable e) {
    String place =
        Arrays.stream(e.getStackTrace()).findFirst().map(frame -> " at " + frame).orElse("");
    return "unexpected " + e.getClass().getSimpleName() + place;
  }
}
