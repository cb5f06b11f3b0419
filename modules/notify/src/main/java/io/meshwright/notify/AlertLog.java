package io.meshwright.notify;

import io.meshwright.contract.ProductName;
import java.util.List;

/**
 * Remembers from run to run which alerts are open and who was told.
 *
 * <p>It is read once and written at most once for each evaluation of a product, and only written
 * when something changed. Either may throw: then alerts are delivered all the same, perhaps twice,
 * and {@link Notified#problems} says so.
 */
public interface AlertLog {

  /** The alerts of a product that were opened and not resolved since, in the order they opened. */
  List<OpenAlert> findOpen(ProductName product);

  /** Appends {@code events}, all of them or none, oldest first. */
  void record(List<AlertEvent> events);
}
