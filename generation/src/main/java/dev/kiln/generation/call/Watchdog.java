package dev.kiln.generation.call;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all calls under way, again and again, on a thread of its own. Counts only time in which
 * it could look: a process that was stopped and goes on does not find all its calls late. Safe for
 * many threads. Close once.
 */
public final class Watchdog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /** Who has a call under way now and then. */
  public interface Watched {
    /**
     * Takes a look; must be short.
     *
     * @param nanos how much time passed since the last look
     */
    void look(long nanos);
  }

  private static final long MOST_OFTEN = 5_000_000;
  private static final long LEAST_OFTEN = 500_000_000;
  private static final int LOOKS_PER_LIMIT = 10;

  private final long interval;
  private final List<Watched> watched = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "kiln-watchdog");
  private volatile boolean closed;

  public Watchdog(CallLimits limits) {
    long shortest = Math.min(limits.shortest().toNanos(), limits.grace().toNanos());
    interval = Math.max(MOST_OFTEN, Math.min(LEAST_OFTEN, shortest / LOOKS_PER_LIMIT));
    thread.setDaemon(true);
    thread.start();
  }

  public void add(Watched one) {
    watched.add(one);
  }

  public void remove(Watched one) {
    watched.remove(one);
  }

  private void run() {
    long before = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos(this, interval);
      long now = System.nanoTime();
      long passed = Math.min(now - before, 2 * interval);
      before = now;
      for (Watched one : watched) {
        try {
          one.look(passed);
        } catch (RuntimeException | Error e) {
          LOG.error("The watchdog could not look after a network.", e);
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
