package io.meshwright.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DistributionDistanceTest {

  private static final Offset<Double> NEAR = within(1e-9);

  @Test
  void isZeroBetweenEqualDistributions() {
    Distribution numbers = numbers(DoubleStream.iterate(0, x -> x + 1).limit(1000));
    Distribution values = values(Map.of("a", 1L, "b", 9L), 3);

    assertThat(DistributionDistance.psi(numbers, numbers).orElseThrow()).isZero();
    assertThat(DistributionDistance.ks(numbers, numbers).orElseThrow()).isZero();
    assertThat(DistributionDistance.psi(values, values).orElseThrow()).isZero();
    assertThat(DistributionDistance.ks(values, values).orElseThrow()).isZero();
  }

  @Test
  void sumsOverValues() {
    Distribution before = values(Map.of("a", 80L, "b", 20L), 0);
    Distribution now = values(Map.of("a", 600L, "b", 400L), 0);

    assertThat(DistributionDistance.psi(before, now).orElseThrow())
        .isCloseTo(-0.2 * Math.log(0.6 / 0.8) + 0.2 * Math.log(0.4 / 0.2), NEAR);
    assertThat(DistributionDistance.ks(before, now).orElseThrow()).isCloseTo(0.2, NEAR);
  }

  @Test
  void countsAValueThatIsNewOrGone() {
    Distribution before = values(Map.of("a", 100L), 0);
    Distribution now = values(Map.of("b", 100L), 0);

    assertThat(DistributionDistance.psi(before, now).orElseThrow()).isGreaterThan(10);
    assertThat(DistributionDistance.ks(before, now).orElseThrow()).isCloseTo(1, NEAR);
  }

  @Test
  void seesAShiftOfNumbers() {
    Random random = new Random(1);
    double[] normal = IntStream.range(0, 100_000).mapToDouble(i -> random.nextGaussian()).toArray();
    Distribution before = numbers(Arrays.stream(normal));
    Distribution now = numbers(Arrays.stream(normal).map(x -> x + 0.5));

    // Of normal curves half a deviation apart: 2 * Phi(0.25) - 1, and 0.25 were the parts endless.
    assertThat(DistributionDistance.ks(before, now).orElseThrow()).isCloseTo(0.1974, within(0.01));
    assertThat(DistributionDistance.psi(before, now).orElseThrow()).isCloseTo(0.25, within(0.04));
  }

  @Test
  void seesAConstantChange() {
    Distribution before = numbers(DoubleStream.generate(() -> 5).limit(100));
    Distribution lower = numbers(DoubleStream.generate(() -> 4).limit(100));
    Distribution higher = numbers(DoubleStream.generate(() -> 6).limit(100));

    assertThat(DistributionDistance.ks(before, lower).orElseThrow()).isEqualTo(1);
    assertThat(DistributionDistance.ks(before, higher).orElseThrow()).isEqualTo(1);
    assertThat(DistributionDistance.psi(before, lower).orElseThrow()).isGreaterThan(10);
    assertThat(DistributionDistance.psi(before, higher).orElseThrow()).isGreaterThan(10);
  }

  @Test
  void doesNotMixUpRepeatedNumbers() {
    Distribution before = numbers(DoubleStream.iterate(0, x -> x + 1).limit(1000).map(x -> x % 4));
    Distribution now = numbers(DoubleStream.iterate(0, x -> x + 1).limit(500).map(x -> x % 4));

    assertThat(DistributionDistance.ks(before, now).orElseThrow()).isCloseTo(0, within(0.06));
    assertThat(DistributionDistance.psi(before, now).orElseThrow()).isCloseTo(0, within(0.05));
  }

  @Test
  void tellsNothingOfNoRowsOrOtherKinds() {
    Distribution numbers = numbers(DoubleStream.of(1, 2, 3));
    Distribution values = values(Map.of("a", 1L), 0);
    Distribution nothing = values(Map.of("a", 0L), 0);

    assertThat(DistributionDistance.psi(numbers, values)).isEqualTo(Optional.empty());
    assertThat(DistributionDistance.ks(values, numbers)).isEqualTo(Optional.empty());
    assertThat(DistributionDistance.psi(values, nothing)).isEqualTo(Optional.empty());
    assertThat(DistributionDistance.ks(nothing, values)).isEqualTo(Optional.empty());
  }

  @Test
  void refusesQuantilesThatFall() {
    assertThatThrownBy(() -> new Distribution.Quantiles(List.of(2.0, 1.0), 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid quantiles [2.0, 1.0]: they never fall");
    assertThatThrownBy(() -> new Distribution.Quantiles(List.of(1.0, Double.NaN), 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid quantiles [1.0, NaN]: they never fall");
  }

  private static Distribution values(Map<String, Long> counts, long other) {
    return new Distribution.Values(counts, other);
  }

  private static Distribution numbers(DoubleStream numbers) {
    double[] sorted = numbers.sorted().toArray();
    List<Double> ends =
        IntStream.rangeClosed(0, Distribution.PARTS)
            .mapToObj(i -> sorted[Math.max(0, (int) Math.ceil(sorted.length * i / 20.0) - 1)])
            .toList();
    return new Distribution.Quantiles(ends, sorted.length);
  }
}
