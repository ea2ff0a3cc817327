package dev.kiln.generation.network;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Wraps a real network and does to its calls what a test wants: counts them, holds them at a gate,
 * makes them fail.
 */
public final class FakeNetwork implements Network {

  /** What to do before a call. */
  public interface Before {
    void call(NetworkBatch batch, int rows) throws NetworkException;

    /** The call that comes now is alone. */
    default void alone() {}

    /** The call under way was told to stop. */
    default void stopped() {}
  }

  private final Network real;
  private final Before before;
  private final List<Integer> calls = new CopyOnWriteArrayList<>();

  public FakeNetwork(Network real, Before before) {
    this.real = real;
    this.before = before;
  }

  /** The rows of each call so far. */
  public List<Integer> calls() {
    return calls;
  }

  @Override
  public Signature signature() {
    return real.signature();
  }

  @Override
  public NetworkBatch newBatch(int capacity) {
    return new FakeBatch(real.newBatch(capacity), before, calls);
  }

  @Override
  public void close() {
    real.close();
  }

  /** Outputs of a network, by hand. */
  private record FakeBatch(NetworkBatch real, Before before, List<Integer> calls)
      implements NetworkBatch {

    @Override
    public int capacity() {
      return real.capacity();
    }

    @Override
    public FloatBuffer floats(String input) {
      return real.floats(input);
    }

    @Override
    public LongBuffer longs(String input) {
      return real.longs(input);
    }

    @Override
    public void run(int rows) throws NetworkException {
      before.call(real, rows);
      real.run(rows);
      calls.add(rows);
    }

    @Override
    public void runAlone(int rows) throws NetworkException {
      before.alone();
      before.call(real, rows);
      real.runAlone(rows);
      calls.add(rows);
    }

    @Override
    public void stop() {
      before.stopped();
      real.stop();
    }

    @Override
    public FloatBuffer output(String output) {
      return real.output(output);
    }

    @Override
    public void close() {
      real.close();
    }
  }

  /** A loader that wraps what the real loader gives; the networks are found in the map by name. */
  public static NetworkLoader wrapping(
      NetworkLoader real, Before before, Map<String, FakeNetwork> made) {
    return (name, bytes) -> {
      FakeNetwork fake = new FakeNetwork(real.load(name, bytes), before);
      made.put(name, fake);
      return fake;
    };
  }
}
