package dev.kiln.bench.rig;

import dev.kiln.bench.net.BenchNetwork;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Batches of requests instead of steps: whoever comes within a window of time shares a batch, which
 * begins when the window ends or the batch is full, and ends with its longest request; what is
 * finished earlier leaves the calls, but no other takes its place. With batches of one it is first
 * in, first out.
 */
public final class StaticServer implements Server {

  private record Waiting(int steps, long seed, long since, Done done) {}

  private final BenchNetwork network;
  private final int most;
  private final long windowNanos;
  private final OnnxNetwork onnx;
  private final NetworkBatch batch;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "static-server");
  private volatile boolean closed;

  /**
   * A server that serves.
   *
   * @param most requests a batch
   * @param windowMillis how long a batch waits for others after its first request
   */
  public StaticServer(
      BenchNetwork network, OnnxOptions.Provider provider, int most, double windowMillis) {
    this.network = network;
    this.most = most;
    this.windowNanos = (long) (windowMillis * 1e6);
    int cores = Runtime.getRuntime().availableProcessors();
    try {
      onnx =
          OnnxNetwork.load(
              "static", network.onnx(), new OnnxOptions(provider, 0, cores, List.of()));
    } catch (NetworkException e) {
      throw new IllegalStateException("the bench's network cannot be loaded", e);
    }
    batch = onnx.newBatch(most);
    thread.start();
  }

  @Override
  public void submit(int steps, long seed, Done done) {
    queue.add(new Waiting(steps, seed, System.nanoTime(), done));
  }

  private void run() {
    try {
      while (!closed) {
        List<Waiting> taken = gather();
        if (!taken.isEmpty()) {
          serve(taken);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (NetworkException e) {
      throw new IllegalStateException("the bench's network failed", e);
    }
  }

  private List<Waiting> gather() throws InterruptedException {
    List<Waiting> taken = new ArrayList<>();
    Waiting first = queue.poll(50, TimeUnit.MILLISECONDS);
    if (first == null) {
      return taken;
    }
    taken.add(first);
    long end = System.nanoTime() + windowNanos;
    while (taken.size() < most) {
      Waiting next = queue.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (next == null) {
        return taken;
      }
      taken.add(next);
    }
    return taken;
  }

  private void serve(List<Waiting> requests) throws NetworkException {
    long began = System.nanoTime();
    List<PlainWalk> left = new ArrayList<>();
    requests.forEach(each -> left.add(new PlainWalk(network, each.steps(), each.seed())));
    while (!left.isEmpty()) {
      for (int i = 0; i < left.size(); i++) {
        left.get(i).write(batch, i);
      }
      batch.run(left.size());
      for (int i = 0; i < left.size(); i++) {
        left.get(i).advance(batch, i);
      }
      left.removeIf(PlainWalk::isOver);
    }
    requests.forEach(each -> each.done().told((began - each.since()) / 1e6));
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    batch.close();
    onnx.close();
  }
}
