package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlaCommandTest {

  @Test
  void refusesAnInstantItCannotRead() {
    Invocation invocation = Invocation.of("sla", "check", "--on", "yesterday");

    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.err())
        .isEqualTo(
            """
            Invalid instant 'yesterday'
                fix: write it in UTC, as 2024-01-15T06:00:00Z
            """);
  }

  @Test
  void refusesAWindowWithoutADay() {
    Invocation invocation = Invocation.of("sla", "check", "--window", "0");

    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.err())
        .isEqualTo(
            """
            Invalid window 0: days count from 1 to 366
                fix: give --window 30, or leave it out
            """);
  }

  @Test
  void takesNoSubcommandForWrongUsage() {
    Invocation invocation = Invocation.of("sla");

    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.err()).startsWith("Usage: mesh sla");
  }
}
