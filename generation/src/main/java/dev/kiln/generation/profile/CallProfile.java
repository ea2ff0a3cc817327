package dev.kiln.generation.profile;

import java.util.Comparator;
import java.util.List;

/**
 * What calls of a network cost on a device, by their shape.
 *
 * @param costs at least one
 */
public record CallProfile(List<CallCost> costs) {

  /** A shape that gives so much of the most rows a second counts as one that gives the most. */
  private static final double ENOUGH = 0.97;

  /** A call alone gets threads of its own where it is done in so much of the time. */
  private static final double QUICKER = 0.85;

  private static final Comparator<CallCost> FEWEST_THREADS =
      Comparator.comparingInt(cost -> cost.shape().threads());

  public CallProfile {
    costs = List.copyOf(costs);
    if (costs.isEmpty()) {
      throw new IllegalArgumentException("a profile needs at least one cost");
    }
  }

  /**
   * The shape to call the network with: of those that give nearly the most rows a second, the one
   * with the fewest threads a call, which wait for each other least while a broker or others want
   * the cores as well; of those, the one with the shortest calls, since whoever comes waits for the
   * call under way. A call that is alone has as many threads as make it quickest, where that is
   * worth having the network twice.
   */
  public CallShape best() {
    CallCost busy = busy();
    CallCost alone =
        costs.stream().min(Comparator.comparingDouble(CallCost::loneMillis)).orElseThrow();
    return alone.loneMillis() < QUICKER * busy.loneMillis()
        ? busy.shape().withThreadsAlone(alone.shape().threads())
        : busy.shape();
  }

  /** As {@link #best}, with the same threads for all calls, so that one session serves them. */
  public CallShape bestOnce() {
    return busy().shape();
  }

  private CallCost busy() {
    double most = costs.stream().mapToDouble(CallCost::rowsPerSecond).max().orElseThrow();
    return costs.stream()
        .filter(cost -> cost.rowsPerSecond() >= ENOUGH * most)
        .min(FEWEST_THREADS.thenComparingDouble(CallCost::callMillis))
        .orElseThrow();
  }
}
