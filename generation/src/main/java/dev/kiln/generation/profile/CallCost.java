package dev.kiln.generation.profile;

/**
 * What calls of one shape cost.
 *
 * @param shape how the network was called
 * @param rowsPerSecond of all callers together
 * @param loneMillis how long a call of one row takes while no other runs
 */
public record CallCost(CallShape shape, double rowsPerSecond, double loneMillis) {

  /** How long one call takes while all callers are busy. */
  double callMillis() {
    return 1000.0 * shape.callers() * shape.rows() / rowsPerSecond;
  }

  /** The better of two measurements of a shape, in each respect. */
  CallCost better(CallCost other) {
    return new CallCost(
        shape,
        Math.max(rowsPerSecond, other.rowsPerSecond),
        Math.min(loneMillis, other.loneMillis));
  }
}
