package dev.kiln.generation.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Which of the samples in progress share the next network call. The policy decides, the batcher
 * obeys. Asked by one thread.
 */
interface BatchPolicy {

  /**
   * Takes the samples of the next call out of {@code live}.
   *
   * @param live the samples in progress; those not taken stay, in an order that the policy may
   *     change
   * @param maxRows how many rows the call can carry
   * @return at least one sample when there is one, at most {@code maxRows} rows together, or one
   *     sample with more
   */
  List<Live> take(Deque<Live> live, int maxRows);

  /**
   * Takes turns: whoever waited longest goes first, and the batcher puts those that were served at
   * the end. With n rows in progress a sample is served at the latest every ceil(n / (maxRows - 1))
   * calls.
   */
  BatchPolicy ROUND_ROBIN =
      (live, maxRows) -> {
        List<Live> taken = new ArrayList<>();
        Deque<Live> left = new ArrayDeque<>();
        int rows = 0;
        while (!live.isEmpty() && rows < maxRows) {
          Live next = live.pollFirst();
          if (taken.isEmpty() || rows + next.trajectory().rows() <= maxRows) {
            taken.add(next);
            rows += next.trajectory().rows();
          } else {
            left.addFirst(next);
          }
        }
        left.forEach(live::addFirst);
        return taken;
      };
}
