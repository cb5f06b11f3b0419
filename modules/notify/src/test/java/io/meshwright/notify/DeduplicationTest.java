package io.meshwright.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However evaluations repeat and sinks fail, each time an alert opens is told exactly once. */
class DeduplicationTest {

  private static final Set<String> TYPES = Set.of("freshness", "volume", "quality", "drift");

  /** The types that hold, how often the same is evaluated, and whether the sink is down. */
  record Step(Set<String> holding, int repeats, boolean sinkIsDown) {}

  @Property(tries = 500)
  void tellsEachAlertExactlyOnceWhileItIsOpen(@ForAll("steps") List<Step> steps) {
    RecordingSink sink = new RecordingSink("slack");
    AlertLog log = new InMemoryAlertLog();
    Set<String> heardOf = new HashSet<>();
    List<List<String>> expected = new ArrayList<>();
    List<List<String>> told = new ArrayList<>();

    for (int day = 0; day < steps.size(); day++) {
      Step step = steps.get(day);
      Clock clock = Clock.fixed(Alerts.AT.plus(Duration.ofDays(day)), ZoneOffset.UTC);
      Notifications notifications =
          Notifications.of(
              List.of(sink.routed(Route.EVERYTHING)), log, Retry.DEFAULT, clock, pause -> {});
      for (int repeat = 0; repeat < step.repeats(); repeat++) {
        sink.failures.clear();
        if (step.sinkIsDown()) {
          sink.failures.add(DeliveryException.permanent("down"));
        }
        sink.told.clear();
        notifications.tell(evaluation(step));
        told.add(texts(sink.told));
        expected.add(expected(step, heardOf));
      }
    }

    assertThat(told).isEqualTo(expected);
  }

  /** The same in the plainest words: what a sink that is up has not heard of, and no longer is. */
  private static List<String> expected(Step step, Set<String> heardOf) {
    List<String> texts = new ArrayList<>();
    if (!step.sinkIsDown()) {
      step.holding().stream()
          .filter(heardOf::add)
          .map(type -> "raised " + type)
          .forEach(texts::add);
    }
    for (String type : List.copyOf(heardOf)) {
      if (!step.holding().contains(type)) {
        heardOf.remove(type);
        if (!step.sinkIsDown()) {
          texts.add("resolved " + type);
        }
      }
    }
    return texts.stream().sorted().toList();
  }

  private static List<String> texts(List<Notice> notices) {
    assertThat(notices).hasSizeLessThanOrEqualTo(1);
    List<String> texts = new ArrayList<>();
    for (Notice notice : notices) {
      notice.holding().forEach(alert -> texts.add("raised " + alert.key().type()));
      notice.resolved().forEach(alert -> texts.add("resolved " + alert.key().type()));
    }
    return texts.stream().sorted().toList();
  }

  private static Evaluation evaluation(Step step) {
    List<Alert> alerts =
        step.holding().stream()
            .map(type -> Alerts.of(Alerts.ORDERS, type, type + " broke", Severity.ERROR))
            .toList();
    return new Evaluation(Alerts.ORDERS, TYPES, alerts);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Set<String>> holding = Arbitraries.subsetOf(TYPES);
    return Combinators.combine(
            holding, Arbitraries.integers().between(1, 3), Arbitraries.of(false, false, true))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }
}
