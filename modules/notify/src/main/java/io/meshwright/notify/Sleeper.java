package io.meshwright.notify;

import java.time.Duration;

/** Waits between attempts; tests wait in no time. */
@FunctionalInterface
public interface Sleeper {

  void sleep(Duration pause) throws InterruptedException;

  /** Waits for real. */
  static Sleeper real() {
    return pause -> Thread.sleep(pause.toMillis());
  }
}
