package dev.kiln.generation.engine;

import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that calls a network. At every step it admits waiting samples, lets the policy
 * pick rows among all samples in progress (of any request), runs one call, advances each sample by
 * its own plan row and lets the finished go. Sleeps when there is nothing to do.
 *
 * <p>A call that fails is run again in halves, down to the one sample that makes it fail; only that
 * sample's request fails.
 */
final class StepBatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StepBatcher.class);

  private final String name;
  private final Network network;
  private final BatchPolicy policy;
  private final EngineOptions options;
  private final Thread thread;
  private final Queue<Waiting.Entry> arrivals = new ConcurrentLinkedQueue<>();

  // Only the batcher's thread touches these.
  private final Waiting waiting = new Waiting();
  private final Deque<Live> live = new ArrayDeque<>();
  private final Set<Job> called = Collections.newSetFromMap(new IdentityHashMap<>());
  private int liveRows;

  private volatile boolean closed;
  private volatile @Nullable Throwable breakdown;

  StepBatcher(String name, Network network, BatchPolicy policy, EngineOptions options) {
    this.name = name;
    this.network = network;
    this.policy = policy;
    this.options = options;
    this.thread = new Thread(this::run, "kiln-batcher-" + name);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Queues a job for a stage that takes no state: the first, or the one after encoding. */
  void submit(Job job, int stage) {
    submit(new Waiting.Entry(job, stage, 0, job.walks(stage), null));
  }

  private void submit(Waiting.Entry entry) {
    arrivals.add(entry);
    if (closed) {
      endLate(entry.job());
    }
    LockSupport.unpark(thread);
  }

  private void run() {
    try (NetworkBatch batch = network.newBatch(options.maxBatchRows())) {
      while (!closed) {
        admit();
        if (live.isEmpty()) {
          LockSupport.park(this);
        } else {
          step(batch);
        }
      }
    } catch (RuntimeException | Error e) {
      // Nothing will call this network again, and whoever asks it must hear so.
      breakdown = e;
      LOG.error("{} has stopped and fails its requests: {}", name, e.toString());
    } finally {
      closed = true;
      endAll();
    }
  }

  private void admit() {
    for (Waiting.Entry entry = arrivals.poll(); entry != null; entry = arrivals.poll()) {
      waiting.add(entry);
    }
    waiting.prune();
    live.removeIf(this::left);
    while (liveRows < options.maxLiveRows()) {
      Waiting.Entry entry = waiting.poll();
      if (entry == null) {
        return;
      }
      begin(entry);
    }
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

  /** True when a sample's request ended, so that its rows leave. */
  private boolean left(Live sample) {
    sample.job().expireIfLate();
    if (sample.job().ended()) {
      liveRows -= sample.trajectory().maxRows();
      return true;
    }
    return false;
  }

  private void step(NetworkBatch batch) {
    List<Live> picked = policy.take(live, options.maxBatchRows());
    call(batch, picked);
    for (Live sample : picked) {
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

  private void call(NetworkBatch batch, List<Live> samples) {
    try {
      int rows = 0;
      for (Live sample : samples) {
        sample.trajectory().write(batch, rows);
        rows += sample.trajectory().rows();
      }
      long start = options.nanoClock().getAsLong();
      for (Live sample : samples) {
        if (called.add(sample.job())) {
          sample.job().called(start);
        }
      }
      called.clear();
      batch.run(rows);
      options
          .metrics()
          .called(name, rows, batch.capacity(), options.nanoClock().getAsLong() - start);
    } catch (NetworkException | RuntimeException | OutOfMemoryError e) {
      called.clear();
      bisect(batch, samples, e);
      return;
    }
    int row = 0;
    for (Live sample : samples) {
      int rows = sample.trajectory().rows(); // before advancing: the next call may take fewer
      try {
        sample.trajectory().advance(batch, row);
      } catch (RuntimeException | OutOfMemoryError e) {
        fail(sample.job(), e);
      }
      row += rows;
    }
  }

  private void bisect(NetworkBatch batch, List<Live> samples, Throwable cause) {
    if (samples.size() == 1) {
      fail(samples.get(0).job(), cause);
      return;
    }
    int middle = samples.size() / 2;
    for (List<Live> half :
        List.of(samples.subList(0, middle), samples.subList(middle, samples.size()))) {
      List<Live> still = half.stream().filter(sample -> !sample.job().ended()).toList();
      if (!still.isEmpty()) {
        call(batch, still);
      }
    }
  }

  private void fail(Job job, Throwable cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    job.end(new Outcome.Failed(name + " could not serve the request: " + why));
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

  private void endAll() {
    live.forEach(sample -> endLate(sample.job()));
    live.clear();
    for (Waiting.Entry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
      endLate(entry.job());
    }
    for (Waiting.Entry entry = arrivals.poll(); entry != null; entry = arrivals.poll()) {
      endLate(entry.job());
    }
  }

  /** Ends a job that came too late: cancelled by the close, or failed by what broke the batcher. */
  private void endLate(Job job) {
    Throwable cause = breakdown;
    if (cause == null) {
      job.end(new Outcome.Cancelled());
    } else {
      fail(job, cause);
    }
  }

  /** Stops after the call under way; what is left is cancelled. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    network.close();
  }
}
