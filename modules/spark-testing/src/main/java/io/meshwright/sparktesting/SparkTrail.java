package io.meshwright.sparktesting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.spark.scheduler.EventLoggingListener;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * What is left behind while a test runs: Spark's event log, Spark's log from INFO on, and all of
 * ours.
 */
public final class SparkTrail implements AutoCloseable {

  private final Path folder;
  private final SparkSession spark;
  private final EventLoggingListener events;
  private final List<Silenced> silenced;
  private final StringWriter lines = new StringWriter();
  private final WriterAppender appender =
      WriterAppender.createAppender(
          PatternLayout.createDefaultLayout(), null, lines, "trail", false, false);

  /**
   * Listens until it is closed.
   *
   * @param folder for the event log; made if need be
   */
  public SparkTrail(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    events =
        new EventLoggingListener(
            "trail",
            Option.empty(),
            folder.toUri(),
            spark.sparkContext().getConf().set("spark.eventLog.compress", "false"));
    events.start();
    spark.sparkContext().addSparkListener(events);
    appender.start();
    silenced =
        logging().getConfiguration().getLoggers().values().stream().map(Silenced::of).toList();
    for (Silenced one : silenced) {
      boolean isRoot = one.logger().getName().isEmpty();
      one.logger().setLevel(isRoot ? Level.INFO : Level.ALL);
      if (isRoot) {
        one.logger().addAppender(appender, Level.ALL, null);
      }
    }
    logging().updateLoggers();
  }

  /** All of it, once every event is written. To be called once. */
  public String read() throws Exception {
    spark.sparkContext().listenerBus().waitUntilEmpty();
    events.stop();
    StringBuilder text = new StringBuilder(lines.toString());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file, UTF_8));
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    spark.sparkContext().removeSparkListener(events);
    silenced.forEach(one -> one.logger().removeAppender(appender.getName()));
    silenced.forEach(Silenced::restore);
    logging().updateLoggers();
  }

  /** A logger as the test has set it up: it is silent meanwhile, and speaks again afterwards. */
  private record Silenced(LoggerConfig logger, Level level, List<Appender> appenders) {

    static Silenced of(LoggerConfig logger) {
      List<Appender> appenders = List.copyOf(logger.getAppenders().values());
      appenders.forEach(appender -> logger.removeAppender(appender.getName()));
      return new Silenced(logger, logger.getLevel(), appenders);
    }

    void restore() {
      logger.setLevel(level);
      appenders.forEach(appender -> logger.addAppender(appender, null, null));
    }
  }

  private static LoggerContext logging() {
    return (LoggerContext) LogManager.getContext(false);
  }
}
