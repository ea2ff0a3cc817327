package dev.kiln.generation.engine;

import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Trouble;

/** What the engine tells about itself. Called from many threads; must be quick. */
public interface EngineMetrics {

  /** Tells nobody. */
  EngineMetrics NONE = new EngineMetrics() {};

  /**
   * A network was called.
   *
   * @param network generator/version/file
   * @param rows how many rows the call carried
   * @param capacity how many it could have carried
   * @param nanos how long it took
   */
  default void called(String network, int rows, int capacity, long nanos) {}

  /**
   * A call failed.
   *
   * @param network generator/version/file
   * @param trouble how; its samples are tried again in smaller calls, or their request fails
   */
  default void troubled(String network, Trouble trouble) {}

  /**
   * A request ended.
   *
   * @param generator the generator's name as the request gave it
   * @param nanos from submission to the end
   */
  default void ended(String generator, Outcome outcome, long nanos) {}
}
