package dev.kiln.generation.profile;

/**
 * How a network is called.
 *
 * @param callers how many calls run side by side
 * @param threads how many threads each may use on a CPU
 * @param rows how many rows a call carries at most
 * @param threadsAlone how many threads a call may use that no other runs beside
 */
public record CallShape(int callers, int threads, int rows, int threadsAlone) {

  public CallShape {
    if (callers < 1 || threads < 1 || rows < 1 || threadsAlone < 1) {
      throw new IllegalArgumentException(
          "callers, threads, rows and threadsAlone must be at least 1, were %d, %d, %d and %d"
              .formatted(callers, threads, rows, threadsAlone));
    }
  }

  /** Calls that have the same threads whether others run beside them or not. */
  public static CallShape of(int callers, int threads, int rows) {
    return new CallShape(callers, threads, rows, threads);
  }

  /** This one, with other threads for a call that is alone. */
  CallShape withThreadsAlone(int value) {
    return new CallShape(callers, threads, rows, value);
  }
}
