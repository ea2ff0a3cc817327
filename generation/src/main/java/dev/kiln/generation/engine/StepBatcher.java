package dev.kiln.generation.engine;

import dev.kiln.generation.call.AbandonedException;
import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.call.NetworkHealth.State;
import dev.kiln.generation.call.NetworkOpener;
import dev.kiln.generation.call.RowCap;
import dev.kiln.generation.call.Watchdog;
import dev.kiln.generation.call.WatchedNetwork;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkException.Kind;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Trouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that calls a network. At every step it lets its {@link Samples} pick rows among
 * all samples in progress (of any request), runs one call and advances each sample by its own plan
 * row. Sleeps when there is nothing to do.
 *
 * <p>A call that fails is tried again in smaller groups, down to the one sample that makes it fail;
 * only that sample's request fails. A call that does not end is stopped by the watchdog. Where even
 * that does not help, the thread counts as lost: another takes over what it was at.
 */
final class StepBatcher implements Watchdog.Watched, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StepBatcher.class);

  /** After so many failed calls and no good one, the network is opened anew. */
  private static final int REOPEN_AFTER = 8;

  private static final long CLOSE_CHECK_MS = 20;

  private final String name;
  private final NetworkOpener opener;
  private final EngineOptions options;
  private final Queue<Waiting.Entry> arrivals = new ConcurrentLinkedQueue<>();
  private final RowCap cap;

  // Of the thread that calls, handed on to the one that takes over.
  private final Samples samples;
  private @Nullable Round round;
  private int failuresInARow;

  // Under the lock of this.
  private Thread thread;
  private WatchedNetwork network;
  private int stuck;

  private boolean gone;

  private volatile boolean closed;
  private volatile @Nullable String notOpen;

  StepBatcher(
      String name,
      NetworkOpener opener,
      Network opened,
      BatchPolicy policy,
      EngineOptions options) {
    this.name = name;
    this.opener = opener;
    this.options = options;
    this.cap = new RowCap(options.maxBatchRows(), options.callLimits());
    this.samples = new Samples(name, policy, options.maxLiveRows());
    this.network = watched(opened);
    this.thread = thread(network);
  }

  private WatchedNetwork watched(@Nullable Network opened) {
    return new WatchedNetwork(
        name,
        this::open,
        opened,
        options.maxBatchRows(),
        EngineOptions.MIN_ROWS,
        options.callLimits());
  }

  private Network open() throws NetworkException {
    int lost = stuck();
    if (lost > options.callLimits().maxStuck()) {
      throw new NetworkException(lost + " of its calls do not end, it is not called any more");
    }
    return opener.open();
  }

  private Thread thread(WatchedNetwork mine) {
    Thread made = new Thread(() -> run(mine), "kiln-batcher-" + name);
    made.setDaemon(true);
    return made;
  }

  synchronized void start() {
    thread.start();
  }

  /** Queues a job for a stage that takes no state: the first, or the one after encoding. */
  void submit(Job job, int stage) {
    submit(new Waiting.Entry(job, stage, 0, job.walks(stage), null));
  }

  void submit(Waiting.Entry entry) {
    arrivals.add(entry);
    if (closed) {
      entry.job().end(new Outcome.Cancelled());
    }
    wake();
  }

  private synchronized void wake() {
    LockSupport.unpark(thread);
  }

  private void run(WatchedNetwork mine) {
    try {
      while (!closed) {
        turn(mine);
      }
      cancelAll();
    } catch (AbandonedException e) {
      cameBack();
    } finally {
      mine.close();
    }
  }

  /** One step, whatever happens in it. */
  private void turn(WatchedNetwork mine) throws AbandonedException {
    try {
      if (round == null) {
        begin(mine);
      }
      play(mine);
    } catch (RuntimeException | Error e) {
      giveUp(e);
    }
  }

  private void begin(WatchedNetwork mine) {
    samples.admit(arrivals);
    if (samples.isEmpty()) {
      LockSupport.park(this);
      return;
    }
    try {
      int room = mine.batch().capacity();
      notOpen = null;
      round = samples.pick(Math.min(room, cap.rows(now())));
    } catch (NetworkException e) {
      notOpen = e.getMessage();
      LOG.error("{} cannot be called and fails its requests: {}", name, e.getMessage());
      samples.failAll(trouble(e), "could not serve the request: " + e.getMessage());
    }
  }

  private void play(WatchedNetwork mine) throws AbandonedException {
    Round current = round;
    if (current == null) {
      return;
    }
    while (!closed && current.next()) {
      try {
        call(mine, current);
        failuresInARow = 0;
      } catch (NetworkException e) {
        contain(current, e);
        if (++failuresInARow % REOPEN_AFTER == 0) {
          mine.reopen();
        }
      }
    }
    if (!closed) {
      round = null;
      samples.settle(current);
    }
  }

  private void call(WatchedNetwork mine, Round current)
      throws NetworkException, AbandonedException {
    NetworkBatch batch = mine.batch();
    int rows = 0;
    for (Live sample : current.underWay()) {
      int needed = sample.trajectory().rows();
      if (rows + needed > batch.capacity()) {
        throw new NetworkException(
            Kind.OUT_OF_MEMORY, "there is room for " + batch.capacity() + " rows only");
      }
      sample.trajectory().write(batch, rows);
      rows += needed;
    }
    long start = now();
    mine.run(rows);
    options.metrics().called(name, rows, batch.capacity(), now() - start);
    samples.advance(current, batch, start);
  }

  /** Decides what a failed call means for its samples: smaller calls, or the end for one. */
  private void contain(Round current, NetworkException e) {
    if (closed) {
      return;
    }
    options.metrics().troubled(name, trouble(e));
    if (e.kind() == Kind.OUT_OF_MEMORY) {
      cap.ranOut(current.rows(), now());
    }
    LOG.warn(
        "A call of {} with {} rows failed, {}: {}",
        name,
        current.rows(),
        current.isAlone() ? "and its request with it" : "its samples are tried in smaller calls",
        e.getMessage());
    if (current.isAlone()) {
      Job guilty = current.underWay().get(0).job();
      samples.fail(guilty, trouble(e), "could not serve the request: " + e.getMessage());
    } else if (e.kind() == Kind.HUNG) {
      // Every hang costs the whole limit, and a good call next to nothing.
      current.separate();
    } else {
      current.halve();
    }
  }

  private static Trouble trouble(NetworkException e) {
    return switch (e.kind()) {
      case FAILED -> Trouble.NETWORK;
      case OUT_OF_MEMORY -> Trouble.OUT_OF_MEMORY;
      case HUNG -> Trouble.HUNG;
    };
  }

  /**
   * What to do about something that is no network's failure, but a mistake of ours or no memory at
   * all: nobody knows whose fault it is, so all that were in progress fail, and those that wait get
   * their turn.
   */
  private void giveUp(Throwable e) {
    try {
      LOG.error("{} fails the requests in progress.", name, e);
      Round current = round;
      round = null;
      String what = "could not serve the request: " + e;
      if (current != null) {
        current.picked().forEach(sample -> samples.fail(sample.job(), Trouble.NETWORK, what));
      }
      samples.failAll(Trouble.NETWORK, what);
    } catch (RuntimeException | Error again) {
      // Out of memory once more, most likely. What could not be failed now is met again next time.
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(CLOSE_CHECK_MS));
    }
  }

  /** By the watchdog. */
  @Override
  public void look(long nanos) {
    WatchedNetwork now;
    synchronized (this) {
      now = network;
    }
    if (now.look(nanos)) {
      takeOver();
    }
  }

  /** The thread is lost in a call; another one goes on with what it was at. */
  private synchronized void takeOver() {
    stuck++;
    network = watched(null);
    thread = thread(network);
    try {
      if (closed) {
        cancelAll();
        gone = true;
      } else if (round != null) {
        contain(
            round, new NetworkException(Kind.HUNG, "a call did not end, not even when told to"));
      }
    } finally {
      if (!closed) {
        thread.start();
      }
    }
  }

  private synchronized void cameBack() {
    stuck--;
    LOG.warn("A call of {} that was given up has come back; its session is closed.", name);
  }

  private synchronized int stuck() {
    return stuck;
  }

  /** How the network does. */
  NetworkHealth health() {
    String why = notOpen;
    int lost = stuck();
    if (why != null) {
      return new NetworkHealth(name, State.DOWN, name + " cannot be called: " + why);
    }
    if (lost > 0) {
      return new NetworkHealth(
          name,
          State.TROUBLED,
          "%d calls of %s do not end; up to %d are left alone, then it is not called any more"
              .formatted(lost, name, options.callLimits().maxStuck()));
    }
    if (cap.isReduced()) {
      return new NetworkHealth(
          name,
          State.TROUBLED,
          "%s ran out of memory and carries %d rows a call for now, of %d"
              .formatted(name, cap.rows(), options.maxBatchRows()));
    }
    return new NetworkHealth(name, State.WELL, "");
  }

  private long now() {
    return options.nanoClock().getAsLong();
  }

  private void cancelAll() {
    Round current = round;
    if (current != null) {
      current.picked().forEach(sample -> sample.job().end(new Outcome.Cancelled()));
    }
    samples.cancelAll(arrivals);
  }

  /** Stops the call under way; what is left is cancelled. */
  @Override
  public void close() {
    closed = true;
    wake();
    boolean interrupted = false;
    for (Thread last = stopping(); last != null; last = stopping()) {
      try {
        last.join(CLOSE_CHECK_MS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The thread that has still to end, after another word to its call; null when there is none. */
  private synchronized @Nullable Thread stopping() {
    network.stop();
    return thread.isAlive() && !gone ? thread : null;
  }
}
