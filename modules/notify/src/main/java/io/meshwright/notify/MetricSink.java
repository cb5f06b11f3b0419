package io.meshwright.notify;

/** A place that metrics are written to. */
public interface MetricSink {

  /**
   * Writes measurements, once and within a bounded time.
   *
   * @throws DeliveryException if the place did not take them; the reason holds no secret
   */
  void write(Measurements measurements) throws DeliveryException;
}
