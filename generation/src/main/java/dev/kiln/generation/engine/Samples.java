package dev.kiln.generation.engine;

import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Trouble;
import dev.kiln.generation.stage.NotFiniteException;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * The samples of one batcher: those that wait, and those in progress. Admits, lets the policy pick,
 * advances, and lets the finished go. For one thread at a time.
 */
final class Samples {

  private final String network;
  private final BatchPolicy policy;
  private final int maxLiveRows;
  private final Waiting waiting = new Waiting();
  private final Deque<Live> live = new ArrayDeque<>();
  private final Set<Job> called = Collections.newSetFromMap(new IdentityHashMap<>());
  private int liveRows;

  /**
   * @param network what to call it in messages
   */
  Samples(String network, BatchPolicy policy, int maxLiveRows) {
    this.network = network;
    this.policy = policy;
    this.maxLiveRows = maxLiveRows;
  }

  /** Whether none is in progress. */
  boolean isEmpty() {
    return live.isEmpty();
  }

  /** Lets go of the samples whose requests ended, and admits others as far as there is room. */
  void admit(Queue<Waiting.Entry> arrivals) {
    for (Waiting.Entry entry = arrivals.poll(); entry != null; entry = arrivals.poll()) {
      waiting.add(entry);
    }
    waiting.prune();
    live.removeIf(this::left);
    while (liveRows < maxLiveRows) {
      Waiting.Entry entry = waiting.poll();
      if (entry == null) {
        return;
      }
      begin(entry);
    }
  }

  private boolean left(Live sample) {
    sample.job().expireIfLate();
    if (sample.job().ended()) {
      liveRows -= sample.trajectory().maxRows();
      return true;
    }
    return false;
  }

  private void begin(Waiting.Entry entry) {
    Job job = entry.job();
    try {
      Live begun =
          new Live(
              job,
              entry.next(),
              entry.stage(),
              job.generator()
                  .stages()
                  .get(entry.stage())
                  .begin(job.walk(entry.next(), entry.stage(), entry.state())));
      if (begun.trajectory().finished()) {
        pass(begun);
        return;
      }
      live.addLast(begun);
      liveRows += begun.trajectory().maxRows();
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(job, e);
    }
  }

  /** Takes the samples of the next call; {@link #settle} puts them back. */
  Round pick(int rows) {
    return new Round(policy.take(live, rows));
  }

  /**
   * Advances the samples of a call that went well.
   *
   * @param start when the call began, on the engine's clock
   */
  void advance(Round round, NetworkBatch batch, long start) {
    int row = 0;
    for (Live sample : round.underWay()) {
      int rows = sample.trajectory().rows(); // before advancing: the next call may take fewer
      if (called.add(sample.job())) {
        sample.job().called(start);
      }
      try {
        sample.trajectory().advance(batch, row);
      } catch (NotFiniteException e) {
        fail(sample.job(), Trouble.NOT_FINITE, notFinite(sample, e));
      } catch (RuntimeException | OutOfMemoryError e) {
        fail(sample.job(), e);
      }
      row += rows;
    }
    called.clear();
  }

  private static String notFinite(Live sample, NotFiniteException e) {
    String what = sample.job().encodes(sample.stage()) ? "a text" : "sample " + sample.index();
    return "lost " + what + " of the request: " + e.getMessage();
  }

  /** Puts the samples of a round back, lets the finished go on, and those whose request ended. */
  void settle(Round round) {
    for (Live sample : round.picked()) {
      if (sample.job().ended()) {
        liveRows -= sample.trajectory().maxRows();
      } else if (sample.trajectory().finished()) {
        liveRows -= sample.trajectory().maxRows();
        pass(sample);
      } else {
        live.addLast(sample);
      }
    }
  }

  /** Passes a sample on: to the next stage, or out; and the whole job once all is encoded. */
  private void pass(Live sample) {
    Job job = sample.job();
    List<StepBatcher> chain = job.generator().batchers();
    FloatTensor state = sample.trajectory().state();
    int next = sample.stage() + 1;
    if (job.encodes(sample.stage())) {
      if (job.encoded(sample.stage(), sample.index(), state)) {
        chain.get(next).submit(job, next);
      }
    } else if (next < chain.size()) {
      chain
          .get(next)
          .submit(new Waiting.Entry(job, next, sample.index(), sample.index() + 1, state));
    } else {
      job.finished(sample.index(), state);
    }
  }

  /** Fails a request: the network's name, and what it did. */
  void fail(Job job, Trouble trouble, String what) {
    job.end(new Outcome.Failed(trouble, network + " " + what));
  }

  private void fail(Job job, Throwable cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    fail(
        job,
        cause instanceof OutOfMemoryError ? Trouble.OUT_OF_MEMORY : Trouble.NETWORK,
        "could not serve the request: " + why);
  }

  /** Fails all requests that have a sample in progress. */
  void failAll(Trouble trouble, String what) {
    for (Live sample : List.copyOf(live)) {
      fail(sample.job(), trouble, what);
    }
    live.clear();
    liveRows = 0;
  }

  /** Ends all requests, those that wait as well: nobody will serve them any more. */
  void cancelAll(Queue<Waiting.Entry> arrivals) {
    List<Job> left = new ArrayList<>();
    live.forEach(sample -> left.add(sample.job()));
    live.clear();
    for (Waiting.Entry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
      left.add(entry.job());
    }
    for (Waiting.Entry entry = arrivals.poll(); entry != null; entry = arrivals.poll()) {
      left.add(entry.job());
    }
    left.forEach(job -> job.end(new Outcome.Cancelled()));
  }
}
