package io.meshwright.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void comparesRoundByRound() {
    Samples slowingDown = new Samples(Usages.ofCpu(1, 2, 10), Usages.ofCpu(2, 3, 20));

    assertThat(slowingDown.median(Usage::cpuSeconds)).isEqualTo(3);
    assertThat(slowingDown.ratio(Usage::cpuSeconds)).isEqualTo(2);
    assertThat(slowingDown.added(Usage::cpuSeconds)).isEqualTo(1);
  }

  @Test
  void takesTheMiddleOfTwo() {
    assertThat(new Samples(List.of(), Usages.ofCpu(4, 1)).median(Usage::wallSeconds)).isEqualTo(5);
  }

  @Test
  void hasNoRatioWithoutABareWrite() {
    assertThat(new Samples(List.of(), Usages.ofCpu(4)).ratio(Usage::cpuSeconds)).isNaN();
  }

  @Test
  void refusesRoundsThatDoNotMatch() {
    assertThatThrownBy(() -> new Samples(Usages.ofCpu(1), Usages.ofCpu(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot compare 2 rounds with 1 bare ones");
  }

  @Test
  void letsWaysTakeTurnsAndGoesBackwardsEverySecondRound() throws Exception {
    List<String> turns = new ArrayList<>();

    Map<String, List<Usage>> taken =
        Rounds.alternate(
            List.of("a", "b"),
            2,
            (way, round) -> {
              turns.add(way + round);
              return Usages.ofCpu(round).get(0);
            });

    assertThat(turns).containsExactly("a0", "b0", "b1", "a1", "a2", "b2");
    assertThat(taken).isEqualTo(Map.of("a", Usages.ofCpu(1, 2), "b", Usages.ofCpu(1, 2)));
  }
}
