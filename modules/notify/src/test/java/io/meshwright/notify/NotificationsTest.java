package io.meshwright.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.meshwright.contract.ProductName;
import io.meshwright.contract.Severity;
import io.meshwright.notify.Delivery.Kind;
import io.meshwright.notify.Outcome.Delivered;
import io.meshwright.notify.Outcome.Duplicate;
import io.meshwright.notify.Outcome.Failed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotificationsTest {

  private static final Set<String> TYPES = Set.of("freshness", "volume", "quality");
  private static final Alert STALE = Alerts.stale();
  private static final Alert SHRUNK = Alerts.shrunk();
  private static final Instant NEXT_DAY = Alerts.AT.plus(Duration.ofDays(1));

  private final InMemoryAlertLog log = new InMemoryAlertLog();
  private final RecordingSink slack = new RecordingSink("slack");
  private final RecordingSink pager = new RecordingSink("pager");
  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void tellsOnceHoweverOftenTheSameRunIsEvaluated() {
    Sink sink = slack.routed(Route.EVERYTHING);

    Notified first = tell(Alerts.AT, sink, STALE);
    Notified again = tell(Alerts.AT, sink, STALE);

    assertThat(first)
        .isEqualTo(
            new Notified(
                List.of(STALE.key()),
                List.of(),
                List.of(new Delivery("slack", STALE.key(), Kind.RAISED, new Delivered(1))),
                List.of()));
    assertThat(again)
        .isEqualTo(
            new Notified(
                List.of(),
                List.of(),
                List.of(new Delivery("slack", STALE.key(), Kind.RAISED, new Duplicate(Alerts.AT))),
                List.of()));
    assertThat(slack.told).containsExactly(Alerts.notice(STALE));
  }

  @Test
  void putsAllNewAlertsOfAProductIntoOneNoticeTheWorstFirst() {
    Alert broken = Alerts.of(Alerts.ORDERS, "quality", "quality_check_failed", Severity.ERROR);

    tell(Alerts.AT, slack.routed(Route.EVERYTHING), SHRUNK, broken, STALE);

    assertThat(slack.told).containsExactly(Alerts.notice(STALE, broken, SHRUNK));
  }

  @Test
  void tellsOnlyWhatIsNew() {
    Sink sink = slack.routed(Route.EVERYTHING);
    tell(Alerts.AT, sink, STALE);

    tell(NEXT_DAY, sink, STALE, SHRUNK);

    assertThat(slack.told.get(1).holding()).containsExactly(OpenAlert.of(SHRUNK, NEXT_DAY));
  }

  @Test
  void routesBySeverity() {
    Notified notified =
        notifications(
                Alerts.AT,
                slack.routed(Route.EVERYTHING),
                pager.routed(Route.atLeast(Severity.CRITICAL)))
            .tell(evaluation(SHRUNK, STALE));

    assertThat(slack.told).containsExactly(Alerts.notice(STALE, SHRUNK));
    assertThat(pager.told).containsExactly(Alerts.notice(STALE));
    assertThat(notified.deliveries())
        .hasToString(
            "[slack: sales.orders freshness age_hours > 26 of updated_at raised: delivered,"
                + " slack: sales.orders volume row_count_change > 50% raised: delivered,"
                + " pager: sales.orders freshness age_hours > 26 of updated_at raised: delivered]");
  }

  @Test
  void tellsThoseWhoHeardOfItOnceThatItIsResolved() {
    Sink all = slack.routed(Route.EVERYTHING);
    Sink critical = pager.routed(Route.atLeast(Severity.CRITICAL));
    notifications(Alerts.AT, all, critical).tell(evaluation(SHRUNK));

    Notified notified = notifications(NEXT_DAY, all, critical).tell(evaluation());
    notifications(NEXT_DAY, all, critical).tell(evaluation());

    assertThat(notified.resolved()).containsExactly(SHRUNK.key());
    assertThat(notified.deliveries())
        .containsExactly(new Delivery("slack", SHRUNK.key(), Kind.RESOLVED, new Delivered(1)));
    assertThat(slack.told).hasSize(2);
    assertThat(slack.told.get(1).resolved())
        .extracting(OpenAlert::alert, OpenAlert::since)
        .containsExactly(tuple(SHRUNK, Alerts.AT));
    assertThat(pager.told).isEmpty();
  }

  @Test
  void keepsTheAllClearBackWhereTheSinkDoesNotWantIt() {
    Route raisedOnly = route(Route.AllClear.KEPT_BACK, Optional.empty());
    tell(Alerts.AT, slack.routed(raisedOnly), SHRUNK);

    Notified notified = tell(NEXT_DAY, slack.routed(raisedOnly));

    assertThat(notified)
        .isEqualTo(new Notified(List.of(), List.of(SHRUNK.key()), List.of(), List.of()));
    assertThat(log.findOpen(Alerts.ORDERS)).isEmpty();
    assertThat(slack.told).hasSize(1);
  }

  @Test
  void leavesAlertsOfATypeThatWasNotEvaluatedOpen() {
    Sink sink = slack.routed(Route.EVERYTHING);
    tell(Alerts.AT, sink, STALE, SHRUNK);

    Evaluation sweep = new Evaluation(Alerts.ORDERS, Set.of("freshness"), List.of());
    Notified notified = notifications(NEXT_DAY, sink).tell(sweep);

    assertThat(notified.resolved()).containsExactly(STALE.key());
    assertThat(log.findOpen(Alerts.ORDERS))
        .extracting(OpenAlert::key)
        .containsExactly(SHRUNK.key());
  }

  @Test
  void tellsAgainWhenItHoldsAgain() {
    Sink sink = slack.routed(Route.EVERYTHING);
    tell(Alerts.AT, sink, STALE);
    tell(Alerts.AT.plusSeconds(1), sink);

    tell(NEXT_DAY, sink, STALE);

    assertThat(slack.told).hasSize(3);
    assertThat(slack.told.get(2).holding()).containsExactly(OpenAlert.of(STALE, NEXT_DAY));
  }

  @Test
  void repeatsAfterThePauseThatTheSinkAsksFor() {
    Route hourly = route(Route.AllClear.TOLD, Optional.of(Duration.ofHours(1)));
    Sink sink = slack.routed(hourly);
    tell(Alerts.AT, sink, STALE);

    Notified early = tell(Alerts.AT.plus(Duration.ofMinutes(59)), sink, STALE);
    Notified due = tell(Alerts.AT.plus(Duration.ofMinutes(60)), sink, STALE);
    Notified afterwards = tell(Alerts.AT.plus(Duration.ofMinutes(61)), sink, STALE);

    assertThat(early.deliveries())
        .containsExactly(new Delivery("slack", STALE.key(), Kind.RAISED, new Duplicate(Alerts.AT)));
    assertThat(due.deliveries())
        .containsExactly(new Delivery("slack", STALE.key(), Kind.REPEATED, new Delivered(1)));
    assertThat(afterwards.deliveries())
        .extracting(Delivery::outcome)
        .containsExactly(new Duplicate(Alerts.AT.plus(Duration.ofMinutes(60))));
    assertThat(slack.told).hasSize(2);
    assertThat(slack.told.get(1).holding().get(0).since()).isEqualTo(Alerts.AT);
  }

  @Test
  void tellsAgainWhenItHasBecomeWorse() {
    Sink all = slack.routed(Route.EVERYTHING);
    Sink critical = pager.routed(Route.atLeast(Severity.CRITICAL));
    Alert worse = new Alert(SHRUNK.key(), Severity.CRITICAL, Alerts.RUN, SHRUNK.finding());
    notifications(Alerts.AT, all, critical).tell(evaluation(SHRUNK));

    notifications(NEXT_DAY, all, critical).tell(evaluation(worse));
    notifications(NEXT_DAY, all, critical).tell(evaluation(worse));

    assertThat(slack.told).hasSize(2);
    assertThat(pager.told).hasSize(1);
  }

  @Test
  void staysSilentWhenItHasBecomeMilder() {
    Sink sink = slack.routed(Route.EVERYTHING);
    Alert milder = new Alert(STALE.key(), Severity.WARNING, Alerts.RUN, STALE.finding());
    tell(Alerts.AT, sink, STALE);

    tell(NEXT_DAY, sink, milder);

    assertThat(slack.told).hasSize(1);
    assertThat(log.findOpen(Alerts.ORDERS)).extracting(OpenAlert::alert).containsExactly(milder);
  }

  @Test
  void triesAgainWithGrowingPauses() {
    slack.failures.add(DeliveryException.retryable("x answered 500"));
    slack.failures.add(DeliveryException.retryable("x answered 429", Duration.ofSeconds(7)));

    Notified notified = tell(Alerts.AT, slack.routed(Route.EVERYTHING), STALE);

    assertThat(notified.deliveries())
        .containsExactly(new Delivery("slack", STALE.key(), Kind.RAISED, new Delivered(3)));
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(7));
    assertThat(slack.told).hasSize(1);
  }

  @Test
  void givesUpAfterTheLastAttemptAndTellsTheNextTime() {
    for (int attempt = 0; attempt < 3; attempt++) {
      slack.failures.add(DeliveryException.retryable("x answered 500"));
    }
    Sink sink = slack.routed(Route.EVERYTHING);

    Notified failed = tell(Alerts.AT, sink, STALE);
    Notified next = tell(NEXT_DAY, sink, STALE);

    assertThat(failed.failures())
        .containsExactly(
            new Delivery("slack", STALE.key(), Kind.RAISED, new Failed("x answered 500", 3)));
    assertThat(failed.failures().get(0))
        .hasToString(
            "slack: sales.orders freshness age_hours > 26 of updated_at raised:"
                + " failed after 3 attempts: x answered 500");
    assertThat(next.deliveries())
        .containsExactly(new Delivery("slack", STALE.key(), Kind.RAISED, new Delivered(1)));
    assertThat(slack.told.get(0).holding()).containsExactly(OpenAlert.of(STALE, Alerts.AT));
  }

  @Test
  void failsAtOnceWhereAnotherAttemptCannotHelp() {
    slack.failures.add(DeliveryException.permanent("x answered 404"));

    Notified notified = tell(Alerts.AT, slack.routed(Route.EVERYTHING), STALE);

    assertThat(notified.failures())
        .containsExactly(
            new Delivery("slack", STALE.key(), Kind.RAISED, new Failed("x answered 404", 1)));
    assertThat(pauses).isEmpty();
  }

  @Test
  void oneSinkThatIsDownKeepsNothingFromTheOthers() {
    slack.failures.add(new IllegalStateException("https://hooks.example.com/secret"));

    Notified notified =
        notifications(Alerts.AT, slack.routed(Route.EVERYTHING), pager.routed(Route.EVERYTHING))
            .tell(evaluation(STALE));

    assertThat(notified.failures())
        .singleElement()
        .extracting(Delivery::outcome)
        .asString()
        .startsWith("failed: unexpected IllegalStateException at io.meshwright.notify.")
        .doesNotContain("secret");
    assertThat(pager.told).hasSize(1);
  }

  @Test
  void stopsWaitingWhenTheRunIsStopped() {
    slack.failures.add(DeliveryException.retryable("x answered 500"));
    Sleeper stopped =
        pause -> {
          throw new InterruptedException();
        };

    Notified notified =
        Notifications.of(
                List.of(slack.routed(Route.EVERYTHING)), log, Retry.DEFAULT, at(Alerts.AT), stopped)
            .tell(evaluation(STALE));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(notified.deliveries())
        .extracting(Delivery::outcome)
        .containsExactly(new Failed("x answered 500", 1));
  }

  @Test
  void tellsAllTheSameWhenTheAlertLogIsDown() {
    Notified notified =
        Notifications.of(
                List.of(slack.routed(Route.EVERYTHING)),
                new BrokenAlertLog(),
                Retry.DEFAULT,
                at(Alerts.AT),
                pauses::add)
            .tell(evaluation(STALE));

    assertThat(slack.told).hasSize(1);
    assertThat(notified.problems())
        .containsExactly(
            "Cannot read which alerts of sales.orders are open: IllegalStateException;"
                + " some may have been told twice",
            "Cannot record what was told: IllegalStateException; the next run may tell it again");
  }

  @Test
  void takesTheWorseOfTwoAlertsWithOneKey() {
    Alert worse = new Alert(SHRUNK.key(), Severity.ERROR, Alerts.RUN, SHRUNK.finding());

    tell(Alerts.AT, slack.routed(Route.EVERYTHING), SHRUNK, worse);

    assertThat(slack.told).containsExactly(Alerts.notice(worse));
  }

  @Test
  void writesNothingToTheLogWhenNothingChanged() {
    Sink sink = slack.routed(Route.EVERYTHING);
    tell(Alerts.AT, sink, STALE);
    List<OpenAlert> open = log.findOpen(Alerts.ORDERS);
    AlertLog readOnly = new ReadOnlyAlertLog(open);

    Notified notified =
        Notifications.of(List.of(sink), readOnly, Retry.DEFAULT, at(NEXT_DAY), pauses::add)
            .tell(evaluation(STALE));

    assertThat(notified.problems()).isEmpty();
  }

  @Test
  void refusesTwoSinksOfOneName() {
    assertThatThrownBy(
            () ->
                notifications(
                    Alerts.AT, slack.routed(Route.EVERYTHING), slack.routed(Route.EVERYTHING)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid sinks: two are named 'slack'; rename one");
  }

  @Test
  void refusesAnEvaluationThatHoldsAnAlertOfAnotherProduct() {
    ProductName customers = ProductName.of("sales", "customers");

    assertThatThrownBy(() -> new Evaluation(customers, TYPES, List.of(SHRUNK)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid evaluation of sales.customers for [freshness, quality, volume]: it holds the"
                + " alert 'sales.orders volume row_count_change > 50%'");
  }

  @Test
  void writesMetricsToTheSinksOfTheirDomain() {
    List<Measurements> written = new ArrayList<>();
    MetricSink recording = written::add;
    MetricSink broken =
        measurements -> {
          throw DeliveryException.permanent("x answered 400");
        };
    Route marketing =
        new Route(
            Severity.INFO,
            Set.of(),
            Set.of(),
            Set.of("marketing"),
            Route.AllClear.TOLD,
            Optional.empty());
    Measurements measurements =
        new Measurements(
            Alerts.ORDERS,
            "run",
            List.of(new MetricSample("row_count", Optional.empty(), Alerts.ORDERS, 3, Alerts.AT)));

    List<MetricDelivery> deliveries =
        notifications(
                Alerts.AT,
                slack.routed(Route.EVERYTHING),
                metrics("down", Route.EVERYTHING, broken),
                metrics("other", marketing, recording),
                metrics("up", Route.EVERYTHING, recording))
            .write(measurements);

    assertThat(deliveries)
        .containsExactly(
            new MetricDelivery("down", 1, new Failed("x answered 400", 1)),
            new MetricDelivery("up", 1, new Delivered(1)));
    assertThat(deliveries)
        .hasToString("[down: 1 metrics: failed: x answered 400, up: 1 metrics: delivered]");
    assertThat(written).containsExactly(measurements);
  }

  @Test
  void refusesMeasurementsThatMixProducts() {
    ProductName customers = ProductName.of("sales", "customers");
    MetricSample sample =
        new MetricSample("row_count", Optional.empty(), Alerts.ORDERS, 3, Alerts.AT);

    assertThatThrownBy(() -> new Measurements(customers, "run", List.of(sample)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid measurements of sales.customers: they hold row_count of sales.orders");
    assertThatThrownBy(() -> new Measurements(customers, "../run", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid source '../run': use lower-case letters, digits and _, starting with a"
                + " letter");
  }

  private static Sink metrics(String name, Route route, MetricSink metrics) {
    return new Sink(name, route, Optional.empty(), Optional.of(metrics));
  }

  private Notified tell(Instant now, Sink sink, Alert... alerts) {
    return notifications(now, sink).tell(evaluation(alerts));
  }

  private Notifications notifications(Instant now, Sink... sinks) {
    return Notifications.of(List.of(sinks), log, Retry.DEFAULT, at(now), pauses::add);
  }

  private static Evaluation evaluation(Alert... alerts) {
    return new Evaluation(Alerts.ORDERS, TYPES, List.of(alerts));
  }

  private static Route route(Route.AllClear allClear, Optional<Duration> repeatAfter) {
    return new Route(Severity.INFO, Set.of(), Set.of(), Set.of(), allClear, repeatAfter);
  }

  private static Clock at(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  private static final class BrokenAlertLog implements AlertLog {
    @Override
    public List<OpenAlert> findOpen(ProductName product) {
      throw new IllegalStateException("no such table");
    }

    @Override
    public void record(List<AlertEvent> events) {
      throw new IllegalStateException("disk full");
    }
  }

  private record ReadOnlyAlertLog(List<OpenAlert> open) implements AlertLog {
    @Override
    public List<OpenAlert> findOpen(ProductName product) {
      return open;
    }

    @Override
    public void record(List<AlertEvent> events) {
      throw new IllegalStateException("read only");
    }
  }
}
