package io.meshwright.cli;

import io.meshwright.pipeline.Environment;
import org.apache.spark.sql.SparkSession;

/** Gives commands the Spark session they need: the running one, or a new one. */
final class SparkSessions {

  private SparkSessions() {}

  /**
   * Returns a session with the environment's settings, save those that {@code spark-submit} has
   * given: they come as system properties, and win.
   */
  static SparkSession create(Environment environment) {
    SparkSession.Builder builder = SparkSession.builder();
    if (!isGiven("spark.app.name")) {
      builder.appName("mesh");
    }
    environment
        .sparkSettings()
        .forEach(
            (key, value) -> {
              if (!isGiven(key)) {
                builder.config(key, value);
              }
            });
    return builder.getOrCreate();
  }

  private static boolean isGiven(String key) {
    return System.getProperty(key) != null;
  }
}
