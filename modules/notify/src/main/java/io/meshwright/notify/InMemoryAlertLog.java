package io.meshwright.notify;

import io.meshwright.contract.ProductName;
import java.util.ArrayList;
import java.util.List;

/** Remembers as long as the process lives: for tests, and for a single run without a store. */
public final class InMemoryAlertLog implements AlertLog {

  private final List<AlertEvent> events = new ArrayList<>();

  @Override
  public synchronized List<OpenAlert> findOpen(ProductName product) {
    return OpenAlert.replay(
        events.stream().filter(event -> event.key().product().equals(product)).toList());
  }

  @Override
  public synchronized void record(List<AlertEvent> news) {
    events.addAll(news);
  }
}
