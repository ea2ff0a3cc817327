package dev.kiln.generation.profile;

import java.util.Comparator;
import java.util.List;

/**
 * What calls of a network cost on a device, by their shape.
 *
 * @param costs at least one
 */
public record CallProfile(List<CallCost> costs) {

  /** Threads of their own are preferred for calls side by side as long as they give so much. */
  private static final double ENOUGH_WITH_FEWER_THREADS = 0.9;

  /** A shape that gives so much of the most rows a second counts as one that gives the most. */
  private static final double ENOUGH = 0.99;

  /**
   * Calls of so few rows will do while there is little to do that they give so much of the most.
   */
  private static final double ENOUGH_AT_EASE = 0.85;

  /** A call alone gets threads of its own where it is done in so much of the time. */
  private static final double QUICKER = 0.85;

  public CallProfile {
    costs = List.copyOf(costs);
    if (costs.isEmpty()) {
      throw new IllegalArgumentException("a profile needs at least one cost");
    }
  }

  /**
   * The shape to call the network with: with the fewest threads a call that give nearly the most
   * rows a second, since they wait for each other least while a broker or others want the cores as
   * well; of those with that many threads, the one with the shortest calls that gives nearly the
   * most, since whoever comes waits for the call under way. While few rows are in progress, calls
   * carry fewer yet, as far as that still pays: what is short then goes through what is long
   * sooner. A call that is alone has as many threads as make it quickest, where that is worth
   * having the network twice.
   */
  public CallShape best() {
    CallShape shape = bestOnce();
    double lone =
        costs.stream()
            .filter(cost -> cost.shape().threads() == shape.threads())
            .mapToDouble(CallCost::loneMillis)
            .min()
            .orElseThrow();
    CallCost alone =
        costs.stream().min(Comparator.comparingDouble(CallCost::loneMillis)).orElseThrow();
    return alone.loneMillis() < QUICKER * lone
        ? shape.withThreadsAlone(alone.shape().threads())
        : shape;
  }

  /** As {@link #best}, with the same threads for all calls, so that one session serves them. */
  public CallShape bestOnce() {
    int threads = threads();
    List<CallCost> same = costs.stream().filter(cost -> cost.shape().threads() == threads).toList();
    CallShape busy = shortest(same, ENOUGH);
    return busy.withRowsAtEase(Math.min(busy.rows(), shortest(same, ENOUGH_AT_EASE).rows()));
  }

  private int threads() {
    double enough = ENOUGH_WITH_FEWER_THREADS * most(costs);
    return costs.stream()
        .filter(cost -> cost.rowsPerSecond() >= enough)
        .mapToInt(cost -> cost.shape().threads())
        .min()
        .orElseThrow();
  }

  private static CallShape shortest(List<CallCost> costs, double enough) {
    double least = enough * most(costs);
    return costs.stream()
        .filter(cost -> cost.rowsPerSecond() >= least)
        .min(Comparator.comparingDouble(CallCost::callMillis))
        .orElseThrow()
        .shape();
  }

  private static double most(List<CallCost> costs) {
    return costs.stream().mapToDouble(CallCost::rowsPerSecond).max().orElseThrow();
  }
}
