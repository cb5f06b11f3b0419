package io.meshwright.notify;

/**
 * A place that alerts are told to. Which alerts, when and how often is not its concern; see {@link
 * Notifications}.
 */
public interface Notifier {

  /**
   * Tells a notice, once and within a bounded time.
   *
   * @throws DeliveryException if the place did not take it; the reason holds no secret
   */
  void tell(Notice notice) throws DeliveryException;
}
