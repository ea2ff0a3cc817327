package dev.kiln.generation.profile;

/**
 * How a network is called.
 *
 * @param callers how many calls run side by side
 * @param threads how many threads each may use on a CPU
 * @param rows how many rows a call carries at most
 * @param rowsAtEase how many it carries at most while few rows are in progress
 * @param threadsAlone how many threads a call may use that no other runs beside
 */
public record CallShape(int callers, int threads, int rows, int rowsAtEase, int threadsAlone) {

  /** So many full calls of each caller in progress are a backlog. */
  private static final int FULL = 3;

  /** With less, a call carries this share of what each caller has in progress on average. */
  private static final int PARTS = 8;

  public CallShape {
    if (callers < 1 || threads < 1 || rows < 1 || threadsAlone < 1) {
      throw new IllegalArgumentException(
          "callers, threads, rows and threadsAlone must be at least 1, were %d, %d, %d and %d"
              .formatted(callers, threads, rows, threadsAlone));
    }
    if (rowsAtEase < 1 || rowsAtEase > rows) {
      throw new IllegalArgumentException(
          "rowsAtEase must be from 1 to rows, %d, was %d".formatted(rows, rowsAtEase));
    }
  }

  /** Calls that have the same rows and threads, whatever else is under way. */
  public static CallShape of(int callers, int threads, int rows) {
    return new CallShape(callers, threads, rows, rows, threads);
  }

  /** This one, with fewer rows while few are in progress. */
  CallShape withRowsAtEase(int value) {
    return new CallShape(callers, threads, rows, value, threadsAlone);
  }

  /** This one, with other threads for a call that is alone. */
  CallShape withThreadsAlone(int value) {
    return new CallShape(callers, threads, rows, rowsAtEase, value);
  }

  /**
   * How many rows the next call carries at most: more, the more there is to do, so that what comes
   * does not wait long for it.
   *
   * @param inProgress rows of all samples in progress, those in calls included
   */
  public int rows(int inProgress) {
    return inProgress >= FULL * callers * rows
        ? rows
        : Math.min(rows, Math.max(rowsAtEase, inProgress / (PARTS * callers)));
  }
}
