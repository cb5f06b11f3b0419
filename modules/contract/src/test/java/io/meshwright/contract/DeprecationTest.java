package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeprecationTest {

  @Test
  void doesNotEndBeforeItIsAnnounced() {
    assertThatThrownBy(
            () ->
                new Deprecation(
                    LocalDate.of(2024, 5, 2),
                    LocalDate.of(2024, 5, 1),
                    Optional.empty(),
                    Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid deprecation from 2024-05-02 to 2024-05-01: it ends before it is announced");
  }
}
