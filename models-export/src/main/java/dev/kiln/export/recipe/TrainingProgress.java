package dev.kiln.export.recipe;

/**
 * How far a training has come.
 *
 * @param steps steps done
 * @param images images seen, counted each time
 * @param seconds time spent, over all runs
 */
public record TrainingProgress(long steps, long images, double seconds) {
  /** Nothing done yet. */
  public static final TrainingProgress START = new TrainingProgress(0, 0, 0);
}
