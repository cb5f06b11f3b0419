package io.meshwright.cli;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Outcome;
import io.meshwright.pipeline.RunListener;
import io.meshwright.pipeline.StageName;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Shows on standard error what is happening: one line a finished step, and on a terminal below it a
 * line that moves, with the time and the tasks of Spark.
 */
final class Progress implements RunListener, AutoCloseable {

  private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final String ERASE_LINE = "\r\u001b[2K";

  /** What the summary of the stage is in which a run was stopped. */
  private static final Set<String> ENDS_OF_A_RUN =
      Stream.of(
              Outcome.FAILED,
              Outcome.REJECTED,
              Outcome.DENIED,
              Outcome.UNMEASURED,
              Outcome.CONFLICT)
          .map(Outcome::toString)
          .collect(toUnmodifiableSet());

  private static final long REDRAW_MILLIS = 100;

  private final PrintWriter err;
  private final Paint paint;
  private final LongSupplier nanoTime;
  private final Optional<Timer> clock;
  private final SparkTasks tasks = new SparkTasks();
  private final Map<String, Long> running = new LinkedHashMap<>();
  private Optional<SparkSession> watched = Optional.empty();
  private int frame;

  private Progress(PrintWriter err, Paint paint, boolean live, LongSupplier nanoTime) {
    this.err = err;
    this.paint = paint;
    this.nanoTime = nanoTime;
    this.clock = live ? Optional.of(startClock()) : Optional.empty();
  }

  /** Progress of a command, in the form its standard error can show. */
  static Progress of(CommandSpec spec) {
    boolean live = Terminal.showsErrors();
    Ansi ansi = live && Terminal.allowsColours() ? Ansi.ON : Ansi.OFF;
    return new Progress(spec.commandLine().getErr(), new Paint(ansi), live, System::nanoTime);
  }

  /** Progress without a line that moves, with a time of its own. */
  static Progress plain(PrintWriter err, LongSupplier nanoTime) {
    return new Progress(err, new Paint(Ansi.OFF), false, nanoTime);
  }

  /** Starts Spark, or finds it running, and shows its tasks from now on. */
  SparkSession startSpark(Environment environment) {
    SparkSession spark =
        during(
            "start Spark",
            () -> SparkSessions.create(environment),
            session ->
                "Spark %s on %s".formatted(session.version(), session.sparkContext().master()));
    spark.sparkContext().addSparkListener(tasks);
    watched = Optional.of(spark);
    return spark;
  }

  /** Does work as a step of its own; {@code summary} says in a few words what came of it. */
  <T> T during(String step, Supplier<T> work, Function<? super T, String> summary) {
    started(step);
    long start = nanoTime.getAsLong();
    T result = work.get();
    finished(step, Duration.ofNanos(nanoTime.getAsLong() - start), summary.apply(result));
    return result;
  }

  @Override
  public void stageStarted(StageName stage) {
    started(stage.toString());
  }

  @Override
  public void stageFinished(StageName stage, Duration took, String summary) {
    finished(stage.toString(), took, summary);
  }

  /** Stops showing; a step that has not finished is shown as stopped. */
  @Override
  public void close() {
    clock.ifPresent(Timer::cancel);
    watched.ifPresent(spark -> spark.sparkContext().removeSparkListener(tasks));
    synchronized (this) {
      erase();
      running.forEach((step, start) -> print(paint.bad("✗"), step, sinceStart(start), "stopped"));
      running.clear();
      err.flush();
    }
  }

  private synchronized void started(String step) {
    running.put(step, nanoTime.getAsLong());
  }

  private synchronized void finished(String step, Duration took, String summary) {
    running.remove(step);
    erase();
    print(ENDS_OF_A_RUN.contains(summary) ? paint.bad("✗") : paint.good("✓"), step, took, summary);
    err.flush();
  }

  private void print(String mark, String step, Duration took, String summary) {
    err.println(
        "%s %-12s %10s   %s"
            .formatted(mark, step, HumanText.took(took), HumanText.printable(summary))
            .stripTrailing());
  }

  private synchronized void redraw() {
    if (running.isEmpty()) {
      return;
    }

    Map.Entry<String, Long> oldest = running.entrySet().iterator().next();
    erase();
    err.print(
        "%s %-12s %10s   %s"
            .formatted(
                SPINNER.charAt(frame++ % SPINNER.length()),
                String.join(" + ", running.keySet()),
                HumanText.took(sinceStart(oldest.getValue())),
                paint.faint(tasks.toString())));
    err.flush();
  }

  private void erase() {
    if (clock.isPresent()) {
      err.print(ERASE_LINE);
    }
  }

  private Duration sinceStart(long start) {
    return Duration.ofNanos(nanoTime.getAsLong() - start);
  }

  private Timer startClock() {
    Timer timer = new Timer("mesh-progress", true);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            redraw();
          }
        },
        REDRAW_MILLIS,
        REDRAW_MILLIS);
    return timer;
  }
}
