package dev.kiln.generation.call;

import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkException.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network as one thread calls it, under the eyes of the watchdog: opened when it is needed, told
 * to stop when a call takes too long, opened again after that, and given up, thread and all, when
 * it does not stop.
 *
 * <p>For one thread, its owner's; {@link #look} and {@link #stop} for others.
 */
public final class WatchedNetwork implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedNetwork.class);

  private enum Phase {
    IDLE,
    RUNNING,
    TOLD_TO_STOP,
    ABANDONED
  }

  private final String name;
  private final NetworkOpener opener;
  private final CallLimits limits;
  private final int mostRows;
  private final int leastRows;
  private final CallTimes times;

  // The owner's alone.
  private @Nullable Network network;
  private @Nullable NetworkBatch batch;
  private boolean stale;

  // Under the lock of this.
  private Phase phase = Phase.IDLE;
  private @Nullable NetworkBatch calling;
  private long spent;
  private long limit;

  /**
   * @param network an open one to begin with, or null to open one with the first call
   * @param mostRows the rows of a batch
   * @param leastRows with less room than this the network is of no use
   */
  public WatchedNetwork(
      String name,
      NetworkOpener opener,
      @Nullable Network network,
      int mostRows,
      int leastRows,
      CallLimits limits) {
    this.name = name;
    this.opener = opener;
    this.network = network;
    this.mostRows = mostRows;
    this.leastRows = leastRows;
    this.limits = limits;
    this.times = new CallTimes(limits);
  }

  /**
   * The batch to fill and to read: the same from call to call, until the network is opened again.
   *
   * @throws NetworkException when there is no network, or no memory for a batch
   */
  public NetworkBatch batch() throws NetworkException {
    if (stale) {
      close();
      stale = false;
    }
    NetworkBatch ready = batch;
    if (ready == null) {
      Network open = network;
      if (open == null) {
        open = opener.open();
        network = open;
      }
      ready = newBatch(open);
      batch = ready;
    }
    return ready;
  }

  private NetworkBatch newBatch(Network open) throws NetworkException {
    for (int rows = mostRows; ; rows = Math.max(leastRows, rows / 2)) {
      try {
        return open.newBatch(rows);
      } catch (OutOfMemoryError e) {
        if (rows <= leastRows) {
          throw new NetworkException(
              Kind.OUT_OF_MEMORY, "there is no memory for a batch of " + rows + " rows", e);
        }
        LOG.warn("{} has no memory for a batch of {} rows, trying half of it.", name, rows);
      } catch (RuntimeException e) {
        throw new NetworkException(Kind.FAILED, oneLine(e), e);
      }
    }
  }

  /**
   * Runs the network on the first rows of the batch.
   *
   * @param alone whether no other call of it is under way
   * @throws NetworkException when the call failed, or was stopped since it took too long
   * @throws AbandonedException when it came back too late: the thread has nothing to do any more
   */
  public void run(int rows, boolean alone) throws NetworkException, AbandonedException {
    NetworkBatch ready = batch();
    long allowed = begin(ready);
    long start = System.nanoTime();
    NetworkException failure = null;
    try {
      if (alone) {
        ready.runAlone(rows);
      } else {
        ready.run(rows);
      }
    } catch (NetworkException e) {
      failure = e;
    } catch (OutOfMemoryError e) {
      failure = new NetworkException(Kind.OUT_OF_MEMORY, oneLine(e), e);
    } catch (RuntimeException | Error e) {
      failure = new NetworkException(Kind.FAILED, oneLine(e), e);
    }
    boolean stopped = end();
    if (stopped) {
      // A batch that was told to stop is not to be trusted with another call.
      stale = true;
    }
    if (failure != null) {
      throw stopped ? tookTooLong(allowed, failure) : failure;
    }
    times.took(System.nanoTime() - start);
  }

  private static NetworkException tookTooLong(long allowed, NetworkException cause) {
    return new NetworkException(
        Kind.HUNG,
        "a call was stopped after " + seconds(allowed) + " s, the limit for this network",
        cause);
  }

  /** The network is opened anew before the next call. */
  public void reopen() {
    stale = true;
  }

  private synchronized long begin(NetworkBatch ready) {
    phase = Phase.RUNNING;
    calling = ready;
    spent = 0;
    limit = times.limitNanos();
    return limit;
  }

  /** True when the call was told to stop. */
  private synchronized boolean end() throws AbandonedException {
    if (phase == Phase.ABANDONED) {
      throw new AbandonedException();
    }
    boolean stopped = phase == Phase.TOLD_TO_STOP;
    phase = Phase.IDLE;
    calling = null;
    return stopped;
  }

  /**
   * Looks at the call under way, and tells it to stop when it has taken too long.
   *
   * @param nanos the time since the last look
   * @return true, once, when it did not stop: its thread counts as lost, and whatever that thread
   *     had written before the call is visible to the caller
   */
  public synchronized boolean look(long nanos) {
    spent += nanos;
    if (phase == Phase.RUNNING && spent >= limit) {
      LOG.warn("A call of {} has taken {} s; it is told to stop.", name, seconds(spent));
      tellToStop();
    } else if (phase == Phase.TOLD_TO_STOP && spent >= limits.grace().toNanos()) {
      phase = Phase.ABANDONED;
      LOG.error(
          "A call of {} was told to stop and did not within {} s; its thread and its session are given up.",
          name,
          seconds(spent));
      return true;
    }
    return false;
  }

  /** Tells the call under way, if there is one, to stop. */
  public synchronized void stop() {
    if (phase == Phase.RUNNING) {
      tellToStop();
    }
  }

  private void tellToStop() {
    phase = Phase.TOLD_TO_STOP;
    spent = 0;
    if (calling != null) {
      calling.stop();
    }
  }

  /** By the owner, outside of a call. */
  @Override
  public void close() {
    NetworkBatch oldBatch = batch;
    Network old = network;
    batch = null;
    network = null;
    try {
      if (oldBatch != null) {
        oldBatch.close();
      }
      if (old != null) {
        old.close();
      }
    } catch (RuntimeException e) {
      LOG.warn("{} could not be closed: {}", name, oneLine(e));
    }
  }

  private static String seconds(long nanos) {
    long millis = Duration.ofNanos(nanos).toMillis();
    return millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0);
  }

  private static String oneLine(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.replaceAll("\\s+", " ").strip();
  }
}
