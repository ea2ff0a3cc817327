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

  /**
   * Calls of so few rows will do while there is little to do that they give so much of the most.
   */
  private static final double ENOUGH_AT_EASE = 0.85;

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
   * call under way. While few rows are in progress, calls carry fewer, as far as they still give
   * {@value #ENOUGH_AT_EASE} of it: what is short then goes through what is long sooner. A call
   * that is alone has as many threads as make it quickest, where that is worth having the network
   * twice.
   */
  public CallShape best() {
    CallCost busy = busy();
    CallShape shape = bestOnce();
    CallCost alone =
        costs.stream().min(Comparator.comparingDouble(CallCost::loneMillis)).orElseThrow();
    return alone.loneMillis() < QUICKER * busy.loneMillis()
        ? shape.withThreadsAlone(alone.shape().threads())
        : shape;
  }

  /** As {@link #best}, with the same threads for all calls, so that one session serves them. */
  public CallShape bestOnce() {
    CallShape busy = busy().shape();
    return costs.stream()
        .filter(cost -> cost.rowsPerSecond() >= ENOUGH_AT_EASE * most())
        .map(CallCost::shape)
        .filter(shape -> shape.callers() == busy.callers() && shape.threads() == busy.threads())
        .min(Comparator.comparingInt(CallShape::rows))
        .map(few -> busy.withRowsAtEase(few.rows()))
        .orElse(busy);
  }

  private double most() {
    return costs.stream().mapToDouble(CallCost::rowsPerSecond).max().orElseThrow();
  }

  private CallCost busy() {
    double most = most();
    return costs.stream()
        .filter(cost -> cost.rowsPerSecond() >= ENOUGH * most)
        .min(FEWEST_THREADS.thenComparingDouble(CallCost::callMillis))
        .orElseThrow();
  }
}
