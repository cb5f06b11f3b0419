package io.meshwright.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;
import scala.collection.JavaConverters;

/**
 * Hears what {@code Dataset.observe} counted, by name.
 *
 * <p>Only of actions that succeeded: the counts of a failed one look like an answer and are none.
 * Delivery is asynchronous and may be lost, so waiting has an end, and whoever waits must be able
 * to count again.
 */
final class Observed implements QueryExecutionListener, AutoCloseable {

  private final SparkSession spark;
  private final Map<String, Row> rows = new ConcurrentHashMap<>();

  private Observed(SparkSession spark) {
    this.spark = spark;
  }

  /** Starts to listen; closing stops it. */
  static Observed listen(SparkSession spark) {
    Observed observed = new Observed(spark);
    spark.listenerManager().register(observed);
    return observed;
  }

  /** Waits for the row that {@code name} observed; empty if it does not come in time. */
  Optional<Row> await(String name, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (rows) {
      while (!rows.containsKey(name)) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return Optional.empty();
        }
        try {
          rows.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return Optional.empty();
        }
      }
      return Optional.of(rows.get(name));
    }
  }

  /** The row that {@code name} observed, if it has come. */
  Optional<Row> find(String name) {
    return Optional.ofNullable(rows.get(name));
  }

  @Override
  public void onSuccess(String action, QueryExecution execution, long nanoseconds) {
    Map<String, Row> observed = JavaConverters.mapAsJavaMap(execution.observedMetrics());
    if (!observed.isEmpty()) {
      synchronized (rows) {
        rows.putAll(observed);
        rows.notifyAll();
      }
    }
  }

  @Override
  public void onFailure(String action, QueryExecution execution, Exception cause) {}

  @Override
  public void close() {
    spark.listenerManager().unregister(this);
  }
}
