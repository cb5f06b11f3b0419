package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import scala.Option;

/**
 * Holds that a test starts no Spark. Other tests of this JVM may have a session: it is put aside
 * meanwhile, so that whoever asks for one makes another, which shows.
 */
final class WithoutSpark implements BeforeEachCallback, AfterEachCallback {

  private Option<SparkSession> putAside = Option.empty();

  @Override
  public void beforeEach(ExtensionContext context) {
    putAside = SparkSession.getDefaultSession();
    SparkSession.clearDefaultSession();
    SparkSession.clearActiveSession();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    boolean hasStarted =
        SparkSession.getDefaultSession().isDefined() || SparkSession.getActiveSession().isDefined();
    if (putAside.isDefined()) {
      SparkSession.setDefaultSession(putAside.get());
    }

    assertThat(hasStarted).as("the command started Spark").isFalse();
  }
}
