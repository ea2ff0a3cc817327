package dev.kiln.generation.engine;

import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.call.NetworkHealth.State;
import dev.kiln.generation.call.Watchdog;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.profile.CallShape;
import dev.kiln.generation.request.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is asked of one network, and the threads that call it side by side, on one device or
 * several: what a sample is at lies in memory, so each of its steps may be on another. At every
 * step each of them lets the {@link Samples} pick rows among all samples in progress (of any
 * request), runs one call and advances each sample by its own plan row. Safe for many threads;
 * whoever submits takes no lock and waits for nothing.
 */
final class StepBatcher implements Watchdog.Watched, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StepBatcher.class);

  private final String name;
  private final EngineOptions options;
  private final List<Placement> placements;
  private final Queue<Waiting.Entry> arrivals = new ConcurrentLinkedQueue<>();
  private final Samples samples;
  private final Containment containment;
  private final List<Caller> callers = new ArrayList<>();

  private volatile boolean closed;

  /**
   * A batcher that is to be started.
   *
   * @param placements the network on each device
   */
  StepBatcher(String name, List<Placement> placements, BatchPolicy policy, EngineOptions options) {
    this.name = name;
    this.options = options;
    this.placements = List.copyOf(placements);
    this.samples = new Samples(name, policy, options);
    this.containment = new Containment(name, samples, options);
    for (Placement placement : placements) {
      placement.share().urgency(samples::urgency);
      for (int i = 0; i < placement.calls().callers(); i++) {
        callers.add(new Caller(this, placement, options));
      }
    }
  }

  String name() {
    return name;
  }

  Samples samples() {
    return samples;
  }

  Containment containment() {
    return containment;
  }

  boolean isClosed() {
    return closed;
  }

  void start() {
    callers.forEach(Caller::start);
  }

  /** Queues a job for a stage that takes no state: the first, or the one after encoding. */
  void submit(Job job, int stage) {
    submit(new Waiting.Entry(job, stage, 0, job.walks(stage), null));
  }

  void submit(Waiting.Entry entry) {
    arrivals.add(entry);
    samples.came(entry.job().priority());
    if (closed) {
      entry.job().end(new Outcome.Cancelled());
    }
    wakeOne();
  }

  /**
   * Wakes a caller, if there is one that sleeps, of a device that has room. Those who do not sleep
   * look for work themselves, at the next step.
   */
  private void wakeOne() {
    boolean woken = placements.size() > 1 && wakeOne(true);
    if (!woken) {
      wakeOne(false);
    }
  }

  private boolean wakeOne(boolean withRoom) {
    for (int i = 0; i < callers.size(); i++) {
      Caller caller = callers.get(i);
      Placement placement = caller.placement();
      if (caller.isIdle()
          && !isLeftOut(placement)
          && (!withRoom || placement.share().hasRoom())
          && caller.wakeIfIdle()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a caller of a placement would find something to do: samples, or, where the network is
   * open elsewhere only, to open it here after a while.
   */
  boolean hasWork(Placement placement) {
    return isLeftOut(placement) ? !placement.isDown() : hasWork();
  }

  private boolean hasWork() {
    return !arrivals.isEmpty() || samples.hasWork();
  }

  /** Whether the network is not open there, but on another device. */
  private boolean isLeftOut(Placement placement) {
    return placement.whyNotOpen() != null && isOpenSomewhere();
  }

  private boolean isOpenSomewhere() {
    for (int i = 0; i < placements.size(); i++) {
      if (placements.get(i).whyNotOpen() == null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Picks the samples of a caller's next call.
   *
   * @param room how many rows its batch has
   */
  void pick(Caller caller, int room, Round round) {
    int sharers = 1;
    for (int i = 0; i < callers.size(); i++) {
      Caller other = callers.get(i);
      if (other != caller && other.isIdle() && !isLeftOut(other.placement())) {
        sharers++;
      }
    }
    Placement placement = caller.placement();
    int fitting = Math.min(room, placement.cap().rows(now()));
    int worth = placement.calls().rows(samples.rowsInProgress() / placements.size());
    samples.pick(arrivals, Math.min(fitting, worth), sharers, round);
    if (sharers > 1 && samples.hasFree()) {
      wakeOne();
    }
  }

  /**
   * Whether these samples are all that is under way, so that no other call will run beside their
   * next one. May be outdated at once, which costs time and nothing else.
   */
  boolean areAlone(Placement placement, List<Live> carried) {
    CallShape calls = placement.calls();
    return carried.size() == 1
        && calls.threads() != calls.threadsAlone()
        && placement.share().isQuiet()
        && !hasWork();
  }

  /** A caller finds no network to call: another device's do its work, or there is nobody. */
  void notOpen(Placement placement, NetworkException e) {
    placement.notOpen(e);
    if (isOpenSomewhere()) {
      leftOut(placement, e);
    } else {
      samples.admit(arrivals);
      containment.notOpen(e);
    }
  }

  /** Calls fail again and again: another device does the work for a while, if there is one. */
  boolean leaveOut(Placement placement, NetworkException e) {
    for (Placement other : placements) {
      if (other != placement && other.whyNotOpen() == null) {
        placement.notOpen(e);
        leftOut(placement, e);
        return true;
      }
    }
    return false;
  }

  private void leftOut(Placement placement, NetworkException e) {
    LOG.error(
        "{} cannot be called on {} and is called on others: {}",
        name,
        placement.where(),
        e.getMessage());
    wakeOne();
  }

  void cancelAll() {
    samples.cancelAll(arrivals);
  }

  /** By the watchdog. */
  @Override
  public void look(long nanos) {
    for (Caller caller : callers) {
      caller.look(nanos);
      if (isLeftOut(caller.placement()) && hasWork(caller.placement())) {
        caller.wakeIfIdle();
      }
    }
  }

  /** How the network does. */
  NetworkHealth health() {
    if (placements.size() == 1) {
      return placements.get(0).health("");
    }
    List<String> troubles = new ArrayList<>();
    int down = 0;
    for (Placement placement : placements) {
      NetworkHealth there = placement.health(" on " + placement.where());
      if (there.state() != State.WELL) {
        troubles.add(there.sentence());
      }
      if (there.state() == State.DOWN) {
        down++;
      }
    }
    State state =
        down == placements.size() ? State.DOWN : troubles.isEmpty() ? State.WELL : State.TROUBLED;
    return new NetworkHealth(name, state, String.join("; ", troubles));
  }

  private long now() {
    return options.nanoClock().getAsLong();
  }

  /** Stops the calls under way; what is left is cancelled. */
  @Override
  public void close() {
    closed = true;
    callers.forEach(Caller::awaitEnd);
  }
}
