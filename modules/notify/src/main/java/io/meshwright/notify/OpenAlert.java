package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An alert that has not been resolved.
 *
 * @param alert as it was last recorded: when it opened, or when its severity last changed
 * @param since when it opened
 * @param delivered when each sink last heard of it, by the sink's name
 */
public record OpenAlert(Alert alert, Instant since, Map<String, Instant> delivered) {

  public OpenAlert {
    requireNonNull(alert, "alert");
    requireNonNull(since, "since");
    delivered = Map.copyOf(delivered);
  }

  public static OpenAlert of(Alert alert, Instant since) {
    return new OpenAlert(alert, since, Map.of());
  }

  /**
   * What is open after all {@code events} of one or more products, oldest first. An alert log that
   * keeps events reads its answer from here.
   */
  public static List<OpenAlert> replay(List<AlertEvent> events) {
    Map<AlertKey, OpenAlert> open = new LinkedHashMap<>();
    for (AlertEvent event : events) {
      if (event instanceof AlertEvent.Opened opened) {
        open.merge(
            opened.key(),
            of(opened.alert(), opened.at()),
            (known, news) -> known.with(news.alert()));
      } else if (event instanceof AlertEvent.Delivered told) {
        open.computeIfPresent(told.key(), (key, known) -> known.toldTo(told.sink(), told.at()));
      } else {
        open.remove(event.key());
      }
    }
    return List.copyOf(open.values());
  }

  public AlertKey key() {
    return alert.key();
  }

  /** When {@code sink} last heard of it; empty if it never did. */
  public Optional<Instant> findDelivered(String sink) {
    return Optional.ofNullable(delivered.get(sink));
  }

  /** The same alert seen again. If it has become worse, nobody has heard of it yet. */
  OpenAlert with(Alert seen) {
    boolean worse = seen.severity().compareTo(alert.severity()) > 0;
    return new OpenAlert(seen, since, worse ? Map.of() : delivered);
  }

  private OpenAlert toldTo(String sink, Instant at) {
    Map<String, Instant> told = new LinkedHashMap<>(delivered);
    told.put(sink, at);
    return new OpenAlert(alert, since, told);
  }
}
