package dev.kiln.export.evaluate.measure;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Where a distribution lives, as far as some of its points tell: a ball around each point that
 * reaches to its k-th neighbour (Kynkäänniemi et al. 2019, arXiv 1904.06991, figure 2).
 */
final class Manifold {
  private final Points points;
  private final float[] squaredRadii;

  private Manifold(Points points, float[] squaredRadii) {
    this.points = points;
    this.squaredRadii = squaredRadii;
  }

  /**
   * The balls around some points.
   *
   * @throws IllegalArgumentException if there are not more than k points
   */
  static Manifold of(Points points, int k) {
    float[] radii = Neighbours.among(points, k).radii();
    for (int i = 0; i < radii.length; i++) {
      // A hair wider: the k-th neighbour itself lies inside despite the rounding of the root.
      radii[i] = radii[i] * radii[i] * (1 + 1e-6f);
    }
    return new Manifold(points, radii);
  }

  /**
   * Which points fall into which balls.
   *
   * @param ballsAround for each of the other points, in how many balls it lies
   * @param pointsInside for each ball, how many of the other points lie in it
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Hits(int[] ballsAround, int[] pointsInside) {
    /** The share of the other points that lie in at least one ball. */
    double inside() {
      return shareAboveZero(ballsAround);
    }

    /** The share of the balls that hold at least one of the other points. */
    double filled() {
      return shareAboveZero(pointsInside);
    }

    private static double shareAboveZero(int[] counts) {
      int above = 0;
      for (int count : counts) {
        above += count > 0 ? 1 : 0;
      }
      return (double) above / counts.length;
    }
  }

  /** Compares other points with the balls. */
  Hits hits(Points others) {
    int[] around = new int[others.count()];
    AtomicIntegerArray inside = new AtomicIntegerArray(points.count());
    Distances.each(
        others,
        points,
        (other, squared) -> {
          for (int ball = 0; ball < squaredRadii.length; ball++) {
            if (squared[ball] <= squaredRadii[ball]) {
              around[other]++;
              inside.incrementAndGet(ball);
            }
          }
        });
    int[] counts = new int[points.count()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = inside.get(i);
    }
    return new Hits(around, counts);
  }
}
