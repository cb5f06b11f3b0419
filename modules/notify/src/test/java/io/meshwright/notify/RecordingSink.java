package io.meshwright.notify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Keeps what it is told, and fails as it is asked to. */
final class RecordingSink implements Notifier {

  final List<Notice> told = new ArrayList<>();
  final Deque<Exception> failures = new ArrayDeque<>();
  private final String name;

  RecordingSink(String name) {
    this.name = name;
  }

  Sink routed(Route route) {
    return new Sink(name, route, Optional.of(this), Optional.empty());
  }

  @Override
  public void tell(Notice notice) throws DeliveryException {
    if (!failures.isEmpty()) {
      Exception failure = failures.pop();
      if (failure instanceof DeliveryException delivery) {
        throw delivery;
      }
      throw (RuntimeException) failure;
    }
    told.add(notice);
  }
}
