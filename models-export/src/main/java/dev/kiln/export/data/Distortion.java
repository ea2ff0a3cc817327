package dev.kiln.export.data;

/**
 * How far a drawn digit may stray from its outline. Angles in degrees, lengths in pixels of a 28
 * pixel image, the rest as fractions.
 *
 * @param rotation largest turn to either side, degrees
 * @param shear largest slant to either side
 * @param stretch largest change of the width against the height
 * @param minHeight smallest extent, pixels
 * @param maxHeight largest extent, pixels
 * @param shift largest shift from the middle, pixels
 * @param warp largest smooth displacement, as a fraction of the height
 * @param tremble standard deviation of a pen's points, as a fraction of the height
 * @param thinner most that is taken off each side of a stroke, pixels
 * @param thicker most that is added to each side of a stroke, pixels
 * @param blur largest softness of an edge, pixels
 * @param noise standard deviation of the grain in the ink
 */
public record Distortion(
    double rotation,
    double shear,
    double stretch,
    double minHeight,
    double maxHeight,
    double shift,
    double warp,
    double tremble,
    double thinner,
    double thicker,
    double blur,
    double noise) {

  /** What generators learn from: varied, and a person reads every one. */
  public static final Distortion PLAIN =
      new Distortion(12, 0.18, 0.15, 17, 21, 1, 0.03, 0.022, 0.15, 0.6, 1.6, 0.03);

  /** What a judge learns from, so that it is not put off by what a generator gets wrong. */
  public static final Distortion HEAVY =
      new Distortion(20, 0.35, 0.35, 14, 23, 3, 0.08, 0.05, 0.5, 1.1, 2.6, 0.12);

  public Distortion {
    if (!(minHeight > 0 && minHeight <= maxHeight)) {
      throw new IllegalArgumentException(
          "the extent must be between 0 and its maximum, found " + minHeight + " to " + maxHeight);
    }
    if (!(blur >= 1)) {
      throw new IllegalArgumentException("blur must be at least 1 pixel, found " + blur);
    }
  }
}
