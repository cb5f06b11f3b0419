package io.meshwright.contract.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MajorStateTest {

  private static final String NOTICE =
      "deprecation: {announced_on: 2024-05-01, sunset_on: 2024-06-15}";

  @ParameterizedTest
  @CsvSource({
    "2024-04-30, current, true",
    "2024-05-01, deprecated until 2024-06-15, true",
    "2024-06-14, deprecated until 2024-06-15, true",
    "2024-06-15, retired, false",
    "2025-01-01, retired, false",
  })
  void movesWithTheDay(LocalDate day, String state, boolean isLive) {
    MajorState major = MajorState.of(Example.top(NOTICE).contract(), day);

    assertThat(major).hasToString(state);
    assertThat(major.isLive()).isEqualTo(isLive);
  }

  @ParameterizedTest
  @CsvSource({"0.9.0, beta", "2.0.0-rc.1, beta", "2.0.0, current"})
  void tellsBetaByItsVersion(String version, String state) {
    assertThat(MajorState.of(Example.of(version).contract(), LocalDate.EPOCH)).hasToString(state);
  }

  @Test
  void refusesADeprecatedMajorWithoutAnEnd() {
    assertThatThrownBy(() -> new MajorState(MajorState.Phase.DEPRECATED, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid state DEPRECATED until Optional.empty: a deprecated major has an end, and no"
                + " other");
  }
}
