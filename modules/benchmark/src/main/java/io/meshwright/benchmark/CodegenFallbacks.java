package io.meshwright.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * Hears when Spark gives up generated code and interprets a plan or an expression instead: it says
 * so in its log only. Code that is too long is a message of level INFO, which nobody would see.
 */
final class CodegenFallbacks extends AbstractAppender implements AutoCloseable {

  private static final int LONGEST = 160;

  /** Who says it, from which level on, and a part of what is said. */
  private static final Map<String, Map.Entry<Level, List<String>>> SPEAKERS =
      Map.of(
          "org.apache.spark.sql.execution.WholeStageCodegenExec",
          Map.entry(
              Level.INFO,
              List.of("Whole-stage codegen disabled", "whole-stage codegen was disabled")),
          "org.apache.spark.sql.catalyst.expressions",
          Map.entry(Level.WARN, List.of("falling back to interpreter mode")));

  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, LoggerConfig> before = new LinkedHashMap<>();

  private CodegenFallbacks() {
    super("codegen-fallbacks", null, null, true, Property.EMPTY_ARRAY);
  }

  static CodegenFallbacks watch() {
    CodegenFallbacks fallbacks = new CodegenFallbacks();
    fallbacks.start();
    LoggerContext context = context();
    Configuration configuration = context.getConfiguration();
    SPEAKERS.forEach(
        (name, spoken) -> {
          LoggerConfig parent = configuration.getLoggerConfig(name);
          if (parent.getName().equals(name)) {
            fallbacks.before.put(name, parent);
          }
          LoggerConfig logger = new LoggerConfig(name, spoken.getKey(), true);
          logger.addAppender(fallbacks, spoken.getKey(), null);
          configuration.addLogger(name, logger);
        });
    context.updateLoggers();
    return fallbacks;
  }

  void reset() {
    seen.clear();
  }

  /** What was said since {@link #reset}, one entry a fallback, each the beginning of a message. */
  List<String> seen() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  @Override
  public void append(LogEvent event) {
    String message = event.getMessage().getFormattedMessage();
    boolean isFallback =
        SPEAKERS.values().stream()
            .flatMap(spoken -> spoken.getValue().stream())
            .anyMatch(message::contains);
    if (isFallback) {
      String line = message.lines().findFirst().orElse("");
      seen.add(line.substring(0, Math.min(line.length(), LONGEST)));
    }
  }

  @Override
  public void close() {
    LoggerContext context = context();
    SPEAKERS.keySet().forEach(context.getConfiguration()::removeLogger);
    before.forEach(context.getConfiguration()::addLogger);
    context.updateLoggers();
    stop();
  }

  private static LoggerContext context() {
    return (LoggerContext) LogManager.getContext(false);
  }
}
