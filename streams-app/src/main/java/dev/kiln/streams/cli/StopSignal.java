package dev.kiln.streams.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes an orderly end of SIGINT and SIGTERM: tells the command to stop, waits until it has closed
 * what it opened, and ends the process with the command's own exit code instead of 130 or 143.
 */
final class StopSignal {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Runnable onRequest;
  private volatile int exitCode = 1;

  private StopSignal(Runnable onRequest) {
    this.onRequest = onRequest;
  }

  /**
   * Listens from now on.
   *
   * @param onRequest called on a signal, on a thread of its own
   */
  static StopSignal install(Runnable onRequest) {
    StopSignal signal = new StopSignal(onRequest);
    Runtime.getRuntime().addShutdownHook(new Thread(signal::arrived, "stop-signal"));
    return signal;
  }

  /** Reaches zero when somebody asked the process to end. */
  CountDownLatch requested() {
    return requested;
  }

  /** The command has closed everything and would exit with that code. */
  void closed(int code) {
    exitCode = code;
    closed.countDown();
  }

  private void arrived() {
    if (closed.getCount() == 0) {
      return; // The command came to its own end, and this is its System.exit.
    }
    requested.countDown();
    onRequest.run();
    try {
      if (!closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        exitCode = 1;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(exitCode);
  }
}
