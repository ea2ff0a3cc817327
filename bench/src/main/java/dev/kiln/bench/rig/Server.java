package dev.kiln.bench.rig;

/** Serves requests of so many steps, without Kafka. Safe for many threads. Close once. */
public interface Server extends AutoCloseable {

  /** What is told when a request is done. */
  @FunctionalInterface
  interface Done {
    /**
     * The sample is there.
     *
     * @param waitedMillis from the request to the first network call that carried it
     */
    void told(double waitedMillis);
  }

  /** Takes a request; does not wait. */
  void submit(int steps, long seed, Done done);

  @Override
  void close();
}
