package dev.kiln.export.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets work come to an orderly end when the process is asked to end (SIGINT, SIGTERM): tells it to
 * stop, and holds the process until the command has returned.
 *
 * <p>Without that the process exits at once and destroys PyTorch's global objects while a step
 * still uses them, which ends in a crash report instead of a checkpoint.
 */
final class StopSignal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final CountDownLatch RETURNED = new CountDownLatch(1);

  private final Thread hook;

  private StopSignal(Runnable onSignal) {
    this.hook = new Thread(() -> arrived(onSignal), "stop-signal");
  }

  /**
   * Listens until closed.
   *
   * @param onSignal called on a thread of its own when the process is to end
   */
  static StopSignal install(Runnable onSignal) {
    StopSignal signal = new StopSignal(onSignal);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private static void arrived(Runnable onSignal) {
    if (RETURNED.getCount() == 0) {
      return; // The command has come to its own end.
    }
    onSignal.run();
    try {
      if (!RETURNED.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("kiln: the step under way does not end; ending without it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process; if a signal is ending it already, with that signal's own code. */
  static void exit(int code) {
    RETURNED.countDown();
    System.exit(code);
  }

  /** Listens no more. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook is running, and waits for exit().
    }
  }
}
