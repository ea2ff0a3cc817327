package dev.kiln.generation.engine;

import java.util.List;

/**
 * Which of the samples in progress share the next network call. The policy decides, the callers
 * obey. Asked by one thread at a time.
 */
interface BatchPolicy {

  /**
   * Moves the samples of the next call from {@code free} to {@code into}.
   *
   * @param free the samples in progress that are in no call now; their order may change
   * @param maxRows how many rows the call can carry
   * @param call counts the calls
   * @param into empty; then holds at least one sample if there was one, at most {@code maxRows}
   *     rows together, or one sample with more
   */
  void take(List<Live> free, int maxRows, long call, List<Live> into);
}
