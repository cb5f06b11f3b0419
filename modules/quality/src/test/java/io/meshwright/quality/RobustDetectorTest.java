package io.meshwright.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.quality.AnomalyDetector.Finding;
import io.meshwright.quality.AnomalyDetector.State;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobustDetectorTest {

  /** A Monday. */
  private static final LocalDate START = LocalDate.of(2024, 1, 1);

  private final RobustDetector detector = new RobustDetector(RobustDetector.USUAL_LIMIT, 1);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void learnsUntilThereIsEnoughHistory(int runs) {
    Finding finding = judge(daily(runs, day -> 100), 1_000_000);

    assertThat(finding)
        .isEqualTo(
            new Finding(State.LEARNING, "learning from %d of 8 earlier runs".formatted(runs)));
  }

  @Test
  void learnsFromFiniteValuesOnly() {
    List<HistoryPoint> history =
        days(
            DoubleStream.of(
                100, Double.NaN, 100, Double.POSITIVE_INFINITY, 100, 100, 100, 100, 100));

    assertThat(judge(history, 100).words()).isEqualTo("learning from 7 of 8 earlier runs");
  }

  @Test
  void findsWhatIsNoNumberUnusual() {
    assertThat(judge(daily(30, day -> 100), Double.NaN))
        .isEqualTo(new Finding(State.UNUSUAL, "NaN is no number"));
  }

  @ParameterizedTest
  @CsvSource({
    "1000, USUAL",
    "1069, USUAL",
    "1071, UNUSUAL",
    "931, USUAL",
    "929, UNUSUAL",
    "0, UNUSUAL"
  })
  void allowsAFlatSeriesAFewPercent(double value, State state) {
    assertThat(judge(daily(30, day -> 1000), value).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"0, USUAL", "3, USUAL", "4, UNUSUAL"})
  void allowsASeriesOfZerosItsFloor(double value, State state) {
    assertThat(judge(daily(30, day -> 0), value).state()).isEqualTo(state);
  }

  @Test
  void saysWhatIsUsual() {
    assertThat(judge(daily(30, day -> 1000), 400).words())
        .isEqualTo("400 where 930 to 1,070 is usual, from 30 runs");
  }

  @Test
  void isNotMovedByAccidentsOfThePast() {
    List<HistoryPoint> history =
        daily(30, day -> day.getDayOfMonth() % 6 == 0 ? 0 : 1000 + day.getDayOfMonth());

    assertThat(judge(history, 1010).state()).isEqualTo(State.USUAL);
    assertThat(judge(history, 0).state()).isEqualTo(State.UNUSUAL);
  }

  @Test
  void followsASteadyTrend() {
    List<HistoryPoint> history = daily(60, day -> 1000 + 10 * index(day) + index(day) % 3);

    assertThat(judge(history, 1600))
        .isEqualTo(
            new Finding(State.USUAL, "1,600 where 1,489 to 1,713 is usual, from 60 runs by trend"));
    assertThat(judge(history, 1000).state()).isEqualTo(State.UNUSUAL);
    assertThat(judge(history, 2200).state()).isEqualTo(State.UNUSUAL);
  }

  @Test
  void knowsQuietWeekends() {
    List<HistoryPoint> history = daily(56, day -> isWeekend(day) ? 40 + index(day) % 3 : 1000);

    assertThat(at(history, LocalDate.of(2024, 3, 2), 41).state()).isEqualTo(State.USUAL);
    assertThat(at(history, LocalDate.of(2024, 3, 2), 1000).state()).isEqualTo(State.UNUSUAL);
    assertThat(at(history, LocalDate.of(2024, 3, 4), 1000).state()).isEqualTo(State.USUAL);
    assertThat(at(history, LocalDate.of(2024, 3, 4), 41).state()).isEqualTo(State.UNUSUAL);
  }

  @Test
  void knowsAWeekThatRisesDayByDay() {
    List<HistoryPoint> history =
        daily(70, day -> 100 * day.getDayOfWeek().getValue() + index(day) % 2);
    LocalDate monday = LocalDate.of(2024, 3, 11);

    assertThat(at(history, monday, 101))
        .isEqualTo(
            new Finding(State.USUAL, "101 where 93.47 to 107.5 is usual, from 70 runs by weekday"));
    assertThat(at(history, monday, 400).state()).isEqualTo(State.UNUSUAL);
    assertThat(at(history, monday.plusDays(3), 400).state()).isEqualTo(State.USUAL);
  }

  @Test
  void knowsTheEndOfTheMonthHoweverLongTheMonth() {
    List<HistoryPoint> history =
        daily(120, day -> day.getDayOfMonth() == day.lengthOfMonth() ? 5000 : 1000);

    assertThat(at(history, LocalDate.of(2024, 5, 31), 5000).words())
        .endsWith("from 120 runs by day of the month");
    assertThat(at(history, LocalDate.of(2024, 5, 31), 5000).state()).isEqualTo(State.USUAL);
    assertThat(at(history, LocalDate.of(2024, 5, 31), 1000).state()).isEqualTo(State.UNUSUAL);
    assertThat(at(history, LocalDate.of(2024, 5, 30), 5000).state()).isEqualTo(State.UNUSUAL);
  }

  @Test
  void needsThreeMonthsToKnowTheirEnds() {
    List<HistoryPoint> history =
        daily(60, day -> day.getDayOfMonth() == day.lengthOfMonth() ? 5000 : 1000);

    assertThat(at(history, LocalDate.of(2024, 3, 31), 5000).state()).isEqualTo(State.UNUSUAL);
  }

  @Test
  void getsUsedToANewLevel() {
    List<HistoryPoint> history = daily(100, day -> index(day) < 60 ? 1000 : 2000);

    assertThat(judge(history, 2000).state()).isEqualTo(State.USUAL);
    assertThat(judge(history, 1000).state()).isEqualTo(State.UNUSUAL);
  }

  @Test
  void seldomCriesAboutNoise() {
    Random random = new Random(42);
    List<HistoryPoint> noise = daily(1000, day -> 1000 + 100 * random.nextGaussian());

    long cries =
        IntStream.range(100, 1000)
            .filter(i -> detector.judge(noise.subList(0, i), noise.get(i)).state() == State.UNUSUAL)
            .count();

    assertThat(cries).isLessThan(9);
  }

  @Test
  void findsSpikesInNoise() {
    Random random = new Random(7);
    List<HistoryPoint> noise = daily(90, day -> 1000 + 100 * random.nextGaussian());

    assertThat(judge(noise, 1700).state()).isEqualTo(State.UNUSUAL);
    assertThat(judge(noise, 300).state()).isEqualTo(State.UNUSUAL);
  }

  @Test
  void refusesALimitThatAllowsNothing() {
    assertThatThrownBy(() -> new RobustDetector(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid detector of limit 0.0 and floor 1.0: a limit is above 0, a floor not below it");
  }

  private Finding judge(List<HistoryPoint> history, double value) {
    return at(history, START.plusDays(history.size()), value);
  }

  private Finding at(List<HistoryPoint> history, LocalDate day, double value) {
    return detector.judge(history, new HistoryPoint(day, value));
  }

  private static List<HistoryPoint> daily(int days, ToDoubleFunction<LocalDate> value) {
    return Stream.iterate(START, day -> day.plusDays(1))
        .limit(days)
        .map(day -> new HistoryPoint(day, value.applyAsDouble(day)))
        .toList();
  }

  private static List<HistoryPoint> days(DoubleStream values) {
    double[] all = values.toArray();
    return daily(all.length, day -> all[index(day)]);
  }

  private static int index(LocalDate day) {
    return (int) (day.toEpochDay() - START.toEpochDay());
  }

  private static boolean isWeekend(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
  }
}
