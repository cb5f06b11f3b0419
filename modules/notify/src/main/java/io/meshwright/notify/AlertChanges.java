package io.meshwright.notify;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an evaluation means for the alerts that were open before it.
 *
 * @param opened held now and not before
 * @param holding all that hold, the worst first
 * @param resolved held before and no longer, the worst first
 * @param events what the log is to remember of it
 */
record AlertChanges(
    List<AlertKey> opened,
    List<OpenAlert> holding,
    List<OpenAlert> resolved,
    List<AlertEvent> events) {

  private static final Comparator<OpenAlert> WORST_FIRST =
      Comparator.comparing(OpenAlert::alert, Alert.WORST_FIRST);

  static AlertChanges between(List<OpenAlert> before, Evaluation evaluation, Instant now) {
    Map<AlertKey, OpenAlert> known = before.stream().collect(toMap(OpenAlert::key, identity()));
    List<AlertKey> opened = new ArrayList<>();
    List<OpenAlert> holding = new ArrayList<>();
    List<AlertEvent> events = new ArrayList<>();
    Map<AlertKey, Alert> current = current(evaluation);
    for (Alert alert : current.values()) {
      OpenAlert old = known.get(alert.key());
      if (old == null) {
        opened.add(alert.key());
        holding.add(OpenAlert.of(alert, now));
      } else {
        holding.add(old.with(alert));
      }
      if (old == null || old.alert().severity() != alert.severity()) {
        events.add(new AlertEvent.Opened(alert, now));
      }
    }

    List<OpenAlert> resolved =
        before.stream()
            .filter(alert -> evaluation.types().contains(alert.key().type()))
            .filter(alert -> !current.containsKey(alert.key()))
            .sorted(WORST_FIRST)
            .toList();
    resolved.forEach(alert -> events.add(new AlertEvent.Resolved(alert.key(), now)));
    return new AlertChanges(opened, holding, resolved, events);
  }

  /** Worst first; of two alerts with one key, the worse. */
  private static Map<AlertKey, Alert> current(Evaluation evaluation) {
    Map<AlertKey, Alert> current = new LinkedHashMap<>();
    Stream<Alert> worstFirst = evaluation.alerts().stream().sorted(Alert.WORST_FIRST);
    worstFirst.forEach(alert -> current.putIfAbsent(alert.key(), alert));
    return current;
  }
}
