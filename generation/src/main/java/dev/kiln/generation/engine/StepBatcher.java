package dev.kiln.generation.engine;

import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.call.NetworkHealth.State;
import dev.kiln.generation.call.NetworkOpener;
import dev.kiln.generation.call.RowCap;
import dev.kiln.generation.call.SharedNetwork;
import dev.kiln.generation.call.Watchdog;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.profile.CallShape;
import dev.kiln.generation.request.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All that is asked of one network, and the threads that call it side by side. At every step each
 * of them lets the {@link Samples} pick rows among all samples in progress (of any request), runs
 * one call and advances each sample by its own plan row. Safe for many threads; whoever submits
 * takes no lock and waits for nothing.
 */
final class StepBatcher implements Watchdog.Watched, AutoCloseable {

  private final String name;
  private final NetworkOpener opener;
  private final EngineOptions options;
  private final CallShape calls;
  private final Turns.Share share;
  private final Queue<Waiting.Entry> arrivals = new ConcurrentLinkedQueue<>();
  private final RowCap cap;
  private final Samples samples;
  private final Containment containment;
  private final List<Caller> callers = new ArrayList<>();
  private final AtomicInteger stuck = new AtomicInteger();

  private volatile boolean closed;
  private volatile @Nullable String notOpen;

  /**
   * A batcher that is to be started.
   *
   * @param opener opens the network anew
   * @param opened it, opened by {@code opener}
   * @param calls how it is called
   * @param share what it has of the device that it is called on
   */
  StepBatcher(
      String name,
      SharedNetwork opener,
      Network opened,
      CallShape calls,
      Turns.Share share,
      BatchPolicy policy,
      EngineOptions options) {
    this.name = name;
    this.opener = opener;
    this.options = options;
    this.calls = calls;
    this.share = share;
    this.cap = new RowCap(calls.rows(), options.callLimits());
    this.samples = new Samples(name, policy, options);
    this.containment = new Containment(name, samples, cap, options);
    for (int i = 0; i < calls.callers(); i++) {
      callers.add(new Caller(this, i == 0 ? opened : null, options));
    }
  }

  String name() {
    return name;
  }

  CallShape calls() {
    return calls;
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

  /** For the callers. */
  Network open() throws NetworkException {
    int lost = stuck.get();
    if (lost > options.callLimits().maxStuck()) {
      throw new NetworkException(lost + " of its calls do not end, it is not called any more");
    }
    return opener.open();
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
    if (closed) {
      entry.job().end(new Outcome.Cancelled());
    }
    wakeOne();
  }

  /** Those who do not sleep look for work themselves, at the next step. */
  private void wakeOne() {
    for (int i = 0; i < callers.size(); i++) {
      if (callers.get(i).wakeIfIdle()) {
        return;
      }
    }
  }

  /** Whether a caller would find something to do. */
  boolean hasWork() {
    return !arrivals.isEmpty() || samples.hasWork();
  }

  /**
   * Picks the samples of a caller's next call.
   *
   * @param room how many rows its batch has
   */
  void pick(Caller caller, int room, Round round) {
    int sharers = 1;
    for (int i = 0; i < callers.size(); i++) {
      if (callers.get(i) != caller && callers.get(i).isIdle()) {
        sharers++;
      }
    }
    samples.pick(arrivals, Math.min(room, cap.rows(now())), sharers, round);
    if (sharers > 1 && samples.hasFree()) {
      wakeOne();
    }
  }

  /**
   * Whether these samples are all that is under way, so that no other call will run beside their
   * next one. May be outdated at once, which costs time and nothing else.
   */
  boolean areAlone(List<Live> carried) {
    return carried.size() == 1
        && calls.threads() != calls.threadsAlone()
        && share.isQuiet()
        && !hasWork();
  }

  /** What it has of the device. */
  Turns.Share share() {
    return share;
  }

  /** A caller has a network to call. */
  void opened() {
    if (notOpen != null) {
      notOpen = null;
    }
  }

  /** A caller finds no network to call. */
  void notOpen(NetworkException e) {
    notOpen = e.getMessage();
    samples.admit(arrivals);
    containment.notOpen(e);
  }

  /** A caller's thread is lost in a call. */
  void lost() {
    stuck.incrementAndGet();
  }

  /** A thread that was lost came back. */
  void cameBack() {
    stuck.decrementAndGet();
    Caller.logCameBack(name);
  }

  void cancelAll() {
    samples.cancelAll(arrivals);
  }

  /** By the watchdog. */
  @Override
  public void look(long nanos) {
    for (Caller caller : callers) {
      caller.look(nanos);
    }
  }

  /** How the network does. */
  NetworkHealth health() {
    String why = notOpen;
    int lost = stuck.get();
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
              .formatted(name, cap.rows(), calls.rows()));
    }
    return new NetworkHealth(name, State.WELL, "");
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
