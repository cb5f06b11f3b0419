package io.meshwright.notify;

import java.time.Duration;

/**
 * Thrown by a sink that did not take what it was given. It carries no cause, since those of HTTP
 * and mail libraries name URLs and what servers answered.
 */
public final class DeliveryException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean retryable;
  private final Duration pause;

  private DeliveryException(String reason, boolean retryable, Duration pause) {
    super(reason);
    this.retryable = retryable;
    this.pause = pause;
  }

  /** The same attempt would fail again. */
  public static DeliveryException permanent(String reason) {
    return new DeliveryException(reason, false, Duration.ZERO);
  }

  /** Another attempt may succeed. */
  public static DeliveryException retryable(String reason) {
    return new DeliveryException(reason, true, Duration.ZERO);
  }

  /** Another attempt may succeed, and the place asks for {@code pause} before it. */
  public static DeliveryException retryable(String reason, Duration pause) {
    return new DeliveryException(reason, true, pause);
  }

  public boolean isRetryable() {
    return retryable;
  }

  /** How long to wait at least before another attempt. */
  Duration pause() {
    return pause;
  }
}
