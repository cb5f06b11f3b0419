package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.pipeline.Quarantine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class QuarantineTextTest {

  private static final Quarantine.Entry ENTRY =
      new Quarantine.Entry(
          "9b1f0c44",
          "rejected",
          Instant.parse("2024-01-14T02:00:00Z"),
          "{\"order_id\":\"17\",\"total_amount\":-5.00,\"status\":\"lo\u001b[2Jst\"}",
          List.of(
              new Quarantine.Violation(
                  "total_amount_min",
                  Optional.of("total_amount"),
                  Optional.of("-5.00"),
                  "expected total_amount >= 0"),
              new Quarantine.Violation(
                  "status_in", Optional.of("status"), Optional.empty(), "status is not allowed")));

  @Test
  void showsEachRowWithWhatIsWrongWithIt() {
    assertThat(QuarantineText.of("sales.orders", "/data/q", 3, List.of(ENTRY), Ansi.OFF))
        .isEqualTo(
            """
            sales.orders has 3 rows in quarantine, in /data/q

            {"order_id":"17","total_amount":-5.00,"status":"lo\uFFFD[2Jst"}
              run 9b1f0c44, rejected, 2024-01-14T02:00:00Z
              ✗ total_amount_min: expected total_amount >= 0, found -5.00
              ✗ status_in: status is not allowed

            2 rows not shown; --limit shows more\
            """);
  }

  @Test
  void saysThatThereIsNothing() {
    assertThat(QuarantineText.of("sales.orders", "/data/q", 0, List.of(), Ansi.OFF))
        .isEqualTo("sales.orders has no rows in quarantine");
  }
}
