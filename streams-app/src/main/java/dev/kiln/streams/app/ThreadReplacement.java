package dev.kiln.streams.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that died of something that passes, and ends the application where
 * another thread would die of the same, or where threads die too often. Safe for many threads.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);
  private static final int MAX_DEATHS = 10;
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final Set<Class<? extends Throwable>> LASTING =
      Set.of(
          Error.class,
          AuthenticationException.class,
          AuthorizationException.class,
          InvalidTopicException.class,
          RecordTooLargeException.class,
          UnsupportedVersionException.class,
          MissingSourceTopicException.class,
          ProcessorStateException.class);

  private final LongSupplier nanoClock;
  private final Consumer<Throwable> ended;
  private final Deque<Long> deaths = new ArrayDeque<>();

  /**
   * @param nanoClock the time, in nanoseconds
   * @param ended told why the application ends
   */
  ThreadReplacement(LongSupplier nanoClock, Consumer<Throwable> ended) {
    this.nanoClock = nanoClock;
    this.ended = ended;
  }

  @Override
  public synchronized StreamThreadExceptionResponse handle(Throwable e) {
    Throwable lasting = lastingCause(e);
    if (lasting != null) {
      LOG.error("The application ends: {}", lasting.toString());
      ended.accept(lasting);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    long now = nanoClock.getAsLong();
    deaths.addLast(now);
    while (now - deaths.getFirst() > WINDOW.toNanos()) {
      deaths.removeFirst();
    }
    if (deaths.size() > MAX_DEATHS) {
      LOG.error(
          "The application ends, its threads died {} times: {}", deaths.size(), RootCause.of(e));
      ended.accept(e);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.warn("A stream thread died and is replaced: {}", RootCause.of(e));
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private static @Nullable Throwable lastingCause(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      for (Class<? extends Throwable> lasting : LASTING) {
        if (lasting.isInstance(cause)) {
          return cause;
        }
      }
    }
    return null;
  }
}
