package io.meshwright.quality;

import com.amazon.deequ.analyzers.ApproxCountDistinct;
import com.amazon.deequ.analyzers.Completeness;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.analyzers.Size;
import com.amazon.deequ.analyzers.StandardDeviation;
import com.amazon.deequ.metrics.DoubleMetric;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * A Deequ analyzer that rides along with the write: its aggregates are columns of an {@code
 * observe}, and its metric is made from the observed row.
 *
 * <p>Only analyzers that Deequ can share a scan between fit, and of those only the ones that are
 * right; see the module's README for where Deequ is not.
 */
final class DeequCounter {

  private final ScanShareableAnalyzer<?, DoubleMetric> analyzer;

  private DeequCounter(ScanShareableAnalyzer<?, DoubleMetric> analyzer) {
    this.analyzer = analyzer;
  }

  static DeequCounter size() {
    return new DeequCounter(new Size(Option.empty()));
  }

  /** The fraction of rows in {@code scope} (a SQL predicate) that have a value in {@code field}. */
  static DeequCounter completeness(String field, String scope) {
    return new DeequCounter(new Completeness(field, Option.apply(scope), Option.empty()));
  }

  /** How many different values {@code field} has: an estimate with a standard error of 5 %. */
  static DeequCounter distinct(String field) {
    return new DeequCounter(new ApproxCountDistinct(field, Option.empty()));
  }

  /** The standard deviation of the population; NaN where there is no number. */
  static DeequCounter standardDeviation(String field) {
    return new DeequCounter(new StandardDeviation(field, Option.empty()));
  }

  List<Column> columns() {
    return JavaConverters.seqAsJavaList(analyzer.aggregationFunctions());
  }

  /** The metric, from its own columns alone: some analyzers ignore where theirs begin. */
  double metric(Row observed, int offset) {
    Object[] own = new Object[columns().size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = observed.get(offset + i);
    }

    return (double)
        analyzer
            .metricFromAggregationResult(RowFactory.create(own), 0, Option.empty(), Option.empty())
            .value()
            .getOrElse(() -> Double.NaN);
  }
}
