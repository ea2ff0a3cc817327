package dev.kiln.generation.engine;

import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Trouble;
import dev.kiln.generation.stage.NotFiniteException;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The samples of one network: those that wait, those in progress, and, with its callers, those in a
 * call. Admits, lets the policy pick, advances, and lets the finished go. Safe for the callers'
 * threads: what they share is under the lock of this, for microseconds; a sample in a call is its
 * caller's alone.
 */
final class Samples {

  /** Those that wait are looked through for deadlines this often. */
  private static final long PRUNE_NANOS = 5_000_000;

  private final String network;
  private final BatchPolicy policy;
  private final EngineOptions options;

  // Under the lock of this.
  private final Waiting waiting = new Waiting();
  private final List<Live> free = new ArrayList<>();
  private final Map<Object, Account> accounts = new HashMap<>();
  private int liveRows;
  private long admitted;
  private long calls;
  private long pruned;

  /** The highest priority of what is here; may be too high for a call, and too low for a moment. */
  private final AtomicInteger urgency = new AtomicInteger(Integer.MIN_VALUE);

  /**
   * @param network what to call it in messages
   */
  Samples(String network, BatchPolicy policy, EngineOptions options) {
    this.network = network;
    this.policy = policy;
    this.options = options;
    this.pruned = options.nanoClock().getAsLong();
  }

  /** Whether some are in progress and in no call. */
  synchronized boolean hasFree() {
    return !free.isEmpty();
  }

  /** How many rows all samples in progress take, those in calls included. */
  synchronized int rowsInProgress() {
    return liveRows;
  }

  /**
   * Lets go of those whose requests ended, admits others as far as there is room, and picks those
   * of the next call.
   *
   * @param most how many rows a call may carry
   * @param sharers how many callers look for work, this one included: they get equal parts
   * @param round empty; gets those that were picked
   */
  synchronized void pick(Queue<Waiting.Entry> arrivals, int most, int sharers, Round round) {
    admit(arrivals);
    if (!free.isEmpty()) {
      int rows = 0;
      for (int i = 0; i < free.size(); i++) {
        rows += free.get(i).trajectory().rows();
      }
      calls++;
      int part = Math.min(most, (rows + sharers - 1) / sharers);
      policy.take(free, part, calls, round.picked());
    }
    urgency.set(Math.max(waiting.urgency(), Math.max(urgency(free), urgency(round.picked()))));
  }

  private static int urgency(List<Live> samples) {
    int most = Integer.MIN_VALUE;
    for (int i = 0; i < samples.size(); i++) {
      most = Math.max(most, samples.get(i).job().priority());
    }
    return most;
  }

  /** The highest priority of the samples in progress and of those that wait. */
  int urgency() {
    return urgency.get();
  }

  /** Something of that priority has come. */
  void came(int priority) {
    if (priority > urgency.get()) {
      urgency.accumulateAndGet(priority, Math::max);
    }
  }

  /**
   * Whether a caller would find something to do: samples that are free, or a place for one that
   * waits.
   */
  synchronized boolean hasWork() {
    return !free.isEmpty() || (!waiting.isEmpty() && liveRows < options.maxLiveRows());
  }

  /** Lets go of those whose requests ended, and admits others as far as there is room. */
  synchronized void admit(Queue<Waiting.Entry> arrivals) {
    for (Waiting.Entry entry = arrivals.poll(); entry != null; entry = arrivals.poll()) {
      waiting.add(entry);
    }
    prune();
    leave();
    while (liveRows < options.maxLiveRows()) {
      Waiting.Entry entry = waiting.isEmpty() ? null : waiting.poll();
      if (entry == null) {
        return;
      }
      begin(entry);
    }
  }

  private void prune() {
    if (!waiting.isEmpty()) {
      long now = options.nanoClock().getAsLong();
      if (now - pruned >= PRUNE_NANOS) {
        pruned = now;
        waiting.prune();
      }
    }
  }

  private void leave() {
    int kept = 0;
    for (int i = 0; i < free.size(); i++) {
      Live sample = free.get(i);
      sample.job().expireIfLate();
      if (sample.job().ended()) {
        left(sample);
      } else {
        free.set(kept++, sample);
      }
    }
    while (free.size() > kept) {
      free.remove(free.size() - 1);
    }
  }

  private void left(Live sample) {
    liveRows -= sample.trajectory().maxRows();
    if (sample.account().leave()) {
      accounts.remove(sample.job().key());
    }
  }

  private void begin(Waiting.Entry entry) {
    Job job = entry.job();
    int index = entry.take();
    try {
      Live begun =
          new Live(
              job,
              index,
              entry.stage(),
              job.generator()
                  .stages()
                  .get(entry.stage())
                  .begin(job.walk(index, entry.stage(), entry.state())),
              accounts.computeIfAbsent(job.key(), key -> new Account(leastUsed())),
              admitted++,
              options.nanoClock().getAsLong());
      begun.account().enter();
      liveRows += begun.trajectory().maxRows();
      if (begun.trajectory().finished()) {
        left(begun);
        pass(begun);
      } else {
        begun.served(calls);
        free.add(begun);
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(job, e);
    }
  }

  private long leastUsed() {
    long least = Long.MAX_VALUE;
    for (Account account : accounts.values()) {
      least = Math.min(least, account.used());
    }
    return least == Long.MAX_VALUE ? 0 : least;
  }

  /**
   * Advances the samples of a call that went well.
   *
   * @param start when the call began, on the engine's clock
   */
  void advance(Round round, NetworkBatch batch, long start) {
    int row = 0;
    List<Live> carried = round.underWay();
    for (int i = 0; i < carried.size(); i++) {
      Live sample = carried.get(i);
      int rows = sample.trajectory().rows(); // before advancing: the next call may take fewer
      if (isFirstOfItsJob(carried, i)) {
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
  }

  private static boolean isFirstOfItsJob(List<Live> samples, int at) {
    for (int i = 0; i < at; i++) {
      if (samples.get(i).job() == samples.get(at).job()) {
        return false;
      }
    }
    return true;
  }

  private static String notFinite(Live sample, NotFiniteException e) {
    String what = sample.job().encodes(sample.stage()) ? "a text" : "sample " + sample.index();
    return "lost " + what + " of the request: " + e.getMessage();
  }

  /** Puts the samples of a round back, lets the finished go on, and those whose request ended. */
  void settle(Round round) {
    List<Live> picked = round.picked();
    synchronized (this) {
      int finished = 0;
      for (int i = 0; i < picked.size(); i++) {
        Live sample = picked.get(i);
        boolean done = sample.trajectory().finished();
        if (sample.job().ended()) {
          left(sample);
        } else if (done) {
          left(sample);
          picked.set(finished++, sample);
        } else {
          free.add(sample);
          came(sample.job().priority());
        }
      }
      // From here on, those that were put back are somebody else's.
      while (picked.size() > finished) {
        picked.remove(picked.size() - 1);
      }
    }
    for (int i = 0; i < picked.size(); i++) {
      pass(picked.get(i));
    }
    round.clear();
  }

  /** Passes a sample on: to the next stage, or out; and the whole job once all is encoded. */
  private void pass(Live sample) {
    Job job = sample.job();
    options.metrics().passed(network, options.nanoClock().getAsLong() - sample.sinceNanos());
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

  /** Fails all requests that have a sample in progress and in no other caller's call. */
  void failAll(Trouble trouble, String what) {
    for (Live sample : takeFree()) {
      fail(sample.job(), trouble, what);
    }
  }

  private synchronized List<Live> takeFree() {
    List<Live> all = List.copyOf(free);
    free.clear();
    all.forEach(this::left);
    return all;
  }

  /** Forgets the samples of a round that was given up; their requests have ended. */
  synchronized void forget(Round round) {
    round.picked().forEach(this::left);
  }

  /** Ends all requests, those that wait as well: nobody will serve them any more. */
  void cancelAll(Queue<Waiting.Entry> arrivals) {
    List<Job> left = new ArrayList<>();
    takeFree().forEach(sample -> left.add(sample.job()));
    synchronized (this) {
      for (Waiting.Entry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
        left.add(entry.job());
        entry.close();
      }
    }
    for (Waiting.Entry entry = arrivals.poll(); entry != null; entry = arrivals.poll()) {
      left.add(entry.job());
    }
    left.forEach(job -> job.end(new Outcome.Cancelled()));
  }
}
