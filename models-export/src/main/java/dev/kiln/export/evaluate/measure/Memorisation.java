package dev.kiln.export.evaluate.measure;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How near samples come to the training set, against how near real points come to one another: a
 * generator that repeats what it saw has many samples nearer to it than real points ever are
 * (Meehan et al. 2020, arXiv 2004.05675, ask the same by a test).
 *
 * @param samples the distance of each sample to the nearest training point
 * @param nearest which training point that is
 * @param real the distance of real points to the nearest other training point
 */
@SuppressWarnings("ArrayRecordComponent")
public record Memorisation(float[] samples, int[] nearest, float[] real) {
  /** Nearer than all but this share of real points is suspicious. */
  public static final double SHARE = 0.01;

  /**
   * Compares samples with the training set.
   *
   * @param training the whole training set
   * @param real which of its points are held against the others
   * @throws IllegalArgumentException if the training set has fewer than two points
   */
  public static Memorisation of(Points samples, Points training, int... real) {
    Neighbours near = Neighbours.of(samples, training, 1);
    Neighbours others = Neighbours.of(training.pick(real), training, 1, query -> real[query]);
    return new Memorisation(near.distances(), near.indices(), others.distances());
  }

  /** The distance that only {@link #SHARE} of the real points stay below. */
  public double threshold() {
    return quantile(real, SHARE);
  }

  /** The share of samples below {@link #threshold}; real points have {@link #SHARE}. */
  public double tooNear() {
    double threshold = threshold();
    int near = 0;
    for (float distance : samples) {
      near += distance < threshold || distance == 0 ? 1 : 0;
    }
    return (double) near / samples.length;
  }

  /** The middle of the samples' distances. */
  public double medianOfSamples() {
    return quantile(samples, 0.5);
  }

  /** The middle of the real points' distances. */
  public double medianOfReal() {
    return quantile(real, 0.5);
  }

  /** The samples nearest to their training points, the nearest first. */
  public int[] suspects(int count) {
    return IntStream.range(0, samples.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> samples[i]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double quantile(float[] values, double share) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }
}
