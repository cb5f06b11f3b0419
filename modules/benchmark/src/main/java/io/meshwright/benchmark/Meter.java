package io.meshwright.benchmark;

import io.meshwright.benchmark.Usage.Traffic;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/** Adds up what the tasks of one session take, one turn at a time. */
final class Meter extends SparkListener implements AutoCloseable {

  private static final long LISTENER_MILLIS = 60_000;

  private final SparkSession spark;
  private final CodegenFallbacks fallbacks = CodegenFallbacks.watch();
  private final AtomicLong cpuNanos = new AtomicLong();
  private final AtomicLong jobs = new AtomicLong();
  private final AtomicLong recordsRead = new AtomicLong();
  private final AtomicLong bytesRead = new AtomicLong();
  private final AtomicLong bytesWritten = new AtomicLong();
  private final AtomicLong peakMemory = new AtomicLong();

  /** Something to measure. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** What came of some work, and what it took. */
  record Measured<T>(T result, Usage usage) {}

  private Meter(SparkSession spark) {
    this.spark = spark;
  }

  static Meter on(SparkSession spark) {
    Meter meter = new Meter(spark);
    spark.sparkContext().addSparkListener(meter);
    return meter;
  }

  /** Does the work and returns what it took. Nothing else may run in the session. */
  <T, E extends Exception> Measured<T> measure(Work<T, E> work) throws E {
    awaitEvents();
    for (AtomicLong sum :
        new AtomicLong[] {cpuNanos, jobs, recordsRead, bytesRead, bytesWritten, peakMemory}) {
      sum.set(0);
    }
    fallbacks.reset();
    long start = System.nanoTime();
    T result = work.run();
    double wallSeconds = (System.nanoTime() - start) / 1e9;
    awaitEvents();
    return new Measured<>(
        result,
        new Usage(
            wallSeconds,
            cpuNanos.get() / 1e9,
            jobs.get(),
            new Traffic(recordsRead.get(), bytesRead.get(), bytesWritten.get()),
            peakMemory.get(),
            fallbacks.seen()));
  }

  /** Listeners hear of tasks a little later than whoever started them. */
  private void awaitEvents() {
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty(LISTENER_MILLIS);
    } catch (TimeoutException e) {
      throw NotMeasured.because(
          "Spark's listeners are more than %d s behind".formatted(LISTENER_MILLIS / 1000),
          "run it on a machine with less to do");
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd taskEnd) {
    TaskMetrics metrics = taskEnd.taskMetrics();
    cpuNanos.addAndGet(metrics.executorCpuTime());
    recordsRead.addAndGet(metrics.inputMetrics().recordsRead());
    bytesRead.addAndGet(metrics.inputMetrics().bytesRead());
    bytesWritten.addAndGet(metrics.outputMetrics().bytesWritten());
    peakMemory.accumulateAndGet(metrics.peakExecutionMemory(), Math::max);
  }

  @Override
  public void onJobStart(SparkListenerJobStart jobStart) {
    jobs.incrementAndGet();
  }

  @Override
  public void close() {
    spark.sparkContext().removeSparkListener(this);
    fallbacks.close();
  }
}
