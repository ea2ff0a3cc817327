package dev.kiln.generation.profile;

/**
 * How a network is called.
 *
 * @param callers how many calls run side by side
 * @param threads how many threads each may use on a CPU
 * @param rows how many rows a call carries at most
 */
public record CallShape(int callers, int threads, int rows) {

  public CallShape {
    if (callers < 1 || threads < 1 || rows < 1) {
      throw new IllegalArgumentException(
          "callers, threads and rows must be at least 1, were %d, %d and %d"
              .formatted(callers, threads, rows));
    }
  }
}
