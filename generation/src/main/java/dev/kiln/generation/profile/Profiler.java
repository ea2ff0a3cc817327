package dev.kiln.generation.profile;

import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkLoader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;

/**
 * Measures what calls of a network cost: with so many threads each, as many side by side as fill
 * the cores, with 1, 2, 4, ... rows, as long as more rows bring something. Inputs are zeros. Takes
 * about a second for a small network.
 */
public final class Profiler {

  private static final long TRIAL_NANOS = 30_000_000;
  private static final int LEAST_CALLS = 2;

  /** Each shape counts by its best pass: a device that others use as well is slow for a while. */
  private static final int PASSES = 3;

  /** A larger network is loaded once for each number of threads, so there is one pass. */
  private static final int MOST_BYTES_AGAIN = 64 << 20;

  /** Longer calls are not tried: whoever comes would wait for them. */
  private static final double LONGEST_CALL_MS = 250;

  /** So much must four times the rows gain, or they are the last that are tried. */
  private static final double GAIN = 1.03;

  private final NetworkLoader loader;
  private final int mostRows;

  /**
   * @param loader loads the network, again for each number of threads
   * @param mostRows more rows are not tried
   */
  public Profiler(NetworkLoader loader, int mostRows) {
    this.loader = loader;
    this.mostRows = mostRows;
  }

  /**
   * Measures a network.
   *
   * @param name what to call it in messages
   * @param bytes its file
   * @throws NetworkException when it cannot be loaded or called
   */
  public CallProfile profile(String name, byte[] bytes) throws NetworkException {
    Map<CallShape, CallCost> costs = new LinkedHashMap<>();
    int cores = loader.cores();
    for (int pass = 0; pass < (bytes.length <= MOST_BYTES_AGAIN ? PASSES : 1); pass++) {
      for (int threads = 1; threads <= cores; threads = next(threads, cores)) {
        Network network = loader.withThreads(threads, threads).load(name, bytes);
        try {
          double lone = millis(network, 1);
          measure(network, Math.max(1, cores / threads), threads, lone, costs);
        } finally {
          network.close();
        }
      }
    }
    return new CallProfile(List.copyOf(costs.values()));
  }

  private static int next(int threads, int cores) {
    return threads < cores ? Math.min(cores, 2 * threads) : cores + 1;
  }

  private void measure(
      Network network, int callers, int threads, double lone, Map<CallShape, CallCost> costs)
      throws NetworkException {
    double before = 0;
    double twoBefore = 0;
    for (int rows = 1; rows <= mostRows; rows *= 2) {
      double rate = rowsPerSecond(network, callers, rows);
      CallCost cost = new CallCost(CallShape.of(callers, threads, rows), rate, lone);
      costs.merge(cost.shape(), cost, CallCost::better);
      if (rate < GAIN * twoBefore || 2 * cost.callMillis() > LONGEST_CALL_MS) {
        return;
      }
      twoBefore = before;
      before = rate;
    }
  }

  private static double millis(Network network, int rows) throws NetworkException {
    return 1000.0 * rows / rowsPerSecond(network, 1, rows);
  }

  private static double rowsPerSecond(Network network, int callers, int rows)
      throws NetworkException {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      return trial(network, callers, rows, threads);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NetworkException failure) {
        throw failure;
      }
      throw new NetworkException("its calls cannot be measured: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NetworkException("its calls were not measured, since somebody stopped it", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Rows a second of all callers, which begin together: a call beside others is slower. */
  private static double trial(Network network, int callers, int rows, ExecutorService threads)
      throws InterruptedException, ExecutionException {
    Phaser together = new Phaser(callers);
    List<Callable<Double>> loops = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      loops.add(() -> loop(network, rows, together));
    }
    double sum = 0;
    for (Future<Double> rate : threads.invokeAll(loops)) {
      sum += rate.get();
    }
    return sum;
  }

  /** Rows a second of one caller, over several calls. */
  private static double loop(Network network, int rows, Phaser together) throws NetworkException {
    boolean ready = false;
    try (NetworkBatch batch = network.newBatch(rows)) {
      batch.run(rows);
      ready = true;
      together.arriveAndAwaitAdvance();
      long began = System.nanoTime();
      long spent = 0;
      int calls = 0;
      while (calls < LEAST_CALLS || spent < TRIAL_NANOS) {
        batch.run(rows);
        calls++;
        spent = Math.max(1, System.nanoTime() - began);
      }
      return 1e9 * rows * calls / spent;
    } finally {
      if (!ready) {
        together.arriveAndDeregister();
      }
    }
  }
}
