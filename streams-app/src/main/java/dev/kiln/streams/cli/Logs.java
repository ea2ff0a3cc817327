package dev.kiln.streams.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.kiln.streams.secrets.JsonLines;
import java.nio.file.Path;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Where the log goes. By default to stderr: Kiln's own from INFO, everybody else's from WARN. */
public final class Logs {

  private static final String PATTERN =
      "%d{HH:mm:ss.SSS} %-5level [%thread] %logger{24} - %plainMessage%n%plainThrowable";

  private Logs() {}

  /** Only warnings of Kiln and errors of others, for commands whose output people read. */
  public static void quiet() {
    level(Logger.ROOT_LOGGER_NAME, Level.ERROR);
    level("dev.kiln", Level.WARN);
  }

  /** Everything into a file and nothing onto the terminal. */
  public static void toFile(Path file) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (!(factory instanceof LoggerContext context)) {
      return;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setAppend(false);
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
    level(Logger.ROOT_LOGGER_NAME, Level.WARN);
    level("dev.kiln", Level.INFO);
  }

  /** One JSON object a line on stderr, where KILN_LOG_FORMAT is json. */
  static void asTheEnvironmentSays() {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (!"json".equals(System.getenv("KILN_LOG_FORMAT"))
        || !(factory instanceof LoggerContext context)) {
      return;
    }
    JsonLines layout = new JsonLines();
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
  }

  private static void level(String logger, Level level) {
    if (LoggerFactory.getLogger(logger) instanceof Logger logback) {
      logback.setLevel(level);
    }
  }
}
