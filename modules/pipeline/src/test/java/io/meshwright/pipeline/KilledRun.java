package io.meshwright.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** A run in a JVM of its own that dies at a chosen moment, as if by {@code kill -9}. */
final class KilledRun {

  /** What {@code kill -9} makes of a process: 128 and the number of the signal. */
  static final int KILLED = 137;

  private static final long MOST_MINUTES = 5;

  /** When the run dies. */
  enum Moment {
    EXTRACTING,
    TRANSFORMING,
    VALIDATING,
    /** The first data file is on storage. Only the gate writes any before the verdict. */
    WRITING,
    /** The verdict is in; set-aside rows are in quarantine, the table is not committed. */
    COMMITTING,
    /** The table has its new version, of which no record tells. */
    COMMITTED
  }

  private KilledRun() {}

  /** What dies. */
  enum Work {
    RUN,
    /** Every row of quarantine, with its amount corrected. */
    REQUEUE
  }

  /** Runs the product of the workspace in {@code folder}; returns the exit code of the JVM. */
  static int start(Path folder, String publisher, Moment moment) {
    return start(folder, publisher, moment, Work.RUN);
  }

  static int start(Path folder, String publisher, Moment moment, Work work) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(
        List.of("-Xmx1g", "-XX:+UseParallelGC", "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(KilledRun.class.getName(), folder.toString(), publisher, moment.name()));
    command.add(work.name());
    File log = folder.resolve("killed-" + moment + ".log").toFile();
    try {
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("The run to be killed hangs: " + text(log.toPath()));
      }
      if (process.exitValue() != KILLED) {
        throw new IllegalStateException("The run was not killed: " + text(log.toPath()));
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a run was to be killed", e);
    }
  }

  /** Takes the folder of a workspace, the publisher, the moment and the work. */
  public static void main(String[] arguments) {
    Workspace workspace = new Workspace(Path.of(arguments[0]), arguments[1]).later(60);
    Moment moment = Moment.valueOf(arguments[2]);
    if (moment == Moment.WRITING) {
      workspace.spark().sparkContext().addSparkListener(new AtFirstFile());
    }
    Pipeline pipeline = workspace.pipeline(Orders.NAME).listening(new At(moment));
    RunReport report =
        switch (Work.valueOf(arguments[3])) {
          case RUN -> pipeline.run(workspace.spark(), RunRequest.of(Workspace.DAY));
          case REQUEUE -> pipeline.requeue(workspace.spark(), RequeueTest.REQUEST);
        };
    System.out.println("The run was not killed but " + report);
    System.exit(1);
  }

  /** No shutdown hook runs, no finally block, no stream is flushed. */
  private static void die() {
    Runtime.getRuntime().halt(KILLED);
  }

  private static String text(Path log) throws IOException {
    return Files.readString(log, UTF_8);
  }

  private record At(Moment moment) implements RunListener {

    @Override
    public void stageStarted(StageName stage) {
      boolean now =
          switch (stage) {
            case EXTRACT -> moment == Moment.EXTRACTING;
            case TRANSFORM -> moment == Moment.TRANSFORMING;
            case VALIDATE -> moment == Moment.VALIDATING;
            case PUBLISH -> false; // committing() and committed() are more exact.
          };
      if (now) {
        die();
      }
    }

    @Override
    public void committing() {
      if (moment == Moment.COMMITTING) {
        die();
      }
    }

    @Override
    public void committed() {
      if (moment == Moment.COMMITTED) {
        die();
      }
    }
  }

  private static final class AtFirstFile extends SparkListener {
    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      if (task.taskMetrics() != null && task.taskMetrics().outputMetrics().recordsWritten() > 0) {
        die();
      }
    }
  }
}
