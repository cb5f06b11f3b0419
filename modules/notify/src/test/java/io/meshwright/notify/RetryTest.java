package io.meshwright.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryTest {

  @Test
  void doublesThePauseUpToTheLongest() {
    Retry retry = new Retry(100, Duration.ofSeconds(1), Duration.ofSeconds(5));

    assertThat(IntStream.of(1, 2, 3, 4, 99).mapToObj(n -> retry.pauseAfter(n, Duration.ZERO)))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 5L, 5L);
  }

  @Test
  void waitsAsLongAsAskedButNeverBeyondTheLongest() {
    Retry retry = new Retry(3, Duration.ofSeconds(1), Duration.ofSeconds(5));

    assertThat(retry.pauseAfter(1, Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
    assertThat(retry.pauseAfter(1, Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void refusesToTryNever() {
    assertThatThrownBy(() -> new Retry(0, Duration.ofSeconds(1), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid attempts '0': expected at least 1");
  }
}
