package io.meshwright.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.quality.AnomalyDetector.Finding;
import io.meshwright.quality.AnomalyDetector.State;
import java.time.LocalDate;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeequDetectorTest {

  private static final LocalDate START = LocalDate.of(2024, 1, 1);

  @Test
  void findsWhatIsFarFromTheMeanUnusual() {
    AnomalyDetector detector = DeequDetector.onlineNormal(3);
    List<HistoryPoint> history = daily(30, day -> 1000 + 10 * (day % 3));

    assertThat(detector.judge(history, point(30, 1010)))
        .isEqualTo(new Finding(State.USUAL, "1,010 is usual, from 30 runs"));
    assertThat(detector.judge(history, point(30, 5000)).state()).isEqualTo(State.UNUSUAL);
    assertThat(detector.judge(history, point(30, 5000)).words())
        .startsWith(
            "5,000 is unusual, from 30 runs: [OnlineNormalStrategy]: Value 5000.0 is not in");
  }

  @Test
  void forecastsWeeks() {
    AnomalyDetector detector = DeequDetector.weekly();
    List<HistoryPoint> history = daily(42, day -> day % 7 < 5 ? 1000 + day % 2 : 100 + day % 2);

    assertThat(detector.judge(history, point(42, 1000)).state()).isEqualTo(State.USUAL);
    assertThat(detector.judge(history, point(42, 100)).state()).isEqualTo(State.UNUSUAL);
  }

  @Test
  void learnsUntilThereIsEnoughHistory() {
    assertThat(DeequDetector.onlineNormal(3).judge(daily(7, day -> 1), point(7, 9)))
        .isEqualTo(new Finding(State.LEARNING, "learning from 7 of 8 earlier runs"));
    assertThat(DeequDetector.weekly().judge(daily(13, day -> 1), point(13, 9)))
        .isEqualTo(new Finding(State.LEARNING, "learning from 13 of 14 earlier runs"));
  }

  @Test
  void leavesOutWhatIsNoNumber() {
    List<HistoryPoint> history = daily(30, day -> day == 3 ? Double.NaN : 1000 + day % 3);

    assertThat(DeequDetector.onlineNormal(3).judge(history, point(30, 1001)))
        .isEqualTo(new Finding(State.USUAL, "1,001 is usual, from 29 runs"));
    assertThat(DeequDetector.onlineNormal(3).judge(history, point(30, Double.NaN)))
        .isEqualTo(new Finding(State.UNUSUAL, "NaN is no number"));
  }

  private static List<HistoryPoint> daily(int days, IntToDoubleFunction value) {
    return IntStream.range(0, days).mapToObj(day -> point(day, value.applyAsDouble(day))).toList();
  }

  private static HistoryPoint point(int day, double value) {
    return new HistoryPoint(START.plusDays(day), value);
  }
}
