package io.meshwright.quality;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Says whether a value fits the values before it. */
public interface AnomalyDetector {

  /** What a value looks like beside its history. */
  enum State {
    USUAL,
    UNUSUAL,
    /** There is too little history to tell. */
    LEARNING
  }

  /**
   * What was found.
   *
   * @param words why, such as {@code 7 where 95 to 105 is usual, from 28 runs}
   */
  record Finding(State state, String words) {
    public Finding {
      requireNonNull(state, "state");
      requireNonNull(words, "words");
    }

    static Finding learning(int runs, int needed) {
      return new Finding(
          State.LEARNING, "learning from %d of %d earlier runs".formatted(runs, needed));
    }
  }

  /**
   * Judges {@code now} by {@code history}, the oldest first and without {@code now}. Values of the
   * past that are not finite are left out.
   */
  Finding judge(List<HistoryPoint> history, HistoryPoint now);
}
