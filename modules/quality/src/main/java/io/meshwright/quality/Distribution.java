package io.meshwright.quality;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the values of one column are spread over the rows that have one: small enough to be kept with
 * every run, whatever the size of the table.
 */
public sealed interface Distribution {

  /** The most values that are counted one by one. */
  int MOST_VALUES = 100;

  /** The number of equally likely parts that numbers are cut into. */
  int PARTS = 20;

  /** Rows that have a value. */
  long rows();

  /**
   * Few values, counted one by one.
   *
   * @param counts rows by value, at most {@link #MOST_VALUES}
   * @param other rows with any other value
   */
  record Values(Map<String, Long> counts, long other) implements Distribution {
    public Values {
      if (counts.size() > MOST_VALUES) {
        throw new IllegalArgumentException(
            "Invalid distribution of %d values: at most %d are counted one by one"
                .formatted(counts.size(), MOST_VALUES));
      }
      counts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    @Override
    public long rows() {
      return counts.values().stream().mapToLong(Long::longValue).sum() + other;
    }

    /** The share of rows with this value. */
    double share(String value) {
      return (double) counts.getOrDefault(value, 0L) / rows();
    }
  }

  /**
   * Numbers by their quantiles: the smallest, then the upper end of each of some equally likely
   * parts. Dates are days and timestamps seconds since 1970.
   *
   * @param ends one more than there are parts, never falling, all finite
   */
  record Quantiles(List<Double> ends, long rows) implements Distribution {
    public Quantiles {
      ends = List.copyOf(ends);
      requireNonNull(ends, "ends");
      for (int i = 1; i < ends.size(); i++) {
        if (!(ends.get(i - 1) <= ends.get(i))) {
          throw new IllegalArgumentException(
              "Invalid quantiles %s: they never fall".formatted(ends));
        }
      }
      if (ends.size() < 2) {
        throw new IllegalArgumentException(
            "Invalid quantiles %s: the smallest and the largest are needed".formatted(ends));
      }
    }

    /** The share of rows whose value is at most {@code x}; between two ends it grows evenly. */
    double upTo(double x) {
      int parts = ends.size() - 1;
      for (int i = parts; i >= 0; i--) {
        if (ends.get(i) <= x) {
          return i == parts ? 1 : (i + within(i, x)) / parts;
        }
      }
      return 0;
    }

    /** The share of rows whose value is below {@code x}. */
    double below(double x) {
      int parts = ends.size() - 1;
      for (int i = 0; i <= parts; i++) {
        if (ends.get(i) >= x) {
          return i == 0 ? 0 : (i - 1 + within(i - 1, x)) / parts;
        }
      }
      return 1;
    }

    private double within(int part, double x) {
      double low = ends.get(part);
      double high = ends.get(part + 1);
      return high == low ? 1 : (x - low) / (high - low);
    }
  }
}
