package io.meshwright.cli;

import io.meshwright.pipeline.Environment;
import org.apache.spark.sql.SparkSession;

/** Gives commands the Spark session they need: the running one, or a new one. */
final class SparkSessions {

  private static final String MASTER = "spark.master";
  private static final String APP_NAME = "spark.app.name";

  private SparkSessions() {}

  /**
   * Returns a session with the environment's settings. The master is the environment's only where
   * {@code spark-submit} has not chosen one.
   */
  static SparkSession create(Environment environment) {
    SparkSession.Builder builder = SparkSession.builder();
    if (System.getProperty(APP_NAME) == null) {
      builder.appName("mesh");
    }
    environment
        .sparkSettings()
        .forEach(
            (key, value) -> {
              if (!key.equals(MASTER) || System.getProperty(MASTER) == null) {
                builder.config(key, value);
              }
            });
    return builder.getOrCreate();
  }
}
