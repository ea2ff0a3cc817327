package dev.kiln.bench.net;

import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.network.Signature;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.concurrent.locks.LockSupport;

/**
 * An accelerator that is not there: every call takes the same time, whatever it carries, and costs
 * no processor; what comes out is zeros. Loads real networks, for what they take and give.
 *
 * @param callNanos how long a call takes
 */
public record SimulatedAccelerator(long callNanos) implements NetworkLoader {

  @Override
  public Network load(String name, byte[] bytes) throws NetworkException {
    return new Simulated(OnnxNetwork.load(name, bytes, OnnxOptions.cpu(1)), callNanos);
  }

  private record Simulated(Network real, long callNanos) implements Network {
    @Override
    public Signature signature() {
      return real.signature();
    }

    @Override
    public NetworkBatch newBatch(int capacity) {
      return new SimulatedBatch(real.newBatch(capacity), callNanos);
    }

    @Override
    public void close() {
      real.close();
    }
  }

  private record SimulatedBatch(NetworkBatch real, long callNanos) implements NetworkBatch {
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
    public void run(int rows) {
      long end = System.nanoTime() + callNanos;
      for (long left = callNanos; left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
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
