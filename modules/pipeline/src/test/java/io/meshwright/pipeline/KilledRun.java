package io.meshwright.pipeline;

import java.nio.file.Path;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** A run in a JVM of its own that dies at a chosen moment, as if by {@code kill -9}. */
final class KilledRun {

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
    return KilledJvm.start(KilledRun.class, folder, publisher, moment.name(), work.name());
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
        KilledJvm.die();
      }
    }

    @Override
    public void committing() {
      if (moment == Moment.COMMITTING) {
        KilledJvm.die();
      }
    }

    @Override
    public void committed() {
      if (moment == Moment.COMMITTED) {
        KilledJvm.die();
      }
    }
  }

  private static final class AtFirstFile extends SparkListener {
    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      if (task.taskMetrics() != null && task.taskMetrics().outputMetrics().recordsWritten() > 0) {
        KilledJvm.die();
      }
    }
  }
}
