package io.meshwright.cli;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts the tasks of the Spark stages that are running now. */
final class SparkTasks extends SparkListener {

  private final Map<Integer, int[]> doneAndAll = new HashMap<>();

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
    doneAndAll.put(event.stageInfo().stageId(), new int[] {0, event.stageInfo().numTasks()});
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    int[] stage = doneAndAll.get(event.stageId());
    if (stage != null) {
      stage[0]++;
    }
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
    doneAndAll.remove(event.stageInfo().stageId());
  }

  /** {@code 3 of 8 tasks}, or nothing while Spark plans. */
  @Override
  public synchronized String toString() {
    if (doneAndAll.isEmpty()) {
      return "";
    }

    int done = doneAndAll.values().stream().mapToInt(stage -> stage[0]).sum();
    int all = doneAndAll.values().stream().mapToInt(stage -> stage[1]).sum();
    return "%d of %d tasks".formatted(done, all);
  }
}
