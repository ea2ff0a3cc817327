package dev.kiln.generation.engine;

import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.Signature;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Networks that are short of something. */
final class Wrapped {

  private Wrapped() {}

  /** A network that has room for small batches only. */
  record Tight(Network real, int room, List<Integer> asked) implements Network {
    @Override
    public Signature signature() {
      return real.signature();
    }

    @Override
    public NetworkBatch newBatch(int capacity) {
      asked.add(capacity);
      if (capacity > room) {
        throw new OutOfMemoryError("Cannot reserve direct buffer memory");
      }
      return real.newBatch(capacity);
    }

    @Override
    public void close() {
      real.close();
    }
  }

  /** A network whose input buffers are not there at times. */
  record Crumbling(Network real, BooleanSupplier now) implements Network {
    @Override
    public Signature signature() {
      return real.signature();
    }

    @Override
    public NetworkBatch newBatch(int capacity) {
      return new CrumblingBatch(real.newBatch(capacity), now);
    }

    @Override
    public void close() {
      real.close();
    }
  }

  private record CrumblingBatch(NetworkBatch real, BooleanSupplier now) implements NetworkBatch {
    @Override
    public int capacity() {
      return real.capacity();
    }

    @Override
    public FloatBuffer floats(String input) {
      if (now.getAsBoolean()) {
        throw new IllegalStateException("there are no buffers");
      }
      return real.floats(input);
    }

    @Override
    public LongBuffer longs(String input) {
      return real.longs(input);
    }

    @Override
    public void run(int rows) throws NetworkException {
      real.run(rows);
    }

    @Override
    public void stop() {
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
}
