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
  private static final double ENOUGH = 0.95;

  /** Times that differ by less are the same. */
  private static final double SAME = 1.1;

  public CallProfile {
    costs = List.copyOf(costs);
    if (costs.isEmpty()) {
      throw new IllegalArgumentException("a profile needs at least one cost");
    }
  }

  /**
   * The shape to call the network with: of those that give nearly the most rows a second, the one
   * that serves a lone sample fastest; of those, the one with the shortest calls, since whoever
   * comes waits for the call under way.
   */
  public CallShape best() {
    double most = costs.stream().mapToDouble(CallCost::rowsPerSecond).max().orElseThrow();
    List<CallCost> good =
        costs.stream().filter(cost -> cost.rowsPerSecond() >= ENOUGH * most).toList();
    double quickest = good.stream().mapToDouble(CallCost::loneMillis).min().orElseThrow();
    return good.stream()
        .filter(cost -> cost.loneMillis() <= SAME * quickest)
        .min(Comparator.comparingDouble(CallCost::callMillis))
        .orElseThrow()
        .shape();
  }
}
