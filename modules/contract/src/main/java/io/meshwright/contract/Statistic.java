package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A promise about a number, or a set of values, that is worked out from all rows together. */
public sealed interface Statistic extends Assertion.OnTable {

  /** What an {@link Aggregate} works out; nulls are left out. */
  enum Function {
    MIN,
    MAX,
    MEAN,
    SUM,
    /** The standard deviation of the rows as a population: divided by n. */
    STDDEV,
    /** The value below which a share of the values lies, to one part in ten thousand of ranks. */
    QUANTILE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An aggregate of a numeric field lies in a range.
   *
   * @param at the share of values below a {@link Function#QUANTILE}, from 0 to 1; only for those
   */
  record Aggregate(Function function, String field, Optional<BigDecimal> at, Range range)
      implements Statistic {
    public Aggregate {
      requireNonNull(function, "function");
      requireNonNull(field, "field");
      requireNonNull(range, "range");
      at = at.map(Decimals::canonical);
      if (at.isPresent() != (function == Function.QUANTILE)) {
        throw new IllegalArgumentException(
            "Invalid %s of %s: 'at' is for quantiles, and only for them"
                .formatted(function, field));
      }
    }

    @Override
    public String kind() {
      return "aggregate";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /** What a {@link KeyStatistic} works out; rows with a null in the key are left out. */
  enum KeyMeasure {
    /** Rows whose key no other row has, as a fraction of the rows. */
    UNIQUENESS,
    /** Different keys, as a fraction of the rows. */
    DISTINCTNESS,
    /** Different keys. */
    DISTINCT_COUNT;

    public String kind() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How often the values of these fields repeat lies in a range; counted exactly. */
  record KeyStatistic(KeyMeasure measure, List<String> fields, Range range) implements Statistic {
    public KeyStatistic {
      requireNonNull(measure, "measure");
      fields = List.copyOf(fields);
      requireNonNull(range, "range");
    }

    @Override
    public String kind() {
      return measure.kind();
    }
  }

  /**
   * There are as many rows as {@code with} has.
   *
   * @param tolerance the largest difference, in rows or as a share of the rows of {@code with}
   */
  record RowCountMatch(RowSource with, Amount tolerance) implements Statistic {
    public RowCountMatch {
      requireNonNull(with, "with");
      requireNonNull(tolerance, "tolerance");
    }

    @Override
    public String kind() {
      return "row_count_match";
    }

    @Override
    public List<String> fields() {
      return List.of();
    }
  }

  /**
   * No whole number, or no day, is missing between the smallest and the largest value, separately
   * for each combination of the fields {@code within}.
   */
  record GapFree(String field, List<String> within) implements Statistic {
    public GapFree {
      requireNonNull(field, "field");
      within = List.copyOf(within);
    }

    @Override
    public String kind() {
      return "gap_free";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /** How two sets of values relate. */
  enum SetRelation {
    /** Every value of ours is one of theirs. */
    WITHIN,
    /** Both have the same values. */
    EQUALS,
    /** Every value of theirs is one of ours. */
    CONTAINS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The different values of a field relate to those of a field elsewhere; nulls are left out. */
  record ValueSet(String field, SetRelation relation, RowSource of, String target)
      implements Statistic {
    public ValueSet {
      requireNonNull(field, "field");
      requireNonNull(relation, "relation");
      requireNonNull(of, "of");
      requireNonNull(target, "target");
    }

    @Override
    public String kind() {
      return "value_set";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /** How far two distributions are apart. */
  enum Distance {
    /**
     * Population stability index over ten bins of equal size in the earlier version, or over the
     * values themselves where they are no numbers: the sum of (p - q) ln(p / q).
     */
    PSI,
    /** Kolmogorov-Smirnov: the largest difference between the two cumulative distributions. */
    KS
  }

  /** The values of a field are distributed as in the version published before. */
  record Distribution(String field, Distance distance, BigDecimal max) implements Statistic {
    public Distribution {
      requireNonNull(field, "field");
      requireNonNull(distance, "distance");
      max = Decimals.canonical(max);
    }

    @Override
    public String kind() {
      return "distribution";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }
}
