package io.meshwright.quality;

import com.amazon.deequ.anomalydetection.Anomaly;
import com.amazon.deequ.anomalydetection.AnomalyDetectionStrategy;
import com.amazon.deequ.anomalydetection.OnlineNormalStrategy;
import com.amazon.deequ.anomalydetection.seasonal.HoltWinters;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import scala.Console;
import scala.Option;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.collection.immutable.Vector;

/** Judges a value by one of Deequ's strategies over its history. */
public final class DeequDetector implements AnomalyDetector {

  private static final int MOST_HISTORY = 400;
  private static final int WEEK = 7;

  private final AnomalyDetectionStrategy strategy;
  private final int leastHistory;

  private DeequDetector(AnomalyDetectionStrategy strategy, int leastHistory) {
    this.strategy = strategy;
    this.leastHistory = leastHistory;
  }

  /**
   * Unusual is what is further than {@code limit} standard deviations from the mean, both taken
   * from the values so far without the unusual ones.
   */
  public static DeequDetector onlineNormal(double limit) {
    return new DeequDetector(
        new OnlineNormalStrategy(Option.apply(limit), Option.apply(limit), 0.1, true),
        RobustDetector.LEAST_HISTORY);
  }

  /**
   * Unusual is what is far from a forecast with a trend and a season of seven runs (Holt and
   * Winters); of use for one run a day.
   */
  public static DeequDetector weekly() {
    return new DeequDetector(new HoltWinters(WEEK), 2 * WEEK);
  }

  @Override
  public Finding judge(List<HistoryPoint> history, HistoryPoint now) {
    List<HistoryPoint> known = HistoryPoint.latest(history, MOST_HISTORY);
    if (known.size() < leastHistory) {
      return Finding.learning(known.size(), leastHistory);
    }
    if (!Double.isFinite(now.value())) {
      return new Finding(State.UNUSUAL, NumberText.of(now.value()) + " is no number");
    }

    List<Object> series = new ArrayList<>();
    known.forEach(point -> series.add(point.value()));
    series.add(now.value());
    Vector<Object> values = JavaConverters.asScalaBuffer(series).toVector();
    // Deequ prints what it fitted, and standard output belongs to the command.
    Seq<Tuple2<Object, Anomaly>> found =
        Console.withOut(
            OutputStream.nullOutputStream(),
            () -> strategy.detect(values, new Tuple2<>(series.size() - 1, series.size())));
    return JavaConverters.seqAsJavaList(found).stream()
        .findFirst()
        .map(anomaly -> new Finding(State.UNUSUAL, words(now, known, anomaly._2())))
        .orElseGet(
            () ->
                new Finding(
                    State.USUAL,
                    "%s is usual, from %d runs"
                        .formatted(NumberText.of(now.value()), known.size())));
  }

  private static String words(HistoryPoint now, List<HistoryPoint> known, Anomaly anomaly) {
    return "%s is unusual, from %d runs%s"
        .formatted(
            NumberText.of(now.value()),
            known.size(),
            anomaly.detail().isDefined() ? ": " + anomaly.detail().get() : "");
  }
}
