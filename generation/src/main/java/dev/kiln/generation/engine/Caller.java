package dev.kiln.generation.engine;

import dev.kiln.generation.call.AbandonedException;
import dev.kiln.generation.call.Watchdog;
import dev.kiln.generation.call.WatchedNetwork;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkException.Kind;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that calls a network, one of those that do side by side: picks samples, runs one call,
 * advances each sample by its own plan row, and so on; sleeps when there is nothing to do. Where a
 * call does not end, even when it is told to, the thread counts as lost, and another takes over
 * what it was at.
 */
final class Caller implements Watchdog.Watched {

  private static final Logger LOG = LoggerFactory.getLogger(Caller.class);

  /**
   * After so many failed calls and no good one, the network is opened anew; if it is open on
   * another device, after a while.
   */
  private static final int REOPEN_AFTER = 8;

  private static final long PAUSE_MS = 20;

  private final StepBatcher home;
  private final Placement placement;
  private final EngineOptions options;
  private final AtomicBoolean idle = new AtomicBoolean();

  // Of the thread that calls, handed on to the one that takes over.
  private final Round round = new Round();
  private int failuresInARow;

  // Under the lock of this.
  private volatile Thread thread;
  private Seat seat;
  private boolean gone;

  /** What a thread calls with, and its turn on the device; lost with the thread. */
  private record Seat(WatchedNetwork network, Turn turn) {}

  /** A caller that is to be started. */
  Caller(StepBatcher home, Placement placement, EngineOptions options) {
    this.home = home;
    this.placement = placement;
    this.options = options;
    this.seat = seat(placement.takeOpened());
    this.thread = thread(seat);
  }

  private Seat seat(@Nullable Network opened) {
    return new Seat(
        new WatchedNetwork(
            home.name(),
            placement::open,
            opened,
            Math.max(EngineOptions.MIN_ROWS, placement.calls().rows()),
            EngineOptions.MIN_ROWS,
            options.callLimits()),
        placement.share().turn(home::isClosed));
  }

  private Thread thread(Seat mine) {
    Thread made = new Thread(() -> run(mine), "kiln-batcher-" + home.name());
    made.setDaemon(true);
    return made;
  }

  Placement placement() {
    return placement;
  }

  synchronized void start() {
    thread.start();
  }

  /** Whether it sleeps and could help. */
  boolean isIdle() {
    return idle.get();
  }

  /** Wakes it if it sleeps; false if it does not, and finds by itself what there is to do. */
  boolean wakeIfIdle() {
    boolean slept = idle.compareAndSet(true, false);
    if (slept) {
      LockSupport.unpark(thread);
    }
    return slept;
  }

  private void run(Seat mine) {
    try {
      while (!home.isClosed()) {
        step(mine);
      }
      cancelAll();
    } catch (AbandonedException e) {
      placement.cameBack();
      LOG.warn("A call of {} that was given up has come back; its session is closed.", home.name());
    } finally {
      mine.turn().leave();
      mine.network().close();
    }
  }

  /** One step, whatever happens in it. */
  private void step(Seat mine) throws AbandonedException {
    try {
      if (!round.isEmpty() || begin(mine)) {
        play(mine);
      } else {
        mine.turn().leave();
        sleep();
      }
    } catch (RuntimeException | Error e) {
      mine.turn().leave();
      giveUp(e);
    }
  }

  /** Puts a round together; false when there is nothing to do. */
  private boolean begin(Seat mine) {
    try {
      // Only with work: a network that cannot be opened fails requests, and there must be some.
      if (!home.hasWork(placement)) {
        return false;
      }
      int room = mine.network().batch().capacity();
      placement.opened();
      // First the turn: whoever comes while this waits for it joins the call.
      if (takeTurn(mine)) {
        home.pick(this, room, round);
      }
      return !round.isEmpty();
    } catch (NetworkException e) {
      home.notOpen(placement, e);
      return false;
    }
  }

  /** Waits for a place on the device; false when the network is closed. */
  private boolean takeTurn(Seat mine) {
    if (mine.turn().ask()) {
      return true;
    }
    long since = options.nanoClock().getAsLong();
    boolean taken = mine.turn().await();
    options.metrics().queued(home.name(), options.nanoClock().getAsLong() - since);
    return taken;
  }

  private void sleep() {
    idle.set(true);
    // Whoever brings work looks after this at who is idle; whoever came before is seen here.
    if (!home.hasWork(placement) && !home.isClosed()) {
      LockSupport.park(this);
    }
    idle.set(false);
  }

  private void play(Seat mine) throws AbandonedException {
    while (!home.isClosed() && round.next()) {
      try {
        call(mine);
        failuresInARow = 0;
      } catch (NetworkException e) {
        mine.turn().leave();
        contain(e);
        if (++failuresInARow % REOPEN_AFTER == 0) {
          mine.network().reopen();
          if (home.leaveOut(placement, e)) {
            break;
          }
        }
      }
    }
    if (!home.isClosed()) {
      home.samples().settle(round);
    }
  }

  private void call(Seat mine) throws NetworkException, AbandonedException {
    NetworkBatch batch = mine.network().batch();
    if (!takeTurn(mine)) {
      return;
    }
    List<Live> carried = round.underWay();
    int rows = 0;
    for (int i = 0; i < carried.size(); i++) {
      Live sample = carried.get(i);
      int needed = sample.trajectory().rows();
      if (rows + needed > batch.capacity()) {
        throw new NetworkException(
            Kind.OUT_OF_MEMORY, "there is room for " + batch.capacity() + " rows only");
      }
      sample.trajectory().write(batch, rows);
      rows += needed;
    }
    boolean alone = home.areAlone(placement, carried);
    long start = options.nanoClock().getAsLong();
    long nanos;
    mine.turn().begin();
    try {
      mine.network().run(rows, alone);
      nanos = options.nanoClock().getAsLong() - start;
    } finally {
      mine.turn().end();
    }
    options.metrics().called(home.name(), rows, batch.capacity(), nanos);
    home.samples().advance(round, batch, start);
  }

  private void contain(NetworkException e) {
    if (!home.isClosed()) {
      home.containment().failed(round, placement.cap(), e);
    }
  }

  private void giveUp(Throwable e) {
    try {
      home.containment().giveUp(round, e);
    } catch (RuntimeException | Error again) {
      // Out of memory once more, most likely. What could not be failed now is met again next time.
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
    }
  }

  /** By the watchdog. */
  @Override
  public void look(long nanos) {
    Seat now;
    synchronized (this) {
      now = seat;
    }
    now.turn().look(nanos);
    if (now.network().look(nanos)) {
      takeOver();
    }
  }

  /** The thread is lost in a call; another one goes on with what it was at. */
  private synchronized void takeOver() {
    placement.lost();
    seat.turn().leave();
    seat = seat(null);
    thread = thread(seat);
    try {
      if (home.isClosed()) {
        cancelAll();
        gone = true;
      } else {
        contain(new NetworkException(Kind.HUNG, "a call did not end, not even when told to"));
      }
    } finally {
      if (!home.isClosed()) {
        thread.start();
      }
    }
  }

  private void cancelAll() {
    round.picked().forEach(sample -> sample.job().cancel());
    home.cancelAll();
  }

  /** Waits until the thread has ended, with the word to its call to stop, again and again. */
  void awaitEnd() {
    boolean interrupted = false;
    for (Thread last = stopping(); last != null; last = stopping()) {
      LockSupport.unpark(last);
      try {
        last.join(PAUSE_MS);
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
    seat.network().stop();
    return thread.isAlive() && !gone ? thread : null;
  }
}
