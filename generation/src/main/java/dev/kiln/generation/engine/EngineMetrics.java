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
   * A caller of a network waited for its turn on the device, while others called.
   *
   * @param network generator/version/file
   * @param nanos how long
   */
  default void queued(String network, long nanos) {}

  /**
   * A call failed.
   *
   * @param network generator/version/file
   * @param trouble how; its samples are tried again in smaller calls, or their request fails
   */
  default void troubled(String network, Trouble trouble) {}

  /**
   * A request was taken in: {@link #waited} and {@link #ended} follow, once each.
   *
   * @param generator the generator's name
   */
  default void admitted(String generator) {}

  /**
   * A request waits no longer: a network call begins that carries some of it, or it ended before
   * one did.
   *
   * @param generator the generator's name
   * @param nanos since its submission
   */
  default void waited(String generator, long nanos) {}

  /**
   * A sample, or a text to encode, went through a stage.
   *
   * @param network generator/version/file of the stage's network
   * @param nanos from its first place among the rows in progress to its last call there
   */
  default void passed(String network, long nanos) {}

  /**
   * A request that was taken in ended.
   *
   * @param generator the generator's name
   * @param nanos from submission to the end
   */
  default void ended(String generator, Outcome outcome, long nanos) {}

  /**
   * A request was not taken in.
   *
   * @param generator the generator's name as the request gave it, which may be anything
   */
  default void refused(String generator, Outcome outcome) {}
}
