package dev.kiln.generation.network;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * The inputs and outputs of one call, reused from call to call. For one thread at a time. Buffers
 * hold row after row; their position is not used, write and read by absolute index.
 */
public interface NetworkBatch extends AutoCloseable {

  /** How many rows fit. */
  int capacity();

  /** The values of a float input, capacity times the row's size. */
  FloatBuffer floats(String input);

  /** The values of a long input, capacity times the row's size. */
  LongBuffer longs(String input);

  /**
   * Runs the network on the first {@code rows} rows.
   *
   * @throws NetworkException when the network fails; the inputs are as they were
   */
  void run(int rows) throws NetworkException;

  /**
   * As {@link #run}, when no other call of the network is under way: may take the whole device for
   * itself, and is right beside others as well, only slower.
   *
   * @throws NetworkException as there
   */
  default void runAlone(int rows) throws NetworkException {
    run(rows);
  }

  /**
   * From any thread: asks the call under way to end soon, with an exception. May be without effect.
   * A batch that was asked to stop is good for nothing but {@link #close}.
   */
  void stop();

  /**
   * The values of an output after {@link #run} or {@link #runAlone}; rows beyond those run are
   * meaningless.
   */
  FloatBuffer output(String output);

  @Override
  void close();
}
