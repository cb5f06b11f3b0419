package io.meshwright.pipeline;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;

/**
 * Spark jobs that a test starts, by the first place of ours on the stack of the query they belong
 * to.
 */
final class StartedJobs extends SparkListener {

  private static final Pattern OURS = Pattern.compile("io\\.meshwright\\.\\w+\\.([\\w$.]+)\\(");

  private final Map<Long, String> queries = new ConcurrentHashMap<>();
  private final Map<String, Integer> started = new ConcurrentHashMap<>();

  static StartedJobs listen(Workspace workspace) throws Exception {
    workspace.spark().sparkContext().listenerBus().waitUntilEmpty();
    StartedJobs jobs = new StartedJobs();
    workspace.spark().sparkContext().addSparkListener(jobs);
    return jobs;
  }

  Map<String, Integer> stop(Workspace workspace) throws Exception {
    workspace.spark().sparkContext().listenerBus().waitUntilEmpty();
    workspace.spark().sparkContext().removeSparkListener(this);
    return new TreeMap<>(started);
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof SparkListenerSQLExecutionStart query) {
      queries.put(query.executionId(), place(query.details()));
    }
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    String root = job.properties().getProperty("spark.sql.execution.root.id");
    String place =
        root == null
            ? place(job.stageInfos().last().details())
            : queries.getOrDefault(Long.valueOf(root), "?");
    started.merge(place, 1, Integer::sum);
  }

  private static String place(String stack) {
    Matcher matcher = OURS.matcher(stack);
    return matcher.find() ? matcher.group(1) : stack;
  }
}
