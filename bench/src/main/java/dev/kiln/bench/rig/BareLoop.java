package dev.kiln.bench.rig;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.kiln.bench.net.BenchNetwork;
import dev.kiln.generation.network.OnnxOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The limit: a loop that calls ONNX Runtime and does nothing else. No sampler, no noise, no
 * records; inputs and outputs stay in the same direct buffers. Close once.
 */
public final class BareLoop implements AutoCloseable {

  private static final int PASSES = 3;
  private static final int[] BATCHES = {1, 2, 4, 8, 16, 32};
  private static final double TRIAL_SECONDS = 0.4;

  /**
   * How ONNX Runtime is called.
   *
   * @param callers how many calls run side by side
   * @param threads how many threads each has
   * @param batch rows a call
   */
  public record Shape(int callers, int threads, int batch) {
    @Override
    public String toString() {
      return "%d x %d threads, batch %d".formatted(callers, threads, batch);
    }
  }

  private final OrtSession session;
  private final List<Caller> callers = new ArrayList<>();

  /**
   * A loop of its own session.
   *
   * @param provider where it runs
   */
  public BareLoop(BenchNetwork network, OnnxOptions.Provider provider, Shape shape) {
    try {
      session = session(network, provider, shape.threads());
      for (int i = 0; i < shape.callers(); i++) {
        callers.add(new Caller(session, network, shape.batch()));
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime does not take the bench's network", e);
    }
  }

  private static OrtSession session(
      BenchNetwork network, OnnxOptions.Provider provider, int threads) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      if (provider == OnnxOptions.Provider.CUDA) {
        options.addCUDA(0);
      }
      return environment().createSession(network.onnx(), options);
    }
  }

  /** As Kiln's own networks ask for it; whoever asks otherwise is told off on stderr. */
  private static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
  }

  /**
   * Tries what there is to choose, all of it in turns, as the machine is not as fast all the time,
   * and returns what gives the most rows a second.
   */
  public static Shape best(BenchNetwork network, OnnxOptions.Provider provider) {
    int cores = Runtime.getRuntime().availableProcessors();
    Map<Shape, Double> rows = new LinkedHashMap<>();
    for (int batch : BATCHES) {
      rows.put(new Shape(1, cores, batch), 0.0);
      if (cores > 1 && provider == OnnxOptions.Provider.CPU) {
        rows.put(new Shape(cores, 1, batch), 0.0);
      }
    }
    for (int pass = 0; pass < PASSES; pass++) {
      rows.replaceAll((shape, before) -> before + trial(network, provider, shape));
    }
    return Collections.max(rows.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private static double trial(BenchNetwork network, OnnxOptions.Provider provider, Shape shape) {
    try (BareLoop loop = new BareLoop(network, provider, shape)) {
      loop.run(TRIAL_SECONDS / 4);
      return loop.run(TRIAL_SECONDS);
    }
  }

  /**
   * Calls the network for so long, at least once a caller.
   *
   * @return rows a second
   */
  public double run(double seconds) {
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    long nanos = (long) (seconds * 1e9);
    for (Caller caller : callers) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  go.await();
                  caller.run(nanos);
                } catch (OrtException | InterruptedException e) {
                  failure.set(e);
                }
              },
              "bare-loop");
      thread.start();
      threads.add(thread);
    }
    go.countDown();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the bare loop ran", e);
    }
    if (failure.get() != null) {
      throw new IllegalStateException("the bare loop failed", failure.get());
    }
    return callers.stream().mapToDouble(Caller::rowsPerSecond).sum();
  }

  @Override
  public void close() {
    callers.forEach(Caller::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the session was closed twice", e);
    }
  }

  /** One thread's buffers and loop. */
  private static final class Caller {
    private final OrtSession session;
    private final int batch;
    private final Map<String, OnnxTensor> inputs = new TreeMap<>();
    private final Map<String, OnnxTensor> outputs = new TreeMap<>();
    private double rowsPerSecond;

    Caller(OrtSession session, BenchNetwork network, int batch) throws OrtException {
      this.session = session;
      this.batch = batch;
      long[] shape = new long[network.shape().size() + 1];
      shape[0] = batch;
      for (int i = 1; i < shape.length; i++) {
        shape[i] = network.shape().get(i - 1);
      }
      int values = batch * network.size();
      inputs.put("x", floats(values, shape));
      inputs.put("t", floats(batch, batch));
      if (network.takesLabel()) {
        LongBuffer labels = direct(batch * Long.BYTES).asLongBuffer();
        inputs.put("label", OnnxTensor.createTensor(environment(), labels, new long[] {batch}));
      }
      outputs.put("v", floats(values, shape));
    }

    private static OnnxTensor floats(int count, long... shape) throws OrtException {
      FloatBuffer buffer = direct(count * Float.BYTES).asFloatBuffer();
      for (int i = 0; i < count; i++) {
        buffer.put(i, (float) Math.sin(i));
      }
      return OnnxTensor.createTensor(environment(), buffer, shape);
    }

    private static ByteBuffer direct(int bytes) {
      return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    void run(long nanos) throws OrtException {
      long began = System.nanoTime();
      long calls = 0;
      long now;
      do {
        session.run(inputs, Set.of(), outputs).close();
        calls++;
        now = System.nanoTime();
      } while (now - began < nanos);
      rowsPerSecond = calls * batch * 1e9 / (now - began);
    }

    double rowsPerSecond() {
      return rowsPerSecond;
    }

    void close() {
      inputs.values().forEach(OnnxTensor::close);
      outputs.values().forEach(OnnxTensor::close);
    }
  }
}
