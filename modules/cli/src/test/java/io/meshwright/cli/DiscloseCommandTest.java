package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiscloseCommandTest {

  @Test
  void teachesWhatItShowsAndWhoLearnsOfIt() {
    Invocation invocation = Invocation.of("disclose", "--help");

    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.out())
        .contains("Show every row about a person, with personal data in clear.")
        .contains("The audit log records")
        .contains("mesh disclose sales.customers --subject C-1042");
  }

  @Test
  void asksWhoIsMeant() {
    Invocation invocation = Invocation.of("disclose", "sales.customers");

    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.err()).startsWith("Missing required option: '--subject=VALUE'\n");
  }
}
