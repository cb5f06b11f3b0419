package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetainCommandTest {

  @Test
  void teachesWhatItDeletesAndWhen() {
    Invocation invocation = Invocation.of("retain", "--help");

    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.out())
        .contains("Show what is older than retention_days, and with --apply delete it.")
        .contains("Deleted rows stay in the trash")
        .contains("The audit log is told of every table that rows were deleted from.")
        .contains("mesh retain sales.orders --apply");
  }
}
