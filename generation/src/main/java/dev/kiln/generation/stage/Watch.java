package dev.kiln.generation.stage;

import dev.kiln.generation.tensor.FloatTensor;

/**
 * Somebody who looks on while a sample is made.
 *
 * @param every after every how many steps, at least 1
 * @param steps how many steps the walk has; a step may take several network calls
 * @param eye gets what is seen
 */
public record Watch(int every, int steps, Eye eye) {

  /** Takes estimates of the finished sample, on the thread that makes the network's calls. */
  @FunctionalInterface
  public interface Eye {
    /**
     * An estimate; quick, and without waiting.
     *
     * @param step how many steps are done, from 1
     */
    void sees(int step, FloatTensor estimate);
  }

  /**
   * How many steps are done after a call, from 0: calls spread evenly over the steps, which is what
   * they do in every sampler, those with two calls a step and one for the last included.
   */
  int done(int call, int calls) {
    return (int) ((call + 1L) * steps / calls);
  }

  /** Whether a call ends a step that is to be seen. The last one ends in the sample itself. */
  boolean wants(int call, int calls) {
    return call + 1 < calls && done(call, calls) / every > done(call - 1, calls) / every;
  }
}
