package dev.kiln.generation.network;

/**
 * A function on batches of named rows. Safe for many threads, each with batches of its own. Close
 * once, after the last batch was closed.
 */
public interface Network extends AutoCloseable {

  Signature signature();

  /** Room for up to {@code capacity} rows, to be filled, run and read again and again. */
  NetworkBatch newBatch(int capacity);

  @Override
  void close();
}
