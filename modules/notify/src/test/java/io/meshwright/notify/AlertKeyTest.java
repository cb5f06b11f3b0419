package io.meshwright.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertKeyTest {

  @Test
  void hasTheSameFingerprintInEveryVersion() {
    // The alert log of an installation holds these: a change would deliver everything again.
    assertThat(Alerts.stale().key().fingerprint()).isEqualTo("dca93931f2f06d8a");
  }

  @Test
  void hasAnotherFingerprintWhereAnyPartDiffers() {
    List<AlertKey> keys =
        List.of(
            new AlertKey(Alerts.ORDERS, "quality", "null_rate > 5%", Optional.empty()),
            new AlertKey(Alerts.ORDERS, "quality", "null_rate > 5%", Optional.of("")),
            new AlertKey(Alerts.ORDERS, "quality", "null_rate > 5%", Optional.of("a")),
            new AlertKey(Alerts.ORDERS, "qualit", "ynull_rate > 5%", Optional.empty()),
            new AlertKey(Alerts.ORDERS, "quality", "null_rate > 5%1:a", Optional.empty()));

    assertThat(keys).extracting(AlertKey::fingerprint).doesNotHaveDuplicates();
  }

  @Test
  void printsWhatItIsAbout() {
    assertThat(Alerts.stale().key())
        .hasToString("sales.orders freshness age_hours > 26 of updated_at");
  }
}
