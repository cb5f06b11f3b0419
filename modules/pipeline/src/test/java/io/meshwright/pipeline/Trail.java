package io.meshwright.pipeline;

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
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.spark.scheduler.EventLoggingListener;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** What Spark and we leave behind while a test runs: the event log, and every log line. */
final class Trail implements AutoCloseable {

  private final Path folder;
  private final SparkSession spark;
  private final EventLoggingListener events;
  private final StringWriter lines = new StringWriter();
  private final WriterAppender appender =
      WriterAppender.createAppender(
          PatternLayout.createDefaultLayout(), null, lines, "trail", false, false);

  Trail(SparkSession spark, Path folder) {
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
            spark.sparkContext().getConf().clone().set("spark.eventLog.compress", "false"),
            spark.sessionState().newHadoopConf());
    events.start();
    spark.sparkContext().addSparkListener(events);
    appender.start();
    loggers().forEach(logger -> logger.addAppender(appender, Level.ALL, null));
  }

  /** All of it, once every event is written. */
  String read() throws Exception {
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
    loggers().forEach(logger -> logger.removeAppender("trail"));
  }

  private static List<LoggerConfig> loggers() {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    return List.copyOf(context.getConfiguration().getLoggers().values());
  }
}
