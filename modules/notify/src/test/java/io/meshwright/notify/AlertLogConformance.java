package io.meshwright.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.ProductName;
import io.meshwright.contract.Severity;
import io.meshwright.notify.AlertEvent.Delivered;
import io.meshwright.notify.AlertEvent.Opened;
import io.meshwright.notify.AlertEvent.Resolved;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link AlertLog} must do. Its own test extends this and adds nothing. */
public abstract class AlertLogConformance {

  private static final Instant LATER = Alerts.AT.plusSeconds(60);
  private static final Alert STALE = Alerts.stale();
  private static final Alert SHRUNK = Alerts.shrunk();

  /** An alert log that remembers nothing yet. */
  protected abstract AlertLog newAlertLog();

  @Test
  void knowsNothingAtFirst() {
    assertThat(newAlertLog().findOpen(Alerts.ORDERS)).isEmpty();
  }

  @Test
  void remembersAnAlertWithAllItSays() {
    AlertLog log = newAlertLog();

    log.record(List.of(new Opened(STALE, Alerts.AT), new Opened(SHRUNK, LATER)));

    assertThat(log.findOpen(Alerts.ORDERS))
        .containsExactly(OpenAlert.of(STALE, Alerts.AT), OpenAlert.of(SHRUNK, LATER));
  }

  @Test
  void remembersWhoWasToldAndWhenLast() {
    AlertLog log = newAlertLog();
    log.record(
        List.of(
            new Opened(STALE, Alerts.AT),
            new Delivered(STALE.key(), "mail", Alerts.AT),
            new Delivered(STALE.key(), "slack", Alerts.AT)));

    log.record(List.of(new Delivered(STALE.key(), "slack", LATER)));

    assertThat(log.findOpen(Alerts.ORDERS))
        .containsExactly(
            new OpenAlert(STALE, Alerts.AT, Map.of("mail", Alerts.AT, "slack", LATER)));
  }

  @Test
  void forgetsWhatIsResolved() {
    AlertLog log = newAlertLog();
    log.record(List.of(new Opened(STALE, Alerts.AT), new Opened(SHRUNK, Alerts.AT)));

    log.record(List.of(new Resolved(STALE.key(), LATER)));

    assertThat(log.findOpen(Alerts.ORDERS)).containsExactly(OpenAlert.of(SHRUNK, Alerts.AT));
  }

  @Test
  void opensAgainWithoutWhatWasBefore() {
    AlertLog log = newAlertLog();
    log.record(
        List.of(
            new Opened(STALE, Alerts.AT),
            new Delivered(STALE.key(), "slack", Alerts.AT),
            new Resolved(STALE.key(), LATER)));

    log.record(List.of(new Opened(STALE, LATER)));

    assertThat(log.findOpen(Alerts.ORDERS)).containsExactly(OpenAlert.of(STALE, LATER));
  }

  @Test
  void forgetsWhoWasToldOfAnAlertThatBecameWorse() {
    AlertLog log = newAlertLog();
    Alert worse = new Alert(SHRUNK.key(), Severity.CRITICAL, SHRUNK.occasion(), SHRUNK.finding());
    log.record(
        List.of(new Opened(SHRUNK, Alerts.AT), new Delivered(SHRUNK.key(), "slack", Alerts.AT)));

    log.record(List.of(new Opened(worse, LATER)));

    assertThat(log.findOpen(Alerts.ORDERS)).containsExactly(OpenAlert.of(worse, Alerts.AT));
  }

  @Test
  void keepsProductsApart() {
    AlertLog log = newAlertLog();
    ProductName customers = ProductName.of("sales", "customers");
    Alert other = Alerts.of(customers, "volume", "row_count_change > 50%", Severity.ERROR);

    log.record(List.of(new Opened(SHRUNK, Alerts.AT), new Opened(other, Alerts.AT)));

    assertThat(log.findOpen(customers)).containsExactly(OpenAlert.of(other, Alerts.AT));
  }

  @Test
  void keepsHostileTextAsItIs() {
    AlertLog log = newAlertLog();
    Alert hostile = Alerts.withTitle(Alerts.HOSTILE, List.of(Alerts.HOSTILE, ""));

    log.record(List.of(new Opened(hostile, Alerts.AT)));

    assertThat(log.findOpen(Alerts.ORDERS)).containsExactly(OpenAlert.of(hostile, Alerts.AT));
  }
}
